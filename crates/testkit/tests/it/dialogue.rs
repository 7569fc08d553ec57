//! A line at a time over a real connection, for talking to a server without knowing its protocol.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

pub(crate) struct Dialogue(BufReader<TcpStream>);

impl Dialogue {
    pub(crate) fn with(port: u16) -> Self {
        Self(BufReader::new(TcpStream::connect(("127.0.0.1", port)).unwrap()))
    }

    pub(crate) fn say(&mut self, line: &str) {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    /// The next line without its end; empty at the end of the connection.
    pub(crate) fn hear(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap_or_default();
        line.trim_end().to_owned()
    }

    /// Lines up to and with the first that starts so.
    pub(crate) fn hear_until(&mut self, start: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.hear();
            assert!(!line.is_empty() || !lines.is_empty(), "the connection ended before `{start}`");
            lines.push(line);
            if lines.last().is_some_and(|line| line.starts_with(start)) {
                return lines;
            }
        }
    }

    /// Says it and gives the last line of the reply (RFC 5321 4.2.1).
    pub(crate) fn ask(&mut self, line: &str) -> String {
        self.say(line);
        self.reply()
    }

    pub(crate) fn reply(&mut self) -> String {
        loop {
            let line = self.hear();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }
}
