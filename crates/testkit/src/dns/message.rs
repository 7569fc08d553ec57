//! The messages of RFC 1035 4: a question read, an answer written. No compression, no EDNS.

use super::{Answer, Record};

/// RFC 1035 3.2.2 and 3.2.3, RFC 2782, RFC 3596, RFC 6698 7.1: the types we know, and the one that asks for all.
const A: u16 = 1;
const CNAME: u16 = 5;
const PTR: u16 = 12;
const MX: u16 = 15;
const TXT: u16 = 16;
const AAAA: u16 = 28;
const SRV: u16 = 33;
const TLSA: u16 = 52;
const ANY: u16 = 255;

/// RFC 1035 3.2.4: the Internet.
const CLASS_IN: u16 = 1;
/// Short enough that a test's change of the table is never hidden by a cache for long.
const TTL_SECONDS: u32 = 1;
/// RFC 1035 2.3.4: labels are 63 octets or less.
const LABEL_OCTETS_MAX: usize = 63;

/// A question: what the answer repeats, and what is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Question {
    id: [u8; 2],
    flags: u8,
    /// RFC 6840 5.7: whether the asker wants to hear that an answer is proven.
    wants_proof: bool,
    /// Name, type and class as they came, with the case the resolver chose.
    raw: Vec<u8>,
    pub(super) name: String,
    kind: u16,
}

impl Question {
    /// Reads a query; `None` when it is none.
    pub(super) fn read(packet: &[u8]) -> Option<Self> {
        // RFC 1035 4.1.1: twelve octets of header; the first bit of the third says "response".
        let header = packet.get(..12)?;
        let is_query = header[2] & 0x80 == 0 && header[4..6] == [0, 1];
        if !is_query {
            return None;
        }
        let mut at = 12;
        let mut labels = Vec::new();
        loop {
            let length = usize::from(*packet.get(at)?);
            if length > LABEL_OCTETS_MAX {
                return None;
            }
            at += 1;
            if length == 0 {
                break;
            }
            labels.push(String::from_utf8_lossy(packet.get(at..at + length)?).into_owned());
            at += length;
        }
        let raw = packet.get(12..at + 4)?.to_vec();
        let kind = u16::from_be_bytes([packet[at], packet[at + 1]]);
        Some(Self {
            id: [header[0], header[1]],
            flags: header[2],
            wants_proof: header[3] & 0x20 != 0,
            raw,
            name: labels.join("."),
            kind,
        })
    }

    /// Writes the answer; `None` for silence.
    pub(super) fn reply(&self, answer: &Answer, is_signed: bool) -> Option<Vec<u8>> {
        let (code, records) = match answer {
            Answer::Silence => return None,
            Answer::ServerFailure => (2, Vec::new()),
            Answer::NoSuchName => (3, Vec::new()),
            Answer::Records(records) => (0, records.iter().filter(|record| self.wants(record)).collect()),
        };
        let count = u16::try_from(records.len()).ok()?;
        let mut packet = self.id.to_vec();
        // Response, authoritative, recursion as asked; recursion available, and the code.
        let proven = if is_signed && self.wants_proof { 0x20 } else { 0 };
        packet.extend([0x84 | (self.flags & 0x79), 0x80 | proven | code]);
        packet.extend([0, 1]);
        packet.extend(count.to_be_bytes());
        packet.extend([0; 4]);
        packet.extend(&self.raw);
        for record in records {
            self.write(record, &mut packet);
        }
        Some(packet)
    }

    fn wants(&self, record: &Record) -> bool {
        // RFC 1034 3.6.2: an alias answers for every type.
        let kind = kind(record);
        self.kind == kind || self.kind == ANY || kind == CNAME
    }

    fn write(&self, record: &Record, packet: &mut Vec<u8>) {
        write_name(&self.name, packet);
        packet.extend(kind(record).to_be_bytes());
        packet.extend(CLASS_IN.to_be_bytes());
        packet.extend(TTL_SECONDS.to_be_bytes());
        let data = data(record);
        packet.extend(u16::try_from(data.len()).expect("a test's record is short").to_be_bytes());
        packet.extend(data);
    }
}

const fn kind(record: &Record) -> u16 {
    match record {
        Record::Mx(..) => MX,
        Record::A(_) => A,
        Record::Aaaa(_) => AAAA,
        Record::Txt(_) => TXT,
        Record::Cname(_) => CNAME,
        Record::Srv(..) => SRV,
        Record::Ptr(_) => PTR,
        Record::Tlsa(..) => TLSA,
    }
}

fn data(record: &Record) -> Vec<u8> {
    let mut data = Vec::new();
    match record {
        Record::Mx(preference, host) => {
            data.extend(preference.to_be_bytes());
            write_name(host, &mut data);
        }
        Record::Srv(priority, weight, port, host) => {
            data.extend([priority, weight, port].into_iter().flat_map(|number| number.to_be_bytes()));
            write_name(host, &mut data);
        }
        Record::Tlsa(usage, selector, matching, of) => {
            data.extend([*usage, *selector, *matching]);
            data.extend(of);
        }
        Record::A(address) => data.extend(address.octets()),
        Record::Aaaa(address) => data.extend(address.octets()),
        Record::Cname(target) | Record::Ptr(target) => write_name(target, &mut data),
        Record::Txt(text) => {
            // RFC 1035 3.3.14: strings of at most 255 octets, one behind the other.
            for part in text.as_bytes().chunks(255) {
                data.push(u8::try_from(part.len()).expect("a chunk has at most 255 octets"));
                data.extend(part);
            }
        }
    }
    data
}

/// RFC 1035 3.1: labels with their lengths, and the root's empty one.
fn write_name(name: &str, packet: &mut Vec<u8>) {
    for label in name.split('.').filter(|label| !label.is_empty()) {
        let label = &label.as_bytes()[..label.len().min(LABEL_OCTETS_MAX)];
        packet.push(u8::try_from(label.len()).expect("a label was cut to 63 octets"));
        packet.extend(label);
    }
    packet.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(name: &str, kind: u16) -> Vec<u8> {
        let mut packet = vec![0xab, 0xcd, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        write_name(name, &mut packet);
        packet.extend(kind.to_be_bytes());
        packet.extend(CLASS_IN.to_be_bytes());
        packet
    }

    #[test]
    fn a_question_is_read_and_answered() {
        let question = Question::read(&query("Example.test", MX)).unwrap();
        assert_eq!(question.name, "Example.test");
        let records = vec![Record::Mx(10, "mx.example.test".to_owned()), Record::Txt("other".to_owned())];
        let reply = question.reply(&Answer::Records(records), true).unwrap();
        assert_eq!(reply[..4], [0xab, 0xcd, 0x85, 0x80]);
        assert_eq!(reply[6..8], [0, 1], "one record of the wanted type");
        assert!(reply.ends_with(b"\x02mx\x07example\x04test\x00"));
    }

    #[test]
    fn failures_have_their_codes_and_silence_has_no_packet() {
        let question = Question::read(&query("a.test", A)).unwrap();
        assert_eq!(question.reply(&Answer::ServerFailure, false).unwrap()[3] & 0xf, 2);
        assert_eq!(question.reply(&Answer::NoSuchName, false).unwrap()[3] & 0xf, 3);
        assert_eq!(question.reply(&Answer::Silence, false), None);
    }

    #[test]
    fn what_is_no_question_is_left_alone() {
        let whole = query("a.test", A);
        assert!((0..whole.len()).all(|length| Question::read(&whole[..length]).is_none()));
        let mut response = whole;
        response[2] |= 0x80;
        assert_eq!(Question::read(&response), None);
    }
}
