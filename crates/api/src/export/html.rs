//! A page with one table that stands alone: no script, nothing loaded.

use std::fmt::Write;

use super::{Cell, ReadSheet, Row, TextWriter};

/// `mso-number-format` makes Excel, which opens such pages too, keep a text from being a formula.
const STYLE: &str = "body{font:14px/1.4 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}\
    th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}\
    td.n{text-align:right}td.t{mso-number-format:\"\\@\"}";

pub(super) struct Writer(ReadSheet);

impl Writer {
    pub(super) const fn new(sheet: ReadSheet) -> Self {
        Self(sheet)
    }

    fn row(&self, page: &mut String, row: &Row) {
        page.push_str("<tr>");
        for cell in row {
            let class = match cell {
                Cell::Number(_) => "n",
                Cell::Text(_) | Cell::Time(_) | Cell::Empty => "t",
            };
            // Writing to a String cannot fail.
            let _ = write!(page, "<td class={class}>{}</td>", escaped(&cell.line(&self.0.zone)));
        }
        page.push_str("</tr>\n");
    }
}

impl TextWriter for Writer {
    fn head(&self) -> String {
        let title = escaped(self.0.title());
        let headings: String =
            self.0.headings_with_zone().map(|heading| format!("<th>{}</th>", escaped(&heading))).collect();
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
             <style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n<table>\n\
             <thead><tr>{headings}</tr></thead>\n<tbody>\n",
            self.0.language.as_str(),
        )
    }

    fn rows(&self, rows: &[Row]) -> String {
        let mut page = String::new();
        for row in rows {
            self.row(&mut page, row);
        }
        page
    }

    fn tail(&self, cut: bool) -> String {
        let note = if cut {
            format!("<p><strong>{}</strong></p>\n", escaped(self.0.cut_note()))
        } else {
            String::new()
        };
        format!("</tbody>\n</table>\n{note}<p>{}</p>\n</body></html>\n", escaped(&self.0.zone_note()))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_cannot_become_markup() {
        assert_eq!(escaped("<script>alert(\"&\")"), "&lt;script&gt;alert(&quot;&amp;&quot;)");
    }
}
