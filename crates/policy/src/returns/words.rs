//! A host's words in the form in which phrases are looked for.

/// Lower case, blanks closed up, codes taken out, addresses hidden behind an `@`: neither a line break in a reply
/// of many lines nor a mailbox called `spam` decides anything.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What is searched; begins and ends with a blank.
    pub(super) text: String,
    /// Where each word stands: in `text`, and in what was given.
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    at: usize,
    raw: (usize, usize),
}

impl Words {
    /// Reads words; those beyond `octets_max` are left out.
    pub(super) fn read(raw: &str, octets_max: usize) -> Self {
        let mut words =
            Self { text: String::with_capacity(raw.len().min(octets_max) + 2), spans: Vec::new() };
        words.text.push(' ');
        for token in raw.split_ascii_whitespace() {
            let start = token.as_ptr() as usize - raw.as_ptr() as usize;
            if start > octets_max {
                break;
            }
            words.add(token, start);
        }
        words
    }

    fn add(&mut self, token: &str, start: usize) {
        let word = without_code(token);
        if word.is_empty() {
            return;
        }
        self.spans.push(Span { at: self.text.len(), raw: (start, start + token.len()) });
        if word.contains('@') && !word.contains("://") {
            self.text.push('@');
        } else {
            self.push_folded(word);
        }
        self.text.push(' ');
    }

    fn push_folded(&mut self, word: &str) {
        let from = self.text.len();
        if word.is_ascii() {
            self.text.push_str(word);
            self.text[from..].make_ascii_lowercase();
        } else {
            for character in word.chars() {
                match character {
                    '’' | '‘' | '´' | '`' => self.text.push('\''),
                    '\u{ad}' | '\u{200b}' => {}
                    '\u{a0}' => self.text.push(' '),
                    other => self.text.extend(other.to_lowercase()),
                }
            }
        }
        if word.contains('-')
            && let Some(at) = self.text[from..].find("e-mail")
        {
            self.text.remove(from + at + 1);
        }
    }

    /// What was written where `from..to` of [`Self::text`] stands.
    pub(super) fn raw_of<'a>(&self, raw: &'a str, from: usize, to: usize) -> &'a str {
        let first = self.spans.partition_point(|span| span.at <= from).saturating_sub(1);
        let last = self.spans.partition_point(|span| span.at < to).saturating_sub(1);
        match (self.spans.get(first), self.spans.get(last)) {
            (Some(first), Some(last)) => raw.get(first.raw.0..last.raw.1).unwrap_or_default(),
            _ => "",
        }
    }
}

/// A word without the code before it: `550-5.1.1` is nothing, `550-mailbox` is `mailbox`. RFC 5321 4.2: each line of a reply
/// repeats its code, and would stand in the middle of phrases.
fn without_code(token: &str) -> &str {
    if token.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return token;
    }
    let rest = match token.as_bytes() {
        [b'2' | b'4' | b'5', second, third, b'-', ..]
            if second.is_ascii_digit() && third.is_ascii_digit() =>
        {
            &token[4..]
        }
        [b'2' | b'4' | b'5', second, third] if second.is_ascii_digit() && third.is_ascii_digit() => "",
        _ => token,
    };
    let bare = rest.trim_matches(|character: char| "(#)[],;:".contains(character));
    if is_enhanced(bare) { "" } else { rest }
}

/// RFC 3463 2: status-code.
fn is_enhanced(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_class = matches!(parts.next(), Some("2" | "4" | "5"));
    let mut is_number = || {
        parts.next().is_some_and(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    is_class && is_number() && is_number() && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(Words::read(raw, 1000).text, expected, "{raw}");
    }

    #[test]
    fn codes_addresses_and_line_breaks_are_in_nobodys_way() {
        check("550-5.1.1 The E-Mail account that\n550 5.1.1 you tried", " the email account that you tried ");
        check("<spam@quota.example>: (#5.2.2)", " @ ");
        check("user doesn’t exist", " user doesn't exist ");
        check("https://x.example/?p=NoSuchUser", " https://x.example/?p=nosuchuser ");
    }

    #[test]
    fn what_was_matched_is_given_back_as_it_was_written() {
        let raw = "550-5.1.1 No\n550-5.1.1 Such USER here";
        let words = Words::read(raw, 1000);
        let at = words.text.find("no such user").unwrap();
        assert_eq!(words.raw_of(raw, at, at + 12), "No\n550-5.1.1 Such USER");
    }
}
