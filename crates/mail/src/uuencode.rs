//! Files that stand in a text, as uuencode wrote them (POSIX.1-2024, `uuencode`): before MIME that was the only
//! way to send one, and scanners, mainframes and `uuencode | mail` scripts send them to this day.
//!
//! A block is taken only when its first line of data is one; "begin 644 words" in a sentence stays a sentence.

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::transfer::base64_each;

/// Blocks of one text that are taken out.
const BLOCKS_MAX: usize = 100;

/// One file in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Block {
    /// From `begin` through `end`.
    pub(crate) whole: Range<usize>,
    /// The lines of data.
    data: Range<usize>,
    /// The name as written.
    pub(crate) name: Range<usize>,
    form: Form,
    /// Whether it ends as it should.
    pub(crate) closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// `begin`: six bits a character from the blank on.
    Classic,
    /// `begin-base64`.
    Base64,
}

impl Block {
    /// The octets of the file.
    pub(crate) fn decode(&self, text: &[u8]) -> Vec<u8> {
        let data = text.get(self.data.clone()).unwrap_or_default();
        let mut octets = Vec::with_capacity(data.len() / 4 * 3 + 3);
        match self.form {
            Form::Base64 => {
                base64_each(data, |group| octets.extend_from_slice(group));
            }
            Form::Classic => lines(data).for_each(|line| decode_line(without_end(line), &mut octets)),
        }
        octets
    }
}

/// The files in a text, in order.
pub(crate) fn find(text: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut from, mut base64_ends) = (0, true);
    while blocks.len() < BLOCKS_MAX {
        let Some(at) = memmem::find(&text[from..], b"begin").map(|at| from + at) else { break };
        from = at + 5;
        if at > 0 && text[at - 1] != b'\n' {
            continue;
        }
        let Some((form, name, data)) = opening(text, at) else { continue };
        let end = match form {
            Form::Classic => classic_end(text, data),
            // A text full of openings without an end is searched for one once.
            Form::Base64 if base64_ends => {
                let end = base64_end(text, data);
                base64_ends = end.is_some();
                end
            }
            Form::Base64 => None,
        };
        if let Some(End { data: data_end, whole, closed }) = end {
            blocks.push(Block { whole: at..whole, data: data..data_end, name, form, closed });
            from = whole;
        }
    }
    blocks
}

/// `begin 644 name` or `begin-base64 644 name`: the form, the name, where the data begins.
fn opening(text: &[u8], at: usize) -> Option<(Form, Range<usize>, usize)> {
    const NAME_OCTETS_MAX: usize = 255;
    let line = lines(&text[at..]).next()?;
    let (form, rest) = match line.strip_prefix(b"begin-base64 ") {
        Some(rest) => (Form::Base64, rest),
        None => (Form::Classic, line.strip_prefix(b"begin ")?),
    };
    let mode = rest.iter().take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let name = without_end(rest.get(mode..)?.strip_prefix(b" ")?).trim_ascii();
    if !(3..=4).contains(&mode) || name.is_empty() || name.len() > NAME_OCTETS_MAX {
        return None;
    }
    let name_from = name.as_ptr() as usize - text.as_ptr() as usize;
    Some((form, name_from..name_from + name.len(), at + line.len()))
}

struct End {
    data: usize,
    whole: usize,
    closed: bool,
}

/// Lines of data until `end`, the first that is none, or the end of the text.
fn classic_end(text: &[u8], data: usize) -> Option<End> {
    let mut at = data;
    for line in lines(&text[data..]) {
        let content = without_end(line);
        if content.trim_ascii_end() == b"end" {
            // POSIX: the last line has no octets; an empty file has no other.
            return Some(End { data: at, whole: at + line.len(), closed: true });
        }
        let is_first = at == data;
        if !is_data(content) && (is_first || !content.trim_ascii().is_empty()) {
            return if is_first { None } else { Some(End { data: at, whole: at, closed: false }) };
        }
        at += line.len();
    }
    (at > data).then_some(End { data: at, whole: at, closed: false })
}

fn base64_end(text: &[u8], data: usize) -> Option<End> {
    let mut at = data;
    for line in lines(&text[data..]) {
        if without_end(line).trim_ascii() == b"====" {
            return Some(End { data: at, whole: at + line.len(), closed: true });
        }
        at += line.len();
    }
    None
}

/// A length and as many characters as it needs; trailing blanks get lost on the way, a check character may follow.
fn is_data(line: &[u8]) -> bool {
    let Some((&first, digits)) = line.split_first() else { return false };
    let is_digit = |byte: &u8| (b' '..=b'`').contains(byte);
    let octets = usize::from(value(first));
    let needed = (octets * 4).div_ceil(3);
    is_digit(&first)
        && digits.iter().all(is_digit)
        && digits.len() <= octets.div_ceil(3) * 4 + 2
        && (digits.len() >= needed || octets == 0 || digits.len() + 4 >= needed)
}

