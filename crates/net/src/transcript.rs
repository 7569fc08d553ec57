//! What was said in a session, kept small and without secrets: shown by "test connection" and
//! stored beside a failure.

use std::collections::VecDeque;
use std::fmt;

use domain::Secret;
use wire::TraceLine;

use crate::masked::masked;

/// The beginning and the end of a conversation.
///
/// Cores already mask what they send; the transcript also takes out every secret it was told, and the beginning of one,
/// because servers are known to quote a refused command back.
#[derive(Default)]
pub struct Transcript {
    secrets: Vec<Secret>,
    head: Vec<String>,
    tail: VecDeque<String>,
    left_out: u64,
}

impl Transcript {
    /// Lines that are kept from the beginning: greeting, capabilities, sign-in.
    pub const HEAD_LINES_MAX: usize = 40;
    /// Lines that are kept from the end: what came before the failure.
    pub const TAIL_LINES_MAX: usize = 60;

    /// An empty transcript.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From here on, `secret` is taken out of every line, plain and in any form that is added.
    pub fn hide(&mut self, secret: Secret) {
        if !secret.is_empty() {
            self.secrets.push(secret);
        }
    }

    /// Adds what one side said.
    pub fn record(&mut self, line: &TraceLine) {
        self.push(format!("{}: {}", line.side.letter(), line.text));
    }

    /// Adds a remark of ours, as `* TLS 1.3`.
    pub fn note(&mut self, remark: &str) {
        self.push(format!("* {remark}"));
    }

    /// All that is kept, in order; where lines were left out, a line says how many.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.head.clone();
        if self.left_out > 0 {
            lines.push(format!("* {} lines left out", self.left_out));
        }
        lines.extend(self.tail.iter().cloned());
        lines
    }

    /// Words without the secrets that are hidden here.
    pub(crate) fn masked(&self, words: String) -> String {
        masked(words, &self.secrets)
    }

    fn push(&mut self, line: String) {
        let line = self.masked(line);
        if self.head.len() < Self::HEAD_LINES_MAX {
            self.head.push(line);
            return;
        }
        if self.tail.len() == Self::TAIL_LINES_MAX {
            self.tail.pop_front();
            self.left_out += 1;
        }
        self.tail.push_back(line);
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Side;

    #[test]
    fn the_beginning_and_the_end_are_kept() {
        let mut transcript = Transcript::new();
        for number in 0..1000 {
            transcript.record(&TraceLine::new(Side::Server, format!("line {number}").as_bytes()));
        }
        let lines = transcript.lines();
        assert_eq!(lines.len(), 101);
        assert_eq!(lines[0], "S: line 0");
        assert_eq!(lines[40], "* 900 lines left out");
        assert_eq!(lines[100], "S: line 999");
    }

    #[test]
    fn a_password_that_the_server_quotes_is_masked() {
        let mut transcript = Transcript::new();
        transcript.hide(Secret::new("hemmelig"));
        transcript.record(&TraceLine::new(Side::Server, b"BAD what is hemmelig?"));
        assert_eq!(transcript.to_string(), "S: BAD what is ****?");
    }

    #[test]
    fn nothing_of_a_token_is_left_in_a_line_that_was_cut() {
        let token = format!("dXNlcj1rYXJp{}", "QUJDREVG".repeat(200));
        let mut transcript = Transcript::new();
        transcript.hide(Secret::new(token.clone()));
        let quoted = format!("535 5.7.8 refused: AUTH XOAUTH2 {token}");
        transcript.record(&TraceLine::new(Side::Server, quoted.as_bytes()));
        assert_eq!(transcript.to_string(), "S: 535 5.7.8 refused: AUTH XOAUTH2 ****\u{2026}");
    }
}
