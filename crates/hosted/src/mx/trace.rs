//! The trace fields that a receiving server puts before a mail (RFC 5321 4.4).

use std::net::{IpAddr, SocketAddr};

use domain::{EmailAddress, Timestamp};
use net::TlsInfo;

/// Hops after which a mail goes in circles. RFC 5321 6.3: at least 100.
pub(super) const HOPS_MAX: usize = 100;

/// What the fields say.
pub(super) struct Trace<'a> {
    pub(super) id: &'a str,
    pub(super) at: Timestamp,
    pub(super) host_name: &'a str,
    pub(super) helo: &'a str,
    pub(super) peer: SocketAddr,
    /// RFC 3848.
    pub(super) with_protocol: &'a str,
    pub(super) tls: Option<&'a TlsInfo>,
    /// As the client wrote it, without brackets.
    pub(super) return_path: &'a str,
    pub(super) recipients: &'a [EmailAddress],
}

impl Trace<'_> {
    /// The fields, each ended by CRLF.
    pub(super) fn fields(&self) -> Vec<u8> {
        let (id, at, host) = (self.id, self.at.to_rfc2822(), self.host_name);
        let (helo, with) = (harmless(self.helo), self.with_protocol);
        let address = match self.peer.ip().to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("IPv6:{address}"),
        };
        let tls = self.tls.map(|tls| format!("\r\n\t({} {})", tls.version, tls.cipher)).unwrap_or_default();
        // RFC 5321 4.4: naming one of several recipients would tell the others who is blind-copied.
        let recipient = match self.recipients {
            [only] => format!("\r\n\tfor <{only}>"),
            [] | [..] => String::new(),
        };
        // RFC 5321 4.4: the server that makes the final delivery adds Return-Path, first of all.
        format!(
            "Return-Path: <{}>\r\n\
             Received: from {helo} ([{address}])\r\n\tby {host} with {with} id {id}{tls}{recipient};\r\n\t{at}\r\n",
            self.return_path
        )
        .into_bytes()
    }
}

/// The client's name without what has a meaning in the field: it may write what it likes.
fn harmless(helo: &str) -> String {
    let harmless = |one: char| if one.is_ascii_alphanumeric() || "._-:[]".contains(one) { one } else { '?' };
    helo.chars().map(harmless).collect()
}

/// How many servers have handled a mail: its `Received` fields (RFC 5321 6.3).
pub(super) fn hops(raw: &[u8]) -> usize {
    let mut lines = raw.split(|&octet| octet == b'\n');
    let header = lines.by_ref().take_while(|line| !matches!(line, [] | [b'\r']));
    header.filter(|line| line.get(..9).is_some_and(|name| name.eq_ignore_ascii_case(b"received:"))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(helo: &str, recipients: &[&str]) -> String {
        let recipients: Vec<EmailAddress> = recipients.iter().map(|one| one.parse().unwrap()).collect();
        let trace = Trace {
            id: "0a1b",
            at: Timestamp::from_millis(1_767_600_000_000),
            host_name: "mx.example.org",
            helo,
            peer: "192.0.2.7:4711".parse().unwrap(),
            with_protocol: "ESMTP",
            tls: None,
            return_path: "kari@example.com",
            recipients: &recipients,
        };
        String::from_utf8(trace.fields()).unwrap()
    }

    #[test]
    fn the_fields_say_where_a_mail_came_from() {
        assert_eq!(
            fields("mail.example.com", &["sak@example.org"]),
            "Return-Path: <kari@example.com>\r\n\
             Received: from mail.example.com ([192.0.2.7])\r\n\
             \tby mx.example.org with ESMTP id 0a1b\r\n\
             \tfor <sak@example.org>;\r\n\
             \tMon, 05 Jan 2026 08:00:00 +0000\r\n"
        );
    }

    #[test]
    fn several_recipients_are_not_told_of_each_other() {
        assert!(!fields("x", &["a@example.org", "b@example.org"]).contains("for"));
    }

    #[test]
    fn a_client_cannot_write_fields_of_its_own() {
        let found = fields("x;\r\nSubject:(", &["a@example.org"]);
        assert!(found.contains("from x???Subject:? ("), "{found}");
    }

    #[test]
    fn hops_are_counted_in_the_header_alone() {
        let raw = b"received: a\r\n\tReceived: b\r\nRECEIVED: c\r\nSubject: x\r\n\r\nReceived: d\r\n";
        assert_eq!(hops(raw), 2);
        assert_eq!(hops(b""), 0);
    }
}
