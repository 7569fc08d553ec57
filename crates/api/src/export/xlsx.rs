//! Excel. Rows are spilled to a temporary file as they come, on a thread of their own, and the
//! finished file is streamed from disk: a hundred thousand rows cost no memory to speak of.

use std::fs::File;
use std::io::Seek;

use axum::body::Body;
use domain::Problem;
use domain::problem::ProblemKind;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;
use tokio_util::io::ReaderStream;

use super::pages::{Chunk, Pages};
use super::{Cell, ReadSheet, Row};

/// Pages that wait for the writing thread.
const CHUNKS_WAITING_MAX: usize = 2;
/// Excel's own limit is 32,767 UTF-16 units per cell.
const CELL_CHARS_MAX: usize = 16_000;
/// Width of text columns, in characters.
const COLUMN_WIDTH: f64 = 24.0;

pub(super) async fn file(sheet: ReadSheet, first: Option<Chunk>, mut pages: Pages) -> Result<Body, Problem> {
    let (sender, receiver) = mpsc::channel(CHUNKS_WAITING_MAX);
    let writing = tokio::task::spawn_blocking(move || write(&sheet, receiver));
    let mut next = first;
    while let Some(chunk) = next {
        let cut = chunk.cut;
        // A closed channel means that the writer failed; its own error says why.
        if sender.send(chunk).await.is_err() || cut {
            break;
        }
        next = pages.next_chunk().await?;
    }
    drop(sender);
    let written = writing.await.map_err(|error| failed(&error))?;
    let file = written.map_err(|error| failed(&error))?;
    Ok(Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file))))
}

fn failed(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error, "an Excel file could not be written");
    let detail = "the Excel file could not be written; look for room on the server's temporary disk";
    Problem::new(ProblemKind::Unavailable, "export.failed", detail)
}

fn write(sheet: &ReadSheet, mut chunks: mpsc::Receiver<Chunk>) -> Result<File, XlsxError> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet_with_constant_memory()?;
    page.set_name(sheet.title())?;
    write_head(sheet, page)?;
    let mut row_number = 1;
    let date_format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let mut cut = false;
    while let Some(chunk) = chunks.blocking_recv() {
        for row in &chunk.rows {
            write_row(sheet, page, (row_number, row), &date_format)?;
            row_number += 1;
        }
        cut = chunk.cut;
    }
    if cut {
        page.write_string_with_format(row_number + 1, 0, sheet.cut_note(), &Format::new().set_bold())?;
        row_number += 1;
    }
    page.write_string(row_number + 1, 0, sheet.zone_note())?;
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file)?;
    file.rewind()?;
    Ok(file)
}

fn write_head(sheet: &ReadSheet, page: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    page.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(sheet.headings_with_zone()) {
        page.set_column_width(column, COLUMN_WIDTH)?;
        page.write_string_with_format(0, column, heading, &bold)?;
    }
    Ok(())
}

/// Texts are written as texts, never as formulas, whatever they begin with.
fn write_row(
    sheet: &ReadSheet,
    page: &mut Worksheet,
    (number, row): (u32, &Row),
    date_format: &Format,
) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(row) {
        match cell {
            Cell::Text(text) => {
                let text: String =
                    text.chars().filter(|letter| is_xml(*letter)).take(CELL_CHARS_MAX).collect();
                page.write_string(number, column, text)?;
            }
            #[expect(clippy::cast_precision_loss, reason = "Excel knows floating point numbers alone")]
            Cell::Number(value) => {
                page.write_number(number, column, *value as f64)?;
            }
            Cell::Time(at) => {
                let local = sheet.zone.local(*at);
                let year = u16::try_from(local.year()).unwrap_or_default();
                let day =
                    ExcelDateTime::from_ymd(year, local.month().unsigned_abs(), local.day().unsigned_abs());
                let Ok(day) = day else {
                    // Excel knows the days from 1900 to 9999; one odd day does not stop the file.
                    page.write_string(number, column, at.to_rfc3339())?;
                    continue;
                };
                let second = f64::from(local.second());
                let at =
                    day.and_hms(local.hour().unsigned_abs().into(), local.minute().unsigned_abs(), second)?;
                page.write_datetime_with_format(number, column, &at, date_format)?;
            }
            Cell::Empty => {}
        }
    }
    Ok(())
}

/// XML 1.0 2.2 Char: control characters but tab and line breaks cannot stand in a document.
const fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
