//! What the servers that a mail passed wrote at its top, the last one first (RFC 5321 4.4, RFC 8601 2): who handed it to
//! whom, the return path, and what each found. Nothing here says which of it is true: whoever writes a mail may begin
//! it with such fields.

use std::net::IpAddr;

use domain::Timestamp;

use crate::date;
use crate::defect::Defects;
use crate::header::{Field, Header};

/// Fields of a trace that are read: a mail that passed a dozen servers has some thirty.
const FIELDS_MAX: usize = 100;
/// Octets of one field that are read.
const FIELD_OCTETS_MAX: usize = 4_000;

/// One field of the trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trace {
    /// Where failures go; empty for the null path.
    ReturnPath(String),
    /// One server handed it to the next.
    Received(Hop),
    /// What a server found of its sender: the value of Authentication-Results.
    Results(String),
}

/// A server took the mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hop {
    /// The name that the client greeted with; `None` where the field names no client.
    pub helo: Option<String>,
    /// The client's address, as the server saw it; `None` where the field does not say, or says several.
    pub address: Option<IpAddr>,
    /// The server's name for itself.
    pub by: Option<String>,
}

/// The fields at the top of a mail in their order, the last server's first.
#[must_use]
pub fn trace(raw: &[u8]) -> Vec<Trace> {
    let (header, _) = Header::of_mail(raw, &mut Defects::default());
    header.fields().iter().filter_map(field).take(FIELDS_MAX).collect()
}

/// When the last server on its way took the mail, as that one wrote it on top of the others. Those below are anybody's:
/// where the top one names no time, nobody does.
#[must_use]
pub fn arrival(raw: &[u8]) -> Option<Timestamp> {
    let (header, _) = Header::of_mail(raw, &mut Defects::default());
    let received = header.fields().iter().find(|field| field.name.eq_ignore_ascii_case("received"))?;
    // RFC 5321 4.4: `Stamp = From-domain By-domain Opt-info [CFWS] ";" FWS date-time`.
    text(received).rsplit_once(';').and_then(|(_, time)| date::read(time.trim()))
}

fn field(field: &Field<'_>) -> Option<Trace> {
    let is = |name: &str| field.name.eq_ignore_ascii_case(name);
    if is("return-path") {
        return Some(Trace::ReturnPath(return_path(&text(field))));
    }
    if is("received") {
        return Some(Trace::Received(hop(&text(field))));
    }
    is("authentication-results").then(|| Trace::Results(text(field)))
}

