//! RTF as HTML or text (RTF 1.9.1). Outlook keeps the HTML that a mail was written in within the RTF
//! (MS-OXRTFEX) and says so with `\fromhtml1`: that HTML is taken out again. All other RTF becomes text.

mod token;

use encoding_rs::{Encoding, WINDOWS_1252};

use domain::limits::HTML_OCTETS_MAX;

use super::code_page;
use token::{Token, Tokens};

/// Groups within groups that keep a state of their own; Word makes some ten.
const DEPTH_MAX: usize = 100;
/// Fonts whose character set is remembered.
const FONTS_MAX: usize = 500;

/// What RTF said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The HTML that it was made from.
    Html(String),
    /// Its text.
    Text(String),
}

/// Reads RTF; whatever it is, there is a text.
pub(super) fn read(rtf: &[u8]) -> Reading {
    let mut reader = Reader::of(rtf);
    for token in Tokens::of(rtf) {
        match token {
            Token::Open => reader.open(),
            Token::Close => reader.close(),
            Token::Word(word, number) => reader.word(word, number),
            Token::Symbol(symbol) => reader.symbol(symbol),
            Token::Octet(octet) => reader.octet(octet),
        }
        if reader.out.len() > HTML_OCTETS_MAX {
            break;
        }
    }
    reader.flush();
    if reader.is_html { Reading::Html(reader.out) } else { Reading::Text(reader.out.trim_end().to_owned()) }
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Destination {
    /// The document.
    Body,
    /// MS-OXRTFEX 2.1.3.1.2: HTML as it was written.
    HtmlTag,
    /// The list of fonts.
    Fonts,
    /// What is not shown.
    Nowhere,
}

#[derive(Clone, Copy)]
struct State {
    destination: Destination,
    /// MS-OXRTFEX 2.1.3.1.4: what stands for HTML that is there besides.
    is_stand_in: bool,
    /// RTF 1.9.1, Unicode RTF: how many octets stand for a character that is given by number.
    stand_ins: usize,
    encoding: &'static Encoding,
}

struct Reader {
    is_html: bool,
    out: String,
    /// Octets that wait for the rest of their character.
    octets: Vec<u8>,
    state: State,
    outer: Vec<State>,
    /// Groups beyond those that are remembered.
    deeper: usize,
    /// Octets that stand for a character already written.
    skip: usize,
    /// A UTF-16 half that waits for its other one.
    half: Option<u16>,
    /// `\*` was read: what follows is shown by who knows it.
    is_optional: bool,
    encoding: &'static Encoding,
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
}

impl Reader {
    fn of(rtf: &[u8]) -> Self {
        // MS-OXRTFEX 2.1.3.1: the mark stands in the first group, before any text.
        let head = &rtf[..rtf.len().min(1024)];
        let state = State {
            destination: Destination::Body,
            is_stand_in: false,
            stand_ins: 1,
            encoding: WINDOWS_1252,
        };
        Self {
            is_html: memchr::memmem::find(head, b"\\fromhtml1").is_some(),
            out: String::with_capacity(rtf.len() / 3),
            octets: Vec::new(),
            state,
            outer: Vec::new(),
            deeper: 0,
            skip: 0,
            half: None,
            is_optional: false,
            encoding: WINDOWS_1252,
            fonts: Vec::new(),
            font: 0,
        }
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.outer.len() < DEPTH_MAX { self.outer.push(self.state) } else { self.deeper += 1 }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(state) = self.outer.pop() {
            self.state = state;
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let is_optional = std::mem::take(&mut self.is_optional);
        match word {
            b"htmltag" => self.enter(Destination::HtmlTag),
            b"mhtmltag" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"header"
            | b"footer" | b"fldinst" | b"listtable" | b"listoverridetable" | b"rsidtbl" | b"generator" => {
                self.enter(Destination::Nowhere);
            }
            b"fonttbl" => self.enter(Destination::Fonts),
            b"htmlrtf" => {
                self.flush();
                self.state.is_stand_in = number != Some(0);
            }
            b"ansicpg" => self.set_page(number),
            b"uc" => self.state.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            b"u" => self.unicode(number.unwrap_or(0)),
            b"f" => self.set_font(number.unwrap_or(0)),
            b"fcharset" => self.set_font_charset(number.unwrap_or(0)),
            b"plain" => self.set_encoding(self.encoding),
            _ if is_optional => self.enter(Destination::Nowhere),
            _ => self.character(written(word)),
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.is_optional = true,
            b'~' => self.character("\u{a0}"),
            b'_' => self.character("\u{2011}"),
            b'\\' | b'{' | b'}' => self.octet(symbol),
            b'\r' | b'\n' => self.character("\n"),
            _ => {}
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.flush();
        // What is not shown stays so within.
        if self.state.destination != Destination::Nowhere {
            self.state.destination = destination;
        }
    }

    fn is_shown(&self) -> bool {
        match self.state.destination {
            Destination::Body => !self.state.is_stand_in,
            Destination::HtmlTag => self.is_html,
            Destination::Fonts | Destination::Nowhere => false,
        }
    }

    fn octet(&mut self, octet: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_shown() {
            self.octets.push(octet);
        }
    }

    fn character(&mut self, text: &str) {
        self.flush();
        if self.is_shown() {
            self.out.push_str(text);
        }
    }

    /// RTF 1.9.1: numbers above 32767 are written negative; two halves make a character.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.state.stand_ins;
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or_default();
        let high = self.half.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else if self.is_shown() {
            let read = char::decode_utf16(high.into_iter().chain([unit]));
            self.out.extend(read.map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
    }

    fn flush(&mut self) {
        if !self.octets.is_empty() {
            self.out.push_str(&self.state.encoding.decode_without_bom_handling(&self.octets).0);
            self.octets.clear();
        }
    }

    fn set_page(&mut self, number: Option<i32>) {
        let page = number.and_then(|number| u32::try_from(number).ok()).and_then(code_page);
        self.encoding = page.unwrap_or(self.encoding);
        self.set_encoding(self.encoding);
    }

    fn set_encoding(&mut self, encoding: &'static Encoding) {
        self.flush();
        self.state.encoding = encoding;
    }

    fn set_font(&mut self, number: i32) {
        if self.state.destination == Destination::Fonts {
            self.font = number;
        } else {
            let known = self.fonts.iter().find(|(font, _)| *font == number);
            self.set_encoding(known.map_or(self.encoding, |(_, encoding)| *encoding));
        }
    }

    fn set_font_charset(&mut self, number: i32) {
        if self.state.destination == Destination::Fonts
            && self.fonts.len() < FONTS_MAX
            && let Some(encoding) = of_charset(number)
        {
            self.fonts.push((self.font, encoding));
        }
    }
}

/// RTF 1.9.1, `\fcharset`: the code pages of fonts; the others are that of the document.
fn of_charset(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}

/// What a word writes.
fn written(word: &[u8]) -> &'static str {
    match word {
        b"par" | b"line" | b"row" | b"sect" | b"page" => "\n",
        b"tab" | b"cell" => "\t",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"bullet" => "•",
        b"endash" => "–",
        b"emdash" => "—",
        b"enspace" | b"emspace" | b"qmspace" => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &str, expected: Reading) {
        assert_eq!(read(rtf.as_bytes()), expected, "{rtf:?}");
    }

    fn text(text: &str) -> Reading {
        Reading::Text(text.to_owned())
    }

    #[test]
    fn rtf_becomes_text() {
        check("{\\rtf1\\ansi\\ansicpg1252 Hei \\'e5 deg\\par Ha det}", text("Hei å deg\nHa det"));
        check("{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\pard a\\{b\\}\\tab c}", text("a{b}\tc"));
        check("{\\rtf1\\uc1 \\u229?\\u-10179?\\u-8704? \\u8364\\'80}", text("å\u{1f600} €"));
        check("{\\rtf1\\ansicpg1252{\\fonttbl{\\f1\\fcharset204 A;}}\\f1\\'cf\\f0\\'e5}", text("Пå"));
        check("{\\rtf1\\bin3 {}}ok}", text("ok"));
        check("no rtf", text("no rtf"));
    }

    /// MS-OXRTFEX 3.1: HTML in RTF.
    #[test]
    fn html_within_rtf_is_taken_out_again() {
        let rtf = "{\\rtf1\\ANSI\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl {\\f0\\fmodern Courier New;}}\
                   {\\colortbl\\red0\\green0\\blue0;}{\\*\\htmltag64}{\\*\\htmltag18 <html>\\par}\
                   {\\*\\htmltag50 <body>}\\htmlrtf \\lang1033 \\htmlrtf0 Hei &\\htmlrtf &\\htmlrtf0 \
                   {\\*\\htmltag84 &amp;}{\\*\\htmltag148 <b>}\\htmlrtf {\\b \\htmlrtf0 d\\'f3\
                   \\htmlrtf }\\htmlrtf0{\\*\\htmltag156 </b>}{\\*\\mhtmltag x}{\\*\\htmltag58 </body>}}";
        check(rtf, Reading::Html("<html>\n<body>Hei &&amp;<b>dу</b></body>".to_owned()));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        check(&format!("{}x{}", "{".repeat(100_000), "}".repeat(100_000)), text("x"));
        let long = read(format!("{{\\rtf1 {}", "x".repeat(HTML_OCTETS_MAX * 2)).as_bytes());
        assert!(matches!(long, Reading::Text(text) if text.len() <= HTML_OCTETS_MAX * 2));
    }
}
