//! A table that somebody has saved as text (RFC 4180), by whatever program: its characters, its separator, its lines.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::domain::import::{MOST_COLUMNS, MOST_ROWS};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What its first row says.
    pub headings: Vec<String>,
    /// The others, empty ones left out.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file in which it begins, from 1.
    pub line: u32,
    /// What it says; may be fewer or more than there are headings.
    pub cells: Vec<String>,
}

/// Why a file is no table that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// It is something else.
    #[error("error-import-no-table")]
    NoText,
    /// There is no row below the headings.
    #[error("error-import-no-rows")]
    NoRows,
    /// More rows than are taken at once.
    #[error("error-import-too-many-rows")]
    TooManyRows,
    /// More columns than anybody's table has.
    #[error("error-import-too-many-columns")]
    TooManyColumns,
}

/// Reads a table: UTF-8, UTF-16 where a mark says so, else Windows-1252; separated by comma, semicolon or tab, whichever the first line has most of.
///
/// # Errors
/// Why it is none: the key of what to say.
pub fn read(bytes: &[u8]) -> Result<Table, NoTable> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 };
        (encoding, 0)
    });
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
    if text.contains('\0') {
        return Err(NoTable::NoText);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(&text)).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // The crate counts the empty lines before a row as its own; some programs end lines by a carriage return alone.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|_| NoTable::NoText)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > MOST_COLUMNS {
            return Err(NoTable::TooManyColumns);
        }
        if rows.len() > MOST_ROWS {
            return Err(NoTable::TooManyRows);
        }
        let from = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let rest = text.get(from..).unwrap_or_default();
        let begin = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        line += text.get(counted..begin).unwrap_or_default().matches(end).count();
        counted = begin;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
    }
    if rows.len() < 2 {
        return Err(NoTable::NoRows);
    }
    let headings = rows.remove(0).cells.iter().map(|heading| heading.trim().to_owned()).collect();
    Ok(Table { headings, rows })
}

/// What divides the cells of the first line that says something, quoted parts aside.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.split('"').step_by(2).map(|plain| plain.matches(separator).count()).sum::<usize>();
    // Of equals the first: a comma.
    let mut most = (b',', count(','));
    for (byte, separator) in [(b';', ';'), (b'\t', '\t')] {
        let found = count(separator);
        if found > most.1 {
            most = (byte, found);
        }
    }
    most.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read(bytes).unwrap();
        std::iter::once(table.headings).chain(table.rows.into_iter().map(|row| row.cells)).collect()
    }

    #[test]
    fn a_table_is_read_whatever_program_wrote_it() {
        let expected = [["Name", "Mail"], ["Müller, Zoë", "z@x.example"]];
        let utf16: Vec<u8> = "\u{feff}Name\tMail\r\nMüller, Zoë\tz@x.example\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            "Name,Mail\n\"Müller, Zoë\",z@x.example\n".as_bytes(),
            "\u{feff}Name;Mail\r\nMüller, Zoë;z@x.example".as_bytes(),
            "\n\nName\tMail\n\n \t \nMüller, Zoë\tz@x.example\n".as_bytes(),
            b"Name;Mail\r\nM\xfcller, Zo\xeb;z@x.example\r\n",
            &utf16,
        ] {
            assert_eq!(cells(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_row_names_the_line_in_which_it_begins() {
        let table = read(b"Name,Mail\n\"Ana\nRuiz\",a@x.example\n\nBen,b@x.example,more\nCy\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| (row.line, row.cells.len())).collect::<Vec<_>>(), [(2, 2), (5, 3), (6, 1)]);
        assert_eq!(table.rows[0].cells[0], "Ana\nRuiz");
    }

    #[test]
    fn what_is_no_table_says_why() {
        assert_eq!(read(b""), Err(NoTable::NoRows));
        assert_eq!(read(b"Name,Mail\n\n , \n"), Err(NoTable::NoRows));
        assert_eq!(read(b"PK\x03\x04\0\0\0\x08"), Err(NoTable::NoText));
        assert_eq!(read("a,".repeat(MOST_COLUMNS + 1).as_bytes()), Err(NoTable::TooManyColumns));
        assert_eq!(read("a,b\n".repeat(MOST_ROWS + 2).as_bytes()), Err(NoTable::TooManyRows));
        assert_eq!(read("a,b\n".repeat(MOST_ROWS + 1).as_bytes()).unwrap().rows.len(), MOST_ROWS);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_text_is_read_without_harm(text in "([a-zé,;\t\"\r\n \u{202e}]|\\PC){0,120}") {
            if let Ok(table) = read(text.as_bytes()) {
                prop_assert!(!table.rows.is_empty() && table.rows.windows(2).all(|two| two[0].line <= two[1].line));
            }
        }

        #[test]
        fn what_is_written_with_quotes_is_read_as_it_was(rows in prop::collection::vec(prop::collection::vec("[^\0]{0,12}", 3), 1..6)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(";") + "\r\n";
            let text = format!("a;b;c\r\n{}", rows.iter().map(line).collect::<String>());
            let told: Vec<Vec<String>> = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
            match read(text.as_bytes()) {
                Ok(table) => prop_assert_eq!(table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), told),
                Err(none) => prop_assert!(told.is_empty() && none == NoTable::NoRows),
            }
        }
    }
}
