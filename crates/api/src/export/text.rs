//! Plain text: a line per row, tabs between the columns, as spreadsheets read it.

use super::{Cell, ReadSheet, Row, TextWriter};

pub(super) struct Writer(ReadSheet);

impl Writer {
    pub(super) const fn new(sheet: ReadSheet) -> Self {
        Self(sheet)
    }

    fn cell(&self, cell: &Cell) -> String {
        let line = cell.line(&self.0.zone);
        if matches!(cell, Cell::Text(_)) { guarded(line) } else { line }
    }
}

impl TextWriter for Writer {
    fn head(&self) -> String {
        // The mark tells spreadsheets that the file is UTF-8.
        format!("\u{feff}{}\r\n", self.0.headings().collect::<Vec<_>>().join("\t"))
    }

    fn rows(&self, rows: &[Row]) -> String {
        let line = |row: &Row| row.iter().map(|cell| self.cell(cell)).collect::<Vec<_>>().join("\t") + "\r\n";
        rows.iter().map(line).collect()
    }

    fn tail(&self, cut: bool) -> String {
        let note = if cut { format!("{}\r\n", self.0.cut_note()) } else { String::new() };
        format!("\r\n{note}{}\r\n", self.0.zone_note())
    }
}

/// An apostrophe before what a spreadsheet would take for a formula: a mail's subject must not
/// run on the machine of whoever opens the list.
fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_text() {
        assert_eq!(guarded("=HYPERLINK(\"http://x\")".into()), "'=HYPERLINK(\"http://x\")");
        assert_eq!(guarded("@SUM(1)".into()), "'@SUM(1)");
        assert_eq!(guarded("Re: =1".into()), "Re: =1");
    }
}