/// The value on one line, not decoded: names of servers are ASCII.
fn text(field: &Field<'_>) -> String {
    let value = field.unfolded();
    let text = String::from_utf8_lossy(&value[..value.len().min(FIELD_OCTETS_MAX)]);
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// RFC 5321 4.4: `"<" Reverse-path ">"`.
fn return_path(text: &str) -> String {
    let inner = text.trim().trim_start_matches('<').trim_end_matches('>');
    inner.trim().to_owned()
}

/// ```text
/// Stamp       = From-domain By-domain Opt-info [CFWS] ";" FWS date-time         ; RFC 5321 4.4
/// From-domain = "FROM" FWS Extended-Domain
/// Extended-Domain = Domain / ( Domain FWS "(" TCP-info ")" ) / ( address-literal FWS "(" TCP-info ")" )
/// ```
/// Servers put more into the comment than TCP-info. What the client greeted with is his own to choose, and in some
/// servers' fields it stands inside of the comment: an address there counts for nothing.
fn hop(text: &str) -> Hop {
    let parts = parts(text);
    let mut parts = parts.iter().peekable();
    let mut hop = Hop::default();
    while let Some(part) = parts.next() {
        match part {
            Part::Word(word)
                if word.eq_ignore_ascii_case("from") && hop.helo.is_none() && hop.by.is_none() =>
            {
                let Some(Part::Word(helo)) = parts.next() else { break };
                let mut found = Vec::new();
                while let Some(Part::Comment(comment)) = parts.peek() {
                    found.extend(addresses(comment));
                    parts.next();
                }
                // Exim: `from [192.0.2.7] (helo=mail.example)`. Others write there what the client said, and the
                // address into the comment.
                let alone = if found.is_empty() { literal(helo) } else { None };
                found.extend(alone);
                found.sort_unstable();
                found.dedup();
                hop.address = if let [only] = found[..] { Some(only) } else { None };
                hop.helo = Some(helo.clone());
            }
            Part::Word(word) if word.eq_ignore_ascii_case("by") && hop.by.is_none() => {
                if let Some(Part::Word(name)) = parts.next() {
                    hop.by = Some(name.trim_end_matches(';').to_owned());
                }
            }
            Part::Word(_) | Part::Comment(_) => {}
        }
    }
    hop
}

/// A word, or a comment with those inside of it.
enum Part {
    Word(String),
    Comment(String),
}

/// Up to the date; a comment begins a part of its own only behind a blank, as servers write it.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut word, mut comment, mut depth) = (String::new(), String::new(), 0_usize);
    for character in text.chars() {
        match character {
            ';' if depth == 0 => break,
            '(' if depth > 0 || word.is_empty() => {
                depth += 1;
                if depth > 1 {
                    comment.push(' ');
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    parts.push(Part::Comment(std::mem::take(&mut comment)));
                } else {
                    comment.push(' ');
                }
            }
            _ if depth > 0 => comment.push(character),
            _ if character.is_whitespace() => {
                if !word.is_empty() {
                    parts.push(Part::Word(std::mem::take(&mut word)));
                }
            }
            _ => word.push(character),
        }
    }
    if !word.is_empty() {
        parts.push(Part::Word(word));
    }
    parts
}

/// The client's addresses in a comment: `mail.example [192.0.2.7]`, `[192.0.2.7]:4711 helo=x`, `192.0.2.7`.
fn addresses(comment: &str) -> Vec<IpAddr> {
    let words: Vec<&str> = comment.split_whitespace().collect();
    // qmail: `(HELO mail.example) (192.0.2.7)`.
    if words.first().is_some_and(|word| ["helo", "ehlo"].iter().any(|it| word.eq_ignore_ascii_case(it))) {
        return Vec::new();
    }
    words.into_iter().filter(|word| !word.contains('=')).filter_map(literal).collect()
}

