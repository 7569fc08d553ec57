//! RTF as a stream of tokens (RTF 1.9.1, RTF Syntax), in linear time.

use crate::transfer::hex_octet;

/// A piece of RTF.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number.
    Word(&'a [u8], Option<i32>),
    /// `\` and something else.
    Symbol(u8),
    /// An octet of text.
    Octet(u8),
}

pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn of(rtf: &'a [u8]) -> Self {
        Self { rest: rtf }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol();
        }
        let (word, rest) = self.rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = if digits == 0 { None } else { read_number(&rest[..sign + digits]) };
        let rest = if digits == 0 { rest } else { &rest[sign + digits..] };
        // RTF 1.9.1: one blank after a word belongs to it.
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        if word == b"bin" {
            let octets = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            self.rest = self.rest.get(octets..).unwrap_or_default();
        }
        Some(Token::Word(word, number))
    }

    fn symbol(&mut self) -> Option<Token<'a>> {
        let (&symbol, rest) = self.rest.split_first()?;
        self.rest = rest;
        match hex_octet(rest) {
            Some(octet) if symbol == b'\'' => {
                self.rest = &rest[2..];
                Some(Token::Octet(octet))
            }
            Some(_) | None => Some(Token::Symbol(symbol)),
        }
    }
}

fn read_number(digits: &[u8]) -> Option<i32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                // RTF 1.9.1: line ends separate nothing but words.
                b'\r' | b'\n' | 0 => {}
                octet => return Some(Token::Octet(octet)),
            }
        }
    }
}
