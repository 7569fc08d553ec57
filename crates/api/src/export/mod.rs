//! Lists as files: Excel, HTML and plain text, page by page, whatever their length.
//!
//! A list says its [`Table`] (columns, and how a row is written) and how a page is read; the
//! three writers know nothing of the list. No writer holds more than a few pages.

mod cell;
mod html;
mod pages;
mod params;
mod text;
mod words;
mod xlsx;

use axum::body::Body;
use domain::org::Language;

use cell::Zone;
pub(crate) use cell::{Cell, Row};
pub(crate) use params::{ExportParams, Exporting, Table};
pub(crate) use words::{NO, Phrase, YES};

use crate::download::Download;
use crate::problem::Refusal;
use pages::{Pages, in_pages};
use params::Format;

/// What a file says besides its rows.
#[derive(Clone, Copy)]
pub(crate) struct Sheet {
    /// The list's name, as title and file name.
    pub(crate) title: Phrase,
    /// The columns' headings.
    pub(crate) headings: &'static [Phrase],
}

impl Sheet {
    const fn reader(self, language: Language, zone: Zone) -> ReadSheet {
        ReadSheet { sheet: self, language, zone, timed: Vec::new() }
    }
}

/// A sheet for one reader.
struct ReadSheet {
    sheet: Sheet,
    language: Language,
    zone: Zone,
    /// Which columns hold instants, as far as the first page tells.
    timed: Vec<bool>,
}

impl ReadSheet {
    fn title(&self) -> &'static str {
        self.sheet.title.in_language(self.language)
    }

    fn headings(&self) -> impl Iterator<Item = &'static str> {
        self.sheet.headings.iter().map(|heading| heading.in_language(self.language))
    }

    /// The headings, those of instants with the zone that they are written in.
    fn headings_with_zone(&self) -> impl Iterator<Item = String> {
        let timed = self.timed.iter().copied().chain(std::iter::repeat(false));
        self.headings().zip(timed).map(|(heading, is_timed)| {
            if is_timed { format!("{heading} ({})", self.zone.name()) } else { heading.to_owned() }
        })
    }

    /// Learns from its first rows which columns hold instants.
    fn learn(&mut self, rows: &[Row]) {
        let is_timed = |column| rows.iter().any(|row| matches!(row.get(column), Some(Cell::Time(_))));
        self.timed = (0..self.sheet.headings.len()).map(is_timed).collect();
    }

    /// The sentence under the last row: the zone of the instants.
    fn zone_note(&self) -> String {
        format!("{}: {}", words::ZONE_NOTE.in_language(self.language), self.zone.name())
    }

    /// The sentence in a file that ends before its list does.
    fn cut_note(&self) -> &'static str {
        words::CUT_NOTE.in_language(self.language)
    }
}

/// Writes a file of text from its parts.
trait TextWriter: Send + 'static {
    /// What stands before the first row.
    fn head(&self) -> String;
    /// These rows.
    fn rows(&self, rows: &[Row]) -> String;
    /// What stands after the last row; `cut` when the list went on.
    fn tail(&self, cut: bool) -> String;
}

/// The file of these rows. The first page is read before anything is answered, so that a
/// refusal arrives as one; when a later page fails, the download breaks off and is seen to.
async fn download(mut sheet: ReadSheet, format: Format, mut pages: Pages) -> Result<Download, Refusal> {
    let first = pages.next_chunk().await?;
    if let Some(chunk) = &first {
        sheet.learn(&chunk.rows);
    }
    let name = format!("{}.{}", sheet.title().to_lowercase().replace(' ', "-"), format.ending());
    let body = match format {
        Format::Xlsx => xlsx::file(sheet, first, pages).await?,
        Format::Html => Body::from_stream(pages.into_texts(first, html::Writer::new(sheet))),
        Format::Txt => Body::from_stream(pages.into_texts(first, text::Writer::new(sheet))),
    };
    Ok(Download::whole((name, format.media_type().to_owned()), body))
}
