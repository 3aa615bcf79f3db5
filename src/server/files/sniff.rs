//! What kind of document some bytes are: by their content, never by the name or what the browser says.

use crate::domain::candidates::DocumentType;

/// The document's type, if it is one that is taken.
pub fn document_type(bytes: &[u8]) -> Option<DocumentType> {
    if is_pdf(bytes) {
        Some(DocumentType::Pdf)
    } else if is_doc(bytes) {
        Some(DocumentType::Doc)
    } else if is_docx(bytes) {
        Some(DocumentType::Docx)
    } else {
        None
    }
}

/// `%PDF` within the first 1,024 bytes, as readers take it (PDF Reference 1.4, H.3.4.1), but nothing like a page of markup before it.
fn is_pdf(bytes: &[u8]) -> bool {
    infer::archive::is_pdf(bytes) && bytes.windows(4).position(|four| four == b"%PDF").is_some_and(|at| !bytes[..at].contains(&b'<'))
}

/// Whether a PDF wants a password: its last trailer, or the cross-reference stream in its place, names an encryption dictionary
/// (ISO 32000-1, 7.5.5, 7.5.8.2 and 7.6.1).
pub fn is_encrypted_pdf(bytes: &[u8]) -> bool {
    let last = |word: &[u8]| bytes.windows(word.len()).rposition(|part| part == word);
    let Some(end) = last(b"startxref") else { return false };
    let number: String = bytes[end..]
        .iter()
        .skip(9)
        .map(|byte| char::from(*byte))
        .skip_while(char::is_ascii_whitespace)
        .take_while(char::is_ascii_digit)
        .collect();
    // A table of cross-references has its trailer before `startxref`; a stream of them has its dictionary where `startxref` points to.
    let from = last(b"trailer").filter(|at| *at < end).or_else(|| number.parse().ok().filter(|at| *at < end));
    let Some(dictionary) = from.and_then(|from| bytes.get(from..end)) else { return false };
    let until = dictionary.windows(6).position(|part| part == b"stream").unwrap_or(dictionary.len());
    dictionary[..until].windows(8).enumerate().any(|(at, name)| {
        // `/EncryptMetadata` is another name.
        name == b"/Encrypt" && dictionary[at + 8..until].first().is_some_and(|next| !next.is_ascii_alphanumeric())
    })
}

/// A compound file ([MS-CFB]) of Word: by its class, or by the stream `WordDocument` that every one of them has ([MS-DOC] 2.1.1).
fn is_doc(bytes: &[u8]) -> bool {
    const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if !bytes.starts_with(&SIGNATURE) {
        return false;
    }
    let name: Vec<u8> = "WordDocument".encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    // Directory entries are 128 bytes long and lie in sectors after the first 512 bytes.
    infer::doc::is_doc(bytes) || bytes.chunks_exact(128).skip(4).any(|entry| entry.starts_with(&name))
}

/// A zip archive with the parts of a Word document (ECMA-376), and without macros.
fn is_docx(bytes: &[u8]) -> bool {
    let Some(names) = bytes.starts_with(b"PK\x03\x04").then(|| zip_names(bytes)).flatten() else {
        return false;
    };
    let has = |name: &[u8]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    has(b"[Content_Types].xml") && has(b"word/document.xml") && !has(b"word/vbaProject.bin")
}

/// The names in a zip archive's central directory (APPNOTE 4.3.12, 4.3.16); none where there is no sound one.
fn zip_names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    /// Far more than a document has.
    const MOST: usize = 10_000;
    let number = |at: usize, length: usize| -> Option<usize> {
        let part = bytes.get(at..at.checked_add(length)?)?;
        Some(part.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    // The end record is 22 bytes, followed by a comment of at most 65,535.
    let from = bytes.len().saturating_sub(22 + 65_535);
    let end = from + bytes.get(from..)?.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = number(end + 10, 2)?;
    let mut at = number(end + 16, 4)?;
    let mut names = Vec::new();
    for _ in 0..count.min(MOST) {
        if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let (name, extra, comment) = (number(at + 28, 2)?, number(at + 30, 2)?, number(at + 32, 2)?);
        names.push(bytes.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra + comment;
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::tests::documents::{doc, docx, pdf, zip};

    #[test]
    fn documents_are_known_by_their_content() {
        assert_eq!(document_type(&pdf()), Some(DocumentType::Pdf));
        assert_eq!(document_type(&doc()), Some(DocumentType::Doc));
        assert_eq!(document_type(&docx()), Some(DocumentType::Docx));
    }

    #[test]
    fn what_only_looks_like_a_document_is_none() {
        let macros = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")]);
        let excel = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")]);
        for bytes in [
            b"<html><script>alert(1)</script></html>".to_vec(),
            b"<html><!-- %PDF-1.7 --></html>".to_vec(),
            b"%PD".to_vec(),
            b"plain text".to_vec(),
            zip(&[("word.txt", b"word/document.xml")]),
            macros,
            excel,
            vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            Vec::new(),
        ] {
            assert_eq!(document_type(&bytes), None, "{:?}", &bytes[..bytes.len().min(20)]);
        }
    }

    #[test]
    fn an_encrypted_pdf_is_known_by_its_trailer() {
        let with = |trailer: &str| {
            let text = String::from_utf8(pdf()).unwrap();
            text.replace("trailer\n<< ", &format!("trailer\n<< {trailer} ")).into_bytes()
        };
        assert!(!is_encrypted_pdf(&pdf()));
        assert!(is_encrypted_pdf(&with("/Encrypt 9 0 R")));
        assert!(is_encrypted_pdf(&with("/Encrypt<</Filter/Standard>>")));
        assert!(!is_encrypted_pdf(&with("/EncryptMetadata false")));
        let stream = b"%PDF-1.5\n7 0 obj\n<< /Type /XRef /Encrypt 3 0 R >>\nstream\nx\nendstream\nendobj\nstartxref\n9\n%%EOF";
        assert!(is_encrypted_pdf(stream));
        for length in 0..stream.len() {
            is_encrypted_pdf(&stream[..length]);
        }
    }

    #[test]
    fn cut_and_garbled_documents_do_no_harm() {
        for whole in [pdf(), doc(), docx()] {
            for length in 0..whole.len() {
                document_type(&whole[..length]);
            }
        }
        let mut garbled = docx();
        let end = garbled.len() - 22;
        garbled[end + 16..end + 20].fill(0xff);
        assert_eq!(document_type(&garbled), None);
    }
}
