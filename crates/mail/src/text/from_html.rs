//! HTML as plain text: one pass, no layout at a width, so that phrases stay whole for filters and search.
//! Quotes get `> `, so that `reply` knows them.

use domain::limits::{HTML_OCTETS_MAX, TEXT_OCTETS_MAX};

use crate::charset::cut;
use crate::html::token::{Tag, Token, Tokens, unescaped};

/// Quotes and lists within each other that are shown as such.
const DEPTH_MAX: usize = 12;
/// Longest link that is written out beside its text, octets; tracking links are longer and tell nothing.
const LINK_OCTETS_MAX: usize = 120;

/// Readable plain text of HTML. Bounded by `domain::limits::TEXT_OCTETS_MAX`.
#[must_use]
pub fn from_html(html: &str) -> String {
    written(html, |_, _| {})
}

/// As [`from_html`]; `watch` is told of each token, with the octets of text written before it.
pub(super) fn written<'h>(html: &'h str, mut watch: impl FnMut(&Token<'h>, usize)) -> String {
    let mut writer = Writer::default();
    for token in Tokens::of(cut(html, HTML_OCTETS_MAX)) {
        watch(&token, writer.text.len());
        match token {
            Token::Text(text) => writer.text(&unescaped(text)),
            Token::Start(tag) => writer.start(&tag),
            Token::End(name) => writer.end(&name),
        }
        if writer.text.len() > TEXT_OCTETS_MAX {
            break;
        }
    }
    let octets = cut(writer.text.trim_end(), TEXT_OCTETS_MAX).len();
    writer.text.truncate(octets);
    writer.text
}

