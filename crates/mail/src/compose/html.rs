//! A simple HTML form of a plain text, for programs that show the HTML alternative alone: paragraphs, links,
//! quotes. Inline styles and no others: Outlook and Gmail drop style sheets.

use std::fmt::Write as _;

/// As Outlook writes its own mails; without it they fall back to a serif face.
const BODY: &str = "font-family:Segoe UI,Arial,sans-serif;font-size:11pt;line-height:1.45";
/// Above and below a paragraph: what a blank line of the text looks like.
const PARAGRAPH: &str = "margin:0 0 1em 0";
const QUOTE: &str = "margin:0 0 1em 0;padding:0 0 0 12px;border-left:2px solid #b5b9c0;color:#50555c";
/// Deeper quotes are shown at this depth: programs slow down at hundreds of levels.
const DEPTH_MAX: usize = 8;

/// The document.
#[must_use]
pub fn html_of_text(text: &str) -> String {
    document(text.len(), |html| paragraphs(html, text))
}

/// A passage of what a mail says, as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passage<'a> {
    /// Plain text.
    Plain(&'a str),
    /// HTML that has been through [`crate::written`].
    Html(&'a str),
}

impl Passage<'_> {
    fn is_empty(&self) -> bool {
        let (Self::Plain(text) | Self::Html(text)) = self;
        text.trim().is_empty()
    }
}