fn decode_line(line: &[u8], octets: &mut Vec<u8>) {
    let Some((&first, digits)) = line.split_first() else { return };
    let count = usize::from(value(first));
    let end = octets.len() + count;
    let mut at = 0;
    while octets.len() < end {
        let digit = |offset: usize| u32::from(digits.get(at + offset).map_or(0, |&byte| value(byte)));
        let group = digit(0) << 18 | digit(1) << 12 | digit(2) << 6 | digit(3);
        let missing = end - octets.len();
        octets.extend_from_slice(&group.to_be_bytes()[1..][..missing.min(3)]);
        at += 4;
    }
}

const fn value(byte: u8) -> u8 {
    byte.wrapping_sub(b' ') & 0x3f
}

/// Lines with their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
        rest = after;
        Some(line)
    })
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As `uuencode` writes it.
    fn encode(octets: &[u8]) -> String {
        let digit = |value: u8| char::from(if value == 0 { b'`' } else { value + b' ' });
        let mut text = String::from("begin 644 fil.bin\n");
        for chunk in octets.chunks(45) {
            text.push(digit(u8::try_from(chunk.len()).unwrap()));
            for group in chunk.chunks(3) {
                let byte = |at: usize| group.get(at).copied().unwrap_or(0);
                text.push(digit(byte(0) >> 2));
                text.push(digit((byte(0) << 4 | byte(1) >> 4) & 63));
                text.push(digit((byte(1) << 2 | byte(2) >> 6) & 63));
                text.push(digit(byte(2) & 63));
            }
            text.push('\n');
        }
        text.push_str("`\nend\n");
        text
    }

    fn check(text: &str, files: &[(&str, &str)], rest: &str) {
        let blocks = find(text.as_bytes());
        let found: Vec<_> = blocks
            .iter()
            .map(|block| {
                (&text[block.name.clone()], String::from_utf8(block.decode(text.as_bytes())).unwrap())
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(name, content)| (*name, content.as_str())).collect();
        assert_eq!(found, files, "{text:?}");
        let mut left = text.to_owned();
        blocks.iter().rev().for_each(|block| left.replace_range(block.whole.clone(), ""));
        assert_eq!(left, rest, "{text:?}");
    }

    #[test]
    fn files_are_found_between_the_lines_of_a_text() {
        check("Hei\nbegin 644 a.txt\n#:&5I\n`\nend\nha det\n", &[("a.txt", "hei")], "Hei\nha det\n");
        check("begin 644 a b.txt\r\n#:&5I\r\n \r\nend\r\n", &[("a b.txt", "hei")], "");
        check("begin-base64 644 a.txt\naGVp\n====\nx", &[("a.txt", "hei")], "x");
        check("begin 644 a\n#:&5I\n`\nend\nbegin 644 b\n#:&5I\nend\n", &[("a", "hei"), ("b", "hei")], "");
        check("begin 644 cut.txt\n#:&5I\n", &[("cut.txt", "hei")], "");
        check("begin 644 a\n#:&5I\nog så kom resten\n", &[("a", "hei")], "og så kom resten\n");
    }

    #[test]
    fn words_that_only_begin_alike_stay_text() {
        for text in [
            "begin 644 words of a song\nla la la\n",
            "begin\n",
            "x begin 644 a\n#:&5I\nend",
            "begin 9 a\n#:&5I\n",
        ] {
            check(text, &[], text);
        }
    }

    #[test]
    fn a_text_full_of_openings_is_searched_once() {
        assert_eq!(find("begin-base64 644 a\n".repeat(100_000).as_bytes()), []);
        assert_eq!(find("begin 644 a\n".repeat(100_000).as_bytes()), []);
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let text = format!("Hei\n{}Ha det\n", encode(&octets));
            let blocks = find(text.as_bytes());
            prop_assert_eq!(blocks.len(), 1);
            prop_assert!(blocks[0].closed);
            prop_assert_eq!(blocks[0].decode(text.as_bytes()), octets);
        }

        #[test]
        fn any_text_is_searched(text in "(begin 644 a\n|begin-base64 644 b\n|#:&5I\n|`\n|end\n|====\n|[ -`]{0,9}\n|\\PC){0,30}") {
            for block in find(text.as_bytes()) {
                prop_assert!(block.whole.end <= text.len());
                let _ = block.decode(text.as_bytes());
            }
        }
    }
}
