//! A table as an Excel workbook (Office Open XML, ECMA-376), written row by row to a temporary file.

use std::fs::File;
use std::io::{Seek, SeekFrom};

use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc::Receiver;

/// The longest text that Excel takes in a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The last row that a sheet has, from 0.
const LAST_ROW: u32 = 1_048_575;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, never a formula, whatever they begin with.
    Text(String),
    /// A civil time.
    At(NaiveDateTime),
    /// A day.
    On(NaiveDate),
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its width, in digits of the usual font.
    pub width: f64,
}

struct Formats {
    head: Format,
    text: Format,
    /// For what would be a formula, were it typed: it stays a text when somebody edits the cell, too.
    quoted: Format,
    at: Format,
    on: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            head: Format::new().set_bold().set_align(FormatAlign::Top),
            text: base(),
            quoted: base().set_quote_prefix(),
            at: Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd hh:mm"),
            on: Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd"),
        }
    }
}

/// Writes all rows that come, under a heading that stays in sight and filters them. The file has no name and is gone once it is closed.
///
/// # Errors
/// What the disk or the format has against it, in words for the log.
pub fn write(name: &str, columns: &[Column], mut rows: Receiver<Vec<Vec<Cell>>>) -> Result<File, String> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(name));
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(|error| error.to_string())?;
    let formats = Formats::new();
    let mut fill = || -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(0, at, &column.title, &formats.head)?;
        }
        let mut last = 0;
        while let Some(batch) = rows.blocking_recv() {
            for row in batch {
                if last == LAST_ROW {
                    break;
                }
                last += 1;
                for (at, cell) in (0_u16..).zip(&row) {
                    put(sheet, (last, at), cell, &formats)?;
                }
            }
        }
        let widest = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last, widest)?;
        Ok(())
    };
    fill().map_err(|error| error.to_string())?;
    let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
    workbook.save_to_writer(&mut file).map_err(|error| error.to_string())?;
    file.seek(SeekFrom::Start(0)).map_err(|error| error.to_string())?;
    Ok(file)
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            let format = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { &formats.quoted } else { &formats.text };
            sheet.write_string_with_format(row, column, shortened(text), format)?;
        }
        Cell::At(at) => drop(sheet.write_datetime_with_format(row, column, at, &formats.at)?),
        Cell::On(date) => drop(sheet.write_datetime_with_format(row, column, date, &formats.on)?),
    }
    Ok(())
}

/// As much of it as a cell takes.
fn shortened(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or(text)
}
