//! Small documents of the kinds that are taken, made here byte by byte, and a zip archive of anything.

/// A PDF of one page (ISO 32000-1, 7.5), with its cross-reference table.
pub fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        "<< /Length 37 >>\nstream\nBT /F 24 Tf 72 720 Td (Resume) Tj ET\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = pdf.len();
    pdf += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        pdf += &format!("{offset:010} 00000 n \n");
    }
    pdf += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}

/// A compound file ([MS-CFB], version 3) with the stream `WordDocument`, of Word's class.
pub fn doc() -> Vec<u8> {
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    const FAT: u32 = 0xFFFF_FFFD;
    /// Streams below 4,096 bytes would lie in the mini stream.
    const STREAM_SECTORS: u32 = 8;
    let u16s = |values: &[u16]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>();
    let u32s = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>();

    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.extend([0; 16]);
    file.extend(u16s(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0]));
    file.extend(u32s(&[0, 1, 1, 0, 4096, END, 0, END, 0, 0]));
    file.extend(u32s(&[FREE; 108]));

    // Sector 0: where each sector goes on. Sector 1 is the directory, the rest the stream.
    let mut fat = vec![FAT, END];
    fat.extend((3..2 + STREAM_SECTORS).chain([END]));
    fat.resize(128, FREE);
    file.extend(u32s(&fat));

    let entry = |name: &str, kind: u8, child: u32, class: [u8; 16], start: u32, size: u32| {
        let mut name: Vec<u16> = name.encode_utf16().collect();
        name.resize(32, 0);
        let length = (name.iter().filter(|unit| **unit != 0).count() + 1) * 2;
        let mut entry = u16s(&name);
        entry.extend((length as u16).to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend(u32s(&[FREE, FREE, child]));
        entry.extend(class);
        entry.extend([0; 20]);
        entry.extend(u32s(&[start, size, 0]));
        entry
    };
    // {00020906-0000-0000-C000-000000000046}
    let word = [0x06, 0x09, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
    file.extend(entry("Root Entry", 5, 1, word, END, 0));
    file.extend(entry("WordDocument", 2, FREE, [0; 16], 2, STREAM_SECTORS * 512));
    for _ in 0..2 {
        let mut empty = vec![0; 68];
        empty.extend(u32s(&[FREE, FREE, FREE]));
        empty.resize(128, 0);
        file.extend(empty);
    }
    let mut stream = vec![0xEC, 0xA5, 0xC1, 0x00];
    stream.resize(STREAM_SECTORS as usize * 512, 0);
    file.extend(stream);
    file
}

/// A Word document of one word (ECMA-376).
pub fn docx() -> Vec<u8> {
    zip(&[
        (
            "[Content_Types].xml",
            br#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            br#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        (
            "word/document.xml",
            br#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Resume</w:t></w:r></w:p></w:body></w:document>"#,
        ),
    ])
}

/// A zip archive of these files, uncompressed (APPNOTE 4.3).
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = zip.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc32(bytes).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        zip.extend(b"PK\x03\x04");
        zip.extend(&common);
        zip.extend(name.as_bytes());
        zip.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = zip.len() as u32;
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\x00\x00\x00\x00");
    for _ in 0..2 {
        zip.extend((files.len() as u16).to_le_bytes());
    }
    zip.extend((directory.len() as u32).to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    })
}
