//! The octets of a mail in the form that signatures are made over.

use std::borrow::Cow;

use super::SIGNATURES_MAX;

/// Where the body begins, behind the empty line.
pub(super) fn start(raw: &[u8]) -> usize {
    raw.windows(4).position(|four| four == b"\r\n\r\n").map_or(raw.len(), |at| at + 4)
}

/// The mail with CRLF at each line's end, as it crossed the network; files often have bare LFs.
pub(super) fn with_crlf(raw: &[u8]) -> Cow<'_, [u8]> {
    let is_bare = |at: usize| raw[at] == b'\n' && (at == 0 || raw[at - 1] != b'\r');
    if !(0..raw.len()).any(is_bare) {
        return Cow::Borrowed(raw);
    }
    let mut mended = Vec::with_capacity(raw.len() + raw.len() / 32);
    for (at, octet) in raw.iter().enumerate() {
        if is_bare(at) {
            mended.push(b'\r');
        }
        mended.push(*octet);
    }
    Cow::Owned(mended)
}

/// The mail without lines of blanks at its end; `None` where it has none.
pub(super) fn without_blank_end(raw: &[u8]) -> Option<Vec<u8>> {
    let body = &raw[start(raw)..];
    let is_blank = |octet: &u8| matches!(octet, b' ' | b'\t' | b'\r' | b'\n');
    let kept = body.len() - body.iter().rev().take_while(|octet| is_blank(octet)).count();
    // Blanks behind the last visible character stand in its line; those of further lines matter.
    let end = &body[kept..];
    let line = end.windows(2).position(|two| two == b"\r\n").map_or(end.len(), |at| at + 2);
    let has_blanks = end[line..].iter().any(|octet| matches!(octet, b' ' | b'\t'));
    let is_all_blank = kept == 0 && end.iter().any(|octet| matches!(octet, b' ' | b'\t'));
    if !has_blanks && !is_all_blank {
        return None;
    }
    let mut cut = raw[..start(raw) + kept].to_vec();
    if kept > 0 {
        cut.extend(b"\r\n");
    }
    Some(cut)
}

/// How many signatures the header has, counted to one more than are checked.
pub(super) fn signatures(raw: &[u8]) -> usize {
    let header = &raw[..start(raw)];
    let is_signature = |line: &&[u8]| {
        ["dkim-signature:", "arc-message-signature:"].iter().any(|name| {
            line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        })
    };
    header.split(|octet| *octet == b'\n').filter(is_signature).take(SIGNATURES_MAX + 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_line_ends_are_mended_and_others_kept() {
        assert!(matches!(with_crlf(b"a\r\n\r\nb\r\n"), Cow::Borrowed(_)));
        assert_eq!(&*with_crlf(b"a\n\nb\r\nc\n"), b"a\r\n\r\nb\r\nc\r\n");
    }

    #[test]
    fn lines_of_blanks_at_the_end_are_cut_and_no_others() {
        let cut = |body: &str| {
            let raw = format!("A: b\r\n\r\n{body}");
            without_blank_end(raw.as_bytes()).map(|cut| String::from_utf8(cut).unwrap())
        };
        assert_eq!(cut("hello\r\n \t\r\n").as_deref(), Some("A: b\r\n\r\nhello\r\n"));
        assert_eq!(cut("hello\r\n\r\n \r\n\r\n").as_deref(), Some("A: b\r\n\r\nhello\r\n"));
        assert_eq!(cut("hello\r\n ").as_deref(), Some("A: b\r\n\r\nhello\r\n"));
        assert_eq!(cut(" \r\n").as_deref(), Some("A: b\r\n\r\n"));
        for kept in ["hello\r\n", "hello \r\n", "hello \r\n\r\n\r\n", "hello", "", "\r\n", " a\r\n \r\nb\r\n"]
        {
            assert_eq!(cut(kept), None, "{kept:?}");
        }
    }

    #[test]
    fn signatures_are_counted_in_the_header_alone() {
        let raw = b"DKIM-Signature: x;\r\n y\r\ndkim-signature: z\r\nARC-Message-Signature: z\r\nX-DKIM-Signature: n\r\n\r\nDKIM-Signature: body\r\n";
        assert_eq!(signatures(raw), 3);
        assert_eq!(signatures("DKIM-Signature: x\r\n".repeat(500).as_bytes()), SIGNATURES_MAX + 1);
    }
}