/// What stands between the last character written and the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Blank,
    /// The next cell of a row.
    Cell,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer {
    text: String,
    gap: Gap,
    quotes: usize,
    /// The open lists: the next number of a numbered one.
    lists: Vec<Option<u32>>,
    /// The open link and where its text begins.
    link: Option<(String, usize)>,
    preformatted: usize,
    /// Something stands on the present line.
    in_line: bool,
    /// The mark of a list item was just written: its text follows on the same line.
    after_mark: bool,
    /// The depth of quotes of the line written last.
    quotes_written: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' if self.preformatted > 0 => self.break_line(),
                // Fillers that newsletters hide after their first line, and marks that show nothing.
                '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
                ' ' | '\t' | '\u{a0}' if self.preformatted > 0 => self.word(" "),
                blank if blank.is_whitespace() => self.widen(Gap::Blank),
                control if control.is_control() => {}
                other => {
                    self.close_gap();
                    self.text.push(other);
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.close_gap();
        self.text.push_str(word);
    }

    fn widen(&mut self, gap: Gap) {
        let is_break = gap >= Gap::Line && !self.after_mark;
        if gap > self.gap && (is_break || self.in_line) {
            self.gap = gap;
        }
        self.in_line &= !is_break;
    }

    /// A second line break in a row leaves a blank line, as `<br><br>` does on the screen.
    fn break_line(&mut self) {
        let gap = if self.gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
        self.widen(gap);
    }

    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.text.is_empty() {
            self.quote_marks(self.quotes);
        } else {
            match gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::Cell => self.text.push('\t'),
                Gap::Line => self.new_line(self.quotes),
                Gap::Paragraph => {
                    self.new_line(self.quotes.min(self.quotes_written));
                    let octets = self.text.trim_end_matches(' ').len();
                    self.text.truncate(octets);
                    self.new_line(self.quotes);
                }
            }
        }
        self.in_line = true;
        self.after_mark = false;
    }

    fn new_line(&mut self, quotes: usize) {
        self.text.push('\n');
        self.quote_marks(quotes);
    }

    fn quote_marks(&mut self, quotes: usize) {
        self.text.extend(std::iter::repeat_n("> ", quotes));
        self.quotes_written = quotes;
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.break_line(),
            "hr" => {
                self.widen(Gap::Line);
                self.word("* * *");
                self.widen(Gap::Line);
            }
            "img" => self.image(tag),
            "a" => self.link = tag.get("href").map(|href| (href.trim().to_owned(), self.text.len())),
            "td" | "th" => self.widen(Gap::Cell),
            "ul" | "ol" => self.open_list(tag),
            "li" => self.item(),
            "blockquote" => {
                self.widen(Gap::Paragraph);
                self.quotes = (self.quotes + 1).min(DEPTH_MAX);
            }
            "pre" => {
                self.widen(Gap::Paragraph);
                self.preformatted += 1;
            }
            name => self.widen(gap_around(name)),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.close_link(),
            "ul" | "ol" => {
                self.lists.pop();
                self.widen(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
            }
            "blockquote" => {
                self.widen(Gap::Paragraph);
                self.quotes = self.quotes.saturating_sub(1);
            }
            "pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.widen(Gap::Paragraph);
            }
            "td" | "th" => {}
            other => self.widen(gap_around(other)),
        }
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let alt = tag.get("alt").unwrap_or_default();
        let alt = alt.trim();
        if !alt.is_empty() {
            self.word("[");
            self.text(alt);
            self.word("]");
        }
    }

    fn open_list(&mut self, tag: &Tag<'_>) {
        self.widen(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
        let number = (tag.name == "ol")
            .then(|| tag.get("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1));
        if self.lists.len() < DEPTH_MAX {
            self.lists.push(number);
        }
    }

    fn item(&mut self) {
        self.widen(Gap::Line);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{indent}{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            Some(None) | None => format!("{indent}- "),
        };
        self.word(&mark);
        self.in_line = false;
        self.after_mark = true;
    }

    /// Writes out where a link leads, unless its text says so already.
    fn close_link(&mut self) {
        let Some((href, from)) = self.link.take() else { return };
        let shown = self.text.get(from..).unwrap_or_default().trim();
        let lower = href.to_ascii_lowercase();
        let is_useful = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
        let target = href.strip_prefix("mailto:").unwrap_or(&href);
        let bare = target.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        if is_useful && !shown.is_empty() && href.len() <= LINK_OCTETS_MAX && !shown.contains(bare) {
            let target = target.to_owned();
            self.word(&format!(" <{target}>"));
        }
    }
}

fn gap_around(name: &str) -> Gap {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" | "figure" | "fieldset" => {
            Gap::Paragraph
        }
        "div" | "tr" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "address"
        | "center" | "form" | "dt" | "dd" | "li" | "caption" | "figcaption" | "body" | "option"
        | "summary" | "details" => Gap::Line,
        _ => Gap::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(from_html(html), expected, "{html:?}");
    }

    #[test]
    fn blocks_become_lines_and_paragraphs() {
        check("<p>a</p>\n<p>b<br>c</p><div>d</div><div>e</div>", "a\n\nb\nc\n\nd\ne");
        check("a<br><br>b<br><br><br><br>c", "a\n\nb\n\nc");
        check("  a \n b&nbsp;&nbsp;<b> c</b>", "a b c");
        check("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb");
        check("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd");
    }

    #[test]
    fn lists_tables_and_quotes_keep_their_shape() {
        check("<ul><li>a<li>b<ul><li>c</li></ul></ul>d", "- a\n- b\n  - c\n\nd");
        check("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b");
        check("<table><tr><th>a</th><td>b</td></tr><tr><td>c<td></td><td>d</table>", "a\tb\nc\td");
        check(
            "svar<blockquote><p>a</p><p>b</p><blockquote>c</blockquote></blockquote>d",
            "svar\n\n> a\n>\n> b\n>\n> > c\n\nd",
        );
    }

    #[test]
    fn links_and_pictures_are_named() {
        check("<a href='https://a.no/x'>her</a>.", "her <https://a.no/x>.");
        check("<a href='https://a.no/'>a.no</a> <a href='mailto:a@b.no'>a@b.no</a>", "a.no a@b.no");
        check("<a href='#top'>opp</a> <img alt=' Logo '> <img src=x>", "opp [Logo]");
    }

    #[test]
    fn what_is_not_text_is_left_out() {
        check("<head><title>t</title><style>p{}</style></head>a<script>b</script><!--c-->d", "ad");
        check("a&zwnj;&#8203;b&shy;c", "abc");
    }
}
