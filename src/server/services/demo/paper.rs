//! Small résumés as PDF, written byte by byte (ISO 32000-1, 7.5).

use super::cast::Candidate;

/// A résumé of one page.
pub fn resume(candidate: &Candidate) -> Vec<u8> {
    let mut page = format!("BT /F 26 Tf 72 760 Td ({}) Tj ET\n", escaped(candidate.name));
    page += &format!("BT /F 11 Tf 72 736 Td ({}  |  {}) Tj ET\n", escaped(candidate.email), escaped(candidate.phone));
    page += "0.8 w 72 722 m 523 722 l S\n";
    for (number, line) in candidate.lines.iter().enumerate() {
        page += &format!("BT /F 13 Tf 72 {} Td ({}) Tj ET\n", 692 - 26 * number, escaped(line));
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::with_capacity(objects.len());
    for (number, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let table = pdf.len();
    pdf += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        pdf += &format!("{offset:010} 00000 n \n");
    }
    pdf += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}

/// A text as it stands between brackets; what is not ASCII is left out.
fn escaped(text: &str) -> String {
    text.chars().filter(char::is_ascii).flat_map(|c| ['\\'].into_iter().filter(move |_| "()\\".contains(c)).chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cast::CANDIDATES;

    #[test]
    fn a_resume_is_a_pdf_whose_table_points_at_its_objects() {
        let pdf = super::resume(&CANDIDATES[0]);
        let text = String::from_utf8(pdf).unwrap();
        for (number, line) in text.lines().filter(|line| line.ends_with(" 00000 n ")).enumerate() {
            let offset: usize = line[..10].parse().unwrap();
            assert!(text[offset..].starts_with(&format!("{} 0 obj", number + 1)));
        }
        assert!(text.contains("(Asha Rao) Tj"));
    }
}