/// RFC 5321 4.1.3, and the bare forms that servers write.
fn literal(word: &str) -> Option<IpAddr> {
    let inner = match word.strip_prefix('[') {
        // With a port behind it.
        Some(rest) => rest.split_once(']').map(|(inner, _)| inner)?,
        None => word,
    };
    let lower = inner.to_ascii_lowercase();
    let bare = lower.strip_prefix("ipv6:").unwrap_or(&lower);
    bare.parse().ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, (helo, address, by): (Option<&str>, Option<&str>, Option<&str>)) {
        let expected = Hop {
            helo: helo.map(str::to_owned),
            address: address.map(|text| text.parse().unwrap()),
            by: by.map(str::to_owned),
        };
        assert_eq!(hop(text), expected, "{text}");
    }

    #[test]
    fn a_mail_arrived_when_its_last_server_says_and_nobody_else_is_asked() {
        let of = |fields: &str| arrival(format!("{fields}From: a@b.example\r\n\r\nhei").as_bytes());
        let first =
            "Received: from a.example (x; y) by gw.example;\r\n\tMon, 5 Jan 2026 10:00:00 +0100 (CET)\r\n";
        let second = "Received: by a.example; Mon, 5 Jan 2009 10:00:00 +0100\r\n";
        let expected = Timestamp::from_rfc3339("2026-01-05T09:00:00Z");
        assert_eq!(of(&format!("X-Spam: no\r\n{first}{second}")), expected);
        for nothing in ["", "Received: by gw.example; now\r\n", "Received: by gw.example\r\n"] {
            let behind = if nothing.is_empty() { "" } else { second };
            assert_eq!(of(&format!("{nothing}{behind}")), None, "{nothing}");
        }
    }

    #[test]
    fn the_forms_of_many_servers_are_read() {
        let of = |helo, address, by| (Some(helo), Some(address), Some(by));
        for (text, expected) in [
            (
                "from a.example (mail.a.example [192.0.2.7]) by gw.example (Postfix) with ESMTPS id 4X; Sat, 1 Nov",
                of("a.example", "192.0.2.7", "gw.example"),
            ),
            (
                "from a.example ([192.0.2.7]) by gw.example with ESMTP",
                of("a.example", "192.0.2.7", "gw.example"),
            ),
            (
                "from AM0PR01.eurprd01.example (2603:10a6:20b::12) by AM9PR.example (2603:10a6::9) with Microsoft SMTP",
                of("AM0PR01.eurprd01.example", "2603:10a6:20b::12", "AM9PR.example"),
            ),
            (
                "from mail.a.example ([192.0.2.7]:4711 helo=a.example) by gw.example with esmtps (TLS1.3) (Exim 4.98)",
                of("mail.a.example", "192.0.2.7", "gw.example"),
            ),
            ("from [192.0.2.7] (helo=a.example) by gw.example", of("[192.0.2.7]", "192.0.2.7", "gw.example")),
            (
                "from unknown (HELO a.example) (192.0.2.7) by gw.example",
                of("unknown", "192.0.2.7", "gw.example"),
            ),
            (
                "from a.example (a.example. [IPv6:2001:db8::1]) by mx.google.com with ESMTPS id 9",
                of("a.example", "2001:db8::1", "mx.google.com"),
            ),
        ] {
            check(text, expected);
        }
        check("by 2002:a05:6402 with SMTP id x; now", (None, None, Some("2002:a05:6402")));
        check("from a.example by gw.example", (Some("a.example"), None, Some("gw.example")));
        check("", (None, None, None));
        check("from", (None, None, None));
    }

    #[test]
    fn the_address_is_the_servers_and_not_what_the_client_greeted_with() {
        let seen = |text: &str| hop(text).address.map(|address| address.to_string());
        let real = Some("203.0.113.9".to_owned());
        assert_eq!(seen("from [192.0.2.1] (evil.example [203.0.113.9]) by gw"), real);
        assert_eq!(seen("from x([192.0.2.1]) (evil.example [203.0.113.9]) by gw"), real);
        assert_eq!(seen("from evil.example ([203.0.113.9] helo=[192.0.2.1]) by gw"), real);
        assert_eq!(seen("from unknown (HELO [192.0.2.1]) (203.0.113.9) by gw"), real);
        assert_eq!(seen("from [203.0.113.9] (helo=[192.0.2.1]) by gw"), real);
        // Two that both may be it are none.
        assert_eq!(seen("from x (a [192.0.2.1]) (b [203.0.113.9]) by gw"), None);
        assert_eq!(seen("from x (a [192.0.2.1] [203.0.113.9]) by gw"), None);
        assert_eq!(seen("from x ((([192.0.2.1]"), None, "a comment without an end");
    }

    #[test]
    fn the_fields_stand_in_their_order() {
        let raw = b"Return-Path: <kari@a.example>\r\nDelivered-To: x\r\nreceived: by local with LMTP; now\r\n\
                    Authentication-Results: gw.example;\r\n\tspf=pass\r\nReceived: from a ([192.0.2.7]) by gw; now\r\n\
                    Subject: x\r\n\r\nReceived: from b ([192.0.2.8]) by c\r\n";
        let found = trace(raw);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[0], Trace::ReturnPath("kari@a.example".to_owned()));
        assert_eq!(found[2], Trace::Results("gw.example;\tspf=pass".replace('\t', " ")));
        assert!(matches!(&found[3], Trace::Received(hop) if hop.by.as_deref() == Some("gw")));
        assert_eq!(trace(b"Return-Path: <>\r\n\r\n"), [Trace::ReturnPath(String::new())]);
    }
}
