//! Plain text of a mail: from HTML, the answer without its quotes, the beginning.

mod answer;
mod from_html;
mod quoted_html;
mod reply;
mod words;

pub(crate) use answer::is_forwarding;
pub use answer::reply_text;
pub use from_html::from_html;

/// The first `chars` characters on one line, cut at a word, with an ellipsis where there was more.
#[must_use]
pub fn excerpt(text: &str, chars: usize) -> String {
    let mut line = String::new();
    let mut left = chars;
    for word in text.split_whitespace() {
        let blank = usize::from(!line.is_empty());
        let length = word.chars().count();
        if blank + length > left {
            if line.is_empty() {
                line.extend(word.chars().take(left));
            }
            line.push('…');
            break;
        }
        if blank == 1 {
            line.push(' ');
        }
        line.push_str(word);
        left -= blank + length;
    }
    line
}

/// Plain text as HTML that looks the same.
pub(crate) fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8 + 64);
    html.push_str("<div style=\"white-space:pre-wrap\">");
    push_escaped(&mut html, text);
    html.push_str("</div>");
    html
}

/// Text as HTML text or as an attribute value in double quotes.
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0)) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            // HTML has no NUL.
            _ => "",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_cut_at_a_word() {
        assert_eq!(excerpt(" a\n\n b  c ", 10), "a b c");
        assert_eq!(excerpt("blåbær og tyttebær", 10), "blåbær og…");
        assert_eq!(excerpt("blåbærsyltetøy", 6), "blåbær…");
        assert_eq!(excerpt("", 5), "");
    }
}