/// The document of a mail that is made of passages, one above the other: what its author wrote, a signature, the mail
/// that is answered. Empty ones leave no gap.
#[must_use]
pub fn html_of_passages(passages: &[Passage<'_>]) -> String {
    let octets = passages.iter().map(|(Passage::Plain(text) | Passage::Html(text))| text.len()).sum();
    document(octets, |html| {
        let mut gap = "";
        for passage in passages.iter().filter(|one| !one.is_empty()) {
            html.push_str(gap);
            match passage {
                Passage::Plain(text) => paragraphs(html, text.trim_start_matches(['\r', '\n'])),
                Passage::Html(text) => {
                    html.push_str(text);
                    html.push('\n');
                }
            }
            // A paragraph has its own room below it.
            gap = if matches!(passage, Passage::Html(_)) { "<div><br></div>\n" } else { "" };
        }
    })
}

/// Plain text as somebody would have written it with formatting: a line is a line, and nothing of it is markup.
#[must_use]
pub fn html_of_lines(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    for line in text.trim_end().lines() {
        html.push_str("<div>");
        if line.trim().is_empty() {
            html.push_str("<br>")
        } else {
            escape(&mut html, line)
        }
        html.push_str("</div>");
    }
    html
}

fn document(octets: usize, write: impl FnOnce(&mut String)) -> String {
    let mut html = String::with_capacity(octets + octets / 4 + 256);
    let _ = write!(html, "<!DOCTYPE html>\n<html>\n<body>\n<div style=\"{BODY}\">\n");
    write(&mut html);
    html.push_str("</div>\n</body>\n</html>\n");
    html
}

fn paragraphs(html: &mut String, text: &str) {
    let text = text.replace("\r\n", "\n");
    let mut depth = 0;
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.trim_end().lines() {
        let (level, words) = quoted(line);
        if level != depth {
            close_paragraph(html, &mut paragraph);
            turn(html, depth, level);
            depth = level;
        }
        if words.trim().is_empty() {
            close_paragraph(html, &mut paragraph);
        } else {
            paragraph.push(words);
        }
    }
    close_paragraph(html, &mut paragraph);
    turn(html, depth, 0);
}

/// How deeply a line is quoted, and what it says.
fn quoted(line: &str) -> (usize, &str) {
    let (mut level, mut rest) = (0, line);
    while let Some(inner) = rest.strip_prefix('>') {
        level += 1;
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    (level.min(DEPTH_MAX), rest)
}

fn turn(html: &mut String, from: usize, to: usize) {
    for _ in from..to {
        let _ = writeln!(html, "<blockquote style=\"{QUOTE}\">");
    }
    for _ in to..from {
        html.push_str("</blockquote>\n");
    }
}

fn close_paragraph(html: &mut String, paragraph: &mut Vec<&str>) {
    if paragraph.is_empty() {
        return;
    }
    let _ = write!(html, "<p style=\"{PARAGRAPH}\">");
    for (number, line) in paragraph.drain(..).enumerate() {
        if number > 0 {
            html.push_str("<br>\n");
        }
        line_of(html, line);
    }
    html.push_str("</p>\n");
}

/// One line: leading blanks stay, addresses of the web become links.
fn line_of(html: &mut String, line: &str) {
    let words = line.trim_start_matches(' ');
    for _ in 0..line.len() - words.len() {
        html.push_str("&nbsp;");
    }
    let mut rest = words;
    while let Some(at) = link_start(rest) {
        let (before, from) = rest.split_at(at);
        let (link, after) = from.split_at(link_octets(from));
        escape(html, before);
        html.push_str("<a href=\"");
        escape(html, link);
        html.push_str("\">");
        escape(html, link);
        html.push_str("</a>");
        rest = after;
    }
    escape(html, rest);
}

fn link_start(text: &str) -> Option<usize> {
    let schemes = ["https://", "http://"];
    schemes.iter().filter_map(|scheme| text.find(scheme)).min()
}

/// RFC 3986 appendix C: a link ends at a blank or a delimiter; a full stop or comma at its end belongs to the
/// sentence around it.
fn link_octets(text: &str) -> usize {
    let is_end = |letter: char| letter.is_whitespace() || "<>\"'`{}|\\^".contains(letter);
    let end = text.find(is_end).unwrap_or(text.len());
    let link = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let link = if link.contains('(') { link } else { link.trim_end_matches(')') };
    link.len()
}

fn escape(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        let html = html_of_text(text);
        let (_, from) = html.split_once(&format!("<div style=\"{BODY}\">\n")).unwrap();
        from.strip_suffix("</div>\n</body>\n</html>\n")
            .unwrap()
            .replace(&format!(" style=\"{PARAGRAPH}\""), "")
            .replace(&format!(" style=\"{QUOTE}\""), "")
    }

    #[test]
    fn paragraphs_lines_and_quotes_keep_their_shape() {
        let text = "Hei Kari,\nvi ser på det.\n\nHilsen\n\nOla skrev:\n> Hei\n> > før\n> igjen\nSlutt\n";
        let expected = "<p>Hei Kari,<br>\nvi ser på det.</p>\n<p>Hilsen</p>\n<p>Ola skrev:</p>\n\
                        <blockquote>\n<p>Hei</p>\n<blockquote>\n<p>før</p>\n</blockquote>\n<p>igjen</p>\n\
                        </blockquote>\n<p>Slutt</p>\n";
        assert_eq!(body(text), expected);
    }

    #[test]
    fn links_are_links_and_their_sentence_goes_on() {
        let html = body("Se https://vestvik.example/a?b=1&c=2, (http://x.example/y).");
        let link = |to: &str| format!("<a href=\"{to}\">{to}</a>");
        let expected = format!(
            "<p>Se {}, ({}).</p>\n",
            link("https://vestvik.example/a?b=1&amp;c=2"),
            link("http://x.example/y")
        );
        assert_eq!(html, expected);
    }

    #[test]
    fn what_was_written_as_html_stands_above_what_is_plain() {
        let below = "\n\nOla\n\nKari skrev:\n> a < b\n";
        let html = html_of_passages(&[
            Passage::Html("<div>Hei <b>Kari</b></div>"),
            Passage::Html(" "),
            Passage::Plain(below),
        ]);
        let (_, from) = html.split_once(&format!("<div style=\"{BODY}\">\n")).unwrap();
        let from =
            from.replace(&format!(" style=\"{PARAGRAPH}\""), "").replace(&format!(" style=\"{QUOTE}\""), "");
        let expected = "<div>Hei <b>Kari</b></div>\n<div><br></div>\n<p>Ola</p>\n<p>Kari skrev:</p>\n\
                        <blockquote>\n<p>a &lt; b</p>\n</blockquote>\n</div>\n</body>\n</html>\n";
        assert_eq!(from, expected);
        let alone = html_of_passages(&[Passage::Html("<div>Hei</div>"), Passage::Plain(" \n")]);
        assert!(!alone.contains("<br>"), "nothing below, no gap");
        let signed = html_of_passages(&[
            Passage::Plain("a < b\n"),
            Passage::Html("<div><b>Ola</b></div>"),
            Passage::Plain("> c"),
        ]);
        let at = |text: &str| signed.find(text).unwrap();
        assert!(at("a &lt; b</p>\n<div><b>Ola") < at("<div><br></div>\n<blockquote"), "{signed}");
        assert_eq!(html_of_lines("a <b>\n\nc\n"), "<div>a &lt;b&gt;</div><div><br></div><div>c</div>");
    }

    #[test]
    fn nothing_that_was_typed_is_markup() {
        let html = body("<script>alert(\"1\")</script> & https://a.example/\"onmouseover=x");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("href=\"https://a.example/\">"), "{html}");
        let deep = html_of_text(&">".repeat(5_000));
        assert_eq!(deep.matches("<blockquote").count(), DEPTH_MAX);
    }
}
