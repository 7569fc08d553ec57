//! What commands write: results to standard output, complaints to standard error.

use std::io::Write as _;

use serde::Serialize;

/// One line of a result. A reader that went away (`posthus ... | head`) is no error of ours.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A whole text.
pub(crate) fn text(text: &str) {
    let _ = write!(std::io::stdout(), "{text}");
}

/// A whole text that is of no use without its end.
pub(crate) fn whole(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// What went wrong.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "posthus: {text}");
}

/// What a command came to: JSON for programs, else in words.
pub(crate) fn result(json: bool, value: &serde_json::Value, words: impl FnOnce()) {
    if json {
        line(&value.to_string());
    } else {
        words();
    }
}

/// A list: JSON for programs, else aligned columns under their titles.
pub(crate) fn table<T: Serialize>(
    json: bool,
    rows: &[T],
    titles: &[&str],
    cells: impl Fn(&T) -> Vec<String>,
) {
    if json {
        line(&serde_json::to_string_pretty(rows).unwrap_or_default());
        return;
    }
    let mut lines: Vec<Vec<String>> = vec![titles.iter().map(|title| (*title).to_owned()).collect()];
    lines.extend(rows.iter().map(cells));
    let width = |column: usize| {
        lines.iter().filter_map(|cells| cells.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..titles.len()).map(|column| width(column).unwrap_or(0)).collect();
    for cells in &lines {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        line(padded.collect::<Vec<_>>().join("  ").trim_end());
    }
}
