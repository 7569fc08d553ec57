//! Replies (RFC 5321 4.2): read from a server within limits, written to a client.

use domain::{About, EnhancedStatus, Reply, ReplyCode};

use super::{REPLY_LINE_OCTETS_MAX, REPLY_LINES_MAX, REPLY_OCTETS_MAX};
use crate::core::{Line, Lines};

/// One reply as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The code of its last line.
    pub code: ReplyCode,
    /// Its lines without code and separator, control characters taken out.
    pub lines: Vec<String>,
}

/// What the peer sent is no reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAReply {
    /// No three digits, or what follows them is neither a blank, a hyphen nor the line's end.
    #[error("the server's answer does not begin with a reply code; is it an SMTP server")]
    Shape,
    /// More lines or octets than anybody needs.
    #[error("the server's answer is longer than any reply may be")]
    Length,
}

/// Reads replies out of pieces of input.
#[derive(Clone, Debug)]
pub struct Replies {
    lines: Lines,
    held: Vec<String>,
    held_octets: usize,
}

impl Default for Replies {
    fn default() -> Self {
        Self::new()
    }
}

impl Replies {
    /// A reader that holds nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { lines: Lines::new(REPLY_LINE_OCTETS_MAX), held: Vec::new(), held_octets: 0 }
    }

    /// Takes from the front of `input` until a reply is complete; the rest stays in `input`.
    ///
    /// # Errors
    /// [`NotAReply`] when the peer does not speak SMTP or does not stop: end the connection.
    pub fn take(&mut self, input: &mut &[u8]) -> Result<Option<Answer>, NotAReply> {
        while let Some(line) = self.lines.take(input) {
            let Line::Whole { text, .. } = line else { return Err(NotAReply::Length) };
            let (code, is_last, words) = split(&text).ok_or(NotAReply::Shape)?;
            self.held_octets += text.len();
            if self.held.len() == REPLY_LINES_MAX || self.held_octets > REPLY_OCTETS_MAX {
                return Err(NotAReply::Length);
            }
            self.held.push(readable(words));
            if is_last {
                self.held_octets = 0;
                return Ok(Some(Answer { code, lines: std::mem::take(&mut self.held) }));
            }
        }
        Ok(None)
    }

    /// Forgets what was begun: octets before a TLS handshake must not be read after it (RFC 3207 6).
    pub fn clear(&mut self) {
        *self = Self::new();
    }
}

/// `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`
fn split(line: &[u8]) -> Option<(ReplyCode, bool, &[u8])> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    let code = ReplyCode::new(number)?;
    match rest {
        [] => Some((code, true, rest)),
        [b' ', words @ ..] => Some((code, true, words)),
        [b'-', words @ ..] => Some((code, false, words)),
        [_, ..] => None,
    }
}

fn readable(words: &[u8]) -> String {
    let lossy = String::from_utf8_lossy(words);
    lossy
        .chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

impl Answer {
    /// The reply as it is kept: the enhanced code of the first line that has one, and the words.
    #[must_use]
    pub fn into_reply(self) -> Reply {
        let (mut enhanced, mut words) = (None, String::new());
        for line in &self.lines {
            // RFC 2034 4: every line of a reply repeats the enhanced code.
            let (code, text) = EnhancedStatus::split_from(line);
            enhanced = enhanced.or(code);
            if !words.is_empty() && !text.is_empty() {
                words.push(' ');
            }
            words.push_str(text);
        }
        words.truncate(words.floor_char_boundary(Reply::WORDS_OCTETS_MAX));
        Reply { code: self.code, enhanced, words, about: About::default() }
    }
}

/// Appends a reply of one line to `output`, cut where a line must end and without line breaks.
pub fn write(reply: &Reply, output: &mut Vec<u8>) {
    let mut line = format!("{} ", reply.code);
    if let Some(enhanced) = reply.enhanced {
        line.push_str(&format!("{enhanced} "));
    }
    line.extend(reply.words.chars().map(|one| if one.is_control() { ' ' } else { one }));
    // RFC 5321 4.5.3.1.5: a reply line has at most 512 octets, CRLF included.
    line.truncate(line.floor_char_boundary(510));
    output.extend_from_slice(line.as_bytes());
    output.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(input: &[u8], cut: usize) -> Result<Vec<Answer>, NotAReply> {
        let (mut replies, mut found) = (Replies::new(), Vec::new());
        for mut piece in input.chunks(cut) {
            while let Some(answer) = replies.take(&mut piece)? {
                found.push(answer);
            }
        }
        Ok(found)
    }

    fn check(input: &str, expected: &str) {
        for cut in [1, 3, 1000] {
            let found = read(input.as_bytes(), cut).unwrap();
            let shown: Vec<_> = found.into_iter().map(|one| one.into_reply().to_string()).collect();
            assert_eq!(shown.join("|"), expected, "{input:?} in pieces of {cut}");
        }
    }

    #[test]
    fn replies_of_one_and_more_lines_are_read() {
        check("250 ok\r\n", "250 ok");
        check("250\r\n354 go\n", "250 |354 go");
        check(
            "550-5.7.509 Access denied,\r\n550 5.7.509 see example.org\r\n",
            "550 5.7.509 Access denied, see example.org",
        );
        check("550 5.1.1\r\n", "550 5.1.1 ");
        check("250 a\tb\x1b[2J\r\n", "250 a b [2J");
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for input in
            ["hello\r\n", "25\r\n", "250ok\r\n", "199 x\r\n", "600 x\r\n", "\r\n", "HTTP/1.1 400\r\n"]
        {
            assert_eq!(read(input.as_bytes(), 4), Err(NotAReply::Shape), "{input:?}");
        }
    }

    #[test]
    fn replies_without_end_are_refused() {
        assert_eq!(read("250-x\r\n".repeat(1000).as_bytes(), 100), Err(NotAReply::Length));
        let long = format!("250-{}\r\n", "x".repeat(1900)).repeat(20);
        assert_eq!(read(long.as_bytes(), 100), Err(NotAReply::Length));
        assert_eq!(read(format!("250 {}\r\n", "x".repeat(3000)).as_bytes(), 100), Err(NotAReply::Length));
    }

    #[test]
    fn written_replies_are_one_line() {
        let code = ReplyCode::new(550).unwrap();
        let reply = Reply {
            code,
            enhanced: Some(EnhancedStatus::new(5, 1, 1)),
            words: "no\r\n250 ok".into(),
            about: About::default(),
        };
        let mut output = Vec::new();
        write(&reply, &mut output);
        assert_eq!(output, b"550 5.1.1 no  250 ok\r\n");
        output.clear();
        write(&Reply { words: "å".repeat(999), ..reply }, &mut output);
        assert!(output.len() <= 512 && output.ends_with("å\r\n".as_bytes()));
    }

    proptest! {
        #[test]
        fn the_result_does_not_depend_on_the_cuts(
            lines in proptest::collection::vec("(25[0-9]|[0-9]{3}|x)[ -]?[a-z.0-9 ]{0,8}(\r\n|\n)", 0..8),
            cut in 1_usize..10,
        ) {
            let input = lines.concat();
            prop_assert_eq!(read(input.as_bytes(), 10_000), read(input.as_bytes(), cut));
        }
    }
}
