//! What our own listener wrote before a mail that a client handed over: who that client was.

use std::net::IpAddr;

/// Who handed a mail over, as the envelope and the connection said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// The client's address.
    pub address: IpAddr,
    /// The name it greeted with.
    pub helo: String,
    /// The return path; empty for the null one.
    pub return_path: String,
}

/// Reads the two fields that our listener put first: `Return-Path` and `Received` (RFC 5321 4.4). Only for mail that
/// it took: in any other, whoever wrote the mail wrote them.
#[must_use]
pub fn handover(raw: &[u8]) -> Option<Handover> {
    let (first, rest) = line(raw)?;
    let return_path = first.strip_prefix("Return-Path: <")?.strip_suffix('>')?.to_owned();
    let (second, _) = line(rest)?;
    let (helo, behind) = second.strip_prefix("Received: from ")?.split_once(" ([")?;
    let address = behind.strip_suffix("])")?;
    let address = address.strip_prefix("IPv6:").unwrap_or(address).parse().ok()?;
    Some(Handover { address, helo: helo.to_owned(), return_path })
}

fn line(raw: &[u8]) -> Option<(&str, &[u8])> {
    let end = raw.windows(2).position(|window| window == b"\r\n")?;
    Some((str::from_utf8(&raw[..end]).ok()?, raw.get(end + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_is_read_from_our_own_fields_alone() {
        let raw = b"Return-Path: <kari@a.test>\r\nReceived: from mx.a.test ([IPv6:2001:db8::1])\r\n\tby us with ESMTPS id x;\r\n\tnow\r\nFrom: x\r\n\r\n";
        let handed = handover(raw).unwrap();
        assert_eq!(handed.address, "2001:db8::1".parse::<IpAddr>().unwrap());
        assert_eq!((handed.helo.as_str(), handed.return_path.as_str()), ("mx.a.test", "kari@a.test"));
        let null = b"Return-Path: <>\r\nReceived: from a ([192.0.2.1])\r\n\tby us\r\n\r\n";
        assert_eq!(handover(null).unwrap().return_path, "");
        for other in [
            &b"Received: from a ([192.0.2.1])\r\n\tby us\r\n\r\n"[..],
            b"Return-Path: <>\r\nSubject: x\r\n\r\n",
            b"Return-Path: <>\r\nReceived: from a ([nobody])\r\n\r\n",
            b"Return-Path: <a",
            b"",
        ] {
            assert_eq!(handover(other), None, "{}", String::from_utf8_lossy(other));
        }
    }
}
