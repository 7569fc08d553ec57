//! The outer form of TNEF (MS-OXTNEF 2.1.3): attributes one after the other, each with length and checksum.

use std::ops::Range;

/// MS-OXTNEF 2.1.3.1.
const SIGNATURE: u32 = 0x223e_9f78;
/// Attributes that are read; a mail with a hundred files has some thousand.
const ATTRIBUTES_MAX: usize = 10_000;

/// MS-OXTNEF 2.1.3.2: the attributes that are read, type and name in one number.
pub(super) mod attribute {
    pub(crate) const OEM_CODE_PAGE: u32 = 0x0006_9007;
    pub(crate) const MESSAGE_CLASS: u32 = 0x0007_8008;
    pub(crate) const SUBJECT: u32 = 0x0001_8004;
    pub(crate) const BODY: u32 = 0x0002_800c;
    pub(crate) const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
    pub(crate) const ATTACHMENT_BEGINS: u32 = 0x0006_9002;
    pub(crate) const ATTACHMENT_TITLE: u32 = 0x0001_8010;
    pub(crate) const ATTACHMENT_DATA: u32 = 0x0006_800f;
    pub(crate) const ATTACHMENT_PROPERTIES: u32 = 0x0006_9005;
}

/// The attributes of a stream: number, and where the data lies.
pub(super) struct Attributes<'a> {
    octets: &'a [u8],
    at: usize,
    left: usize,
    damaged: bool,
}

impl<'a> Attributes<'a> {
    /// `None` where the octets are no TNEF.
    pub(super) fn of(octets: &'a [u8]) -> Option<Self> {
        if number(octets, 0)? != SIGNATURE {
            return None;
        }
        // MS-OXTNEF 2.1.3.1: signature and a key of two octets.
        Some(Self { octets, at: 6, left: ATTRIBUTES_MAX, damaged: false })
    }

    /// Whether the stream ended where an attribute ends, each with its checksum.
    pub(super) fn ended_well(&self) -> bool {
        !self.damaged && self.at >= self.octets.len()
    }
}

impl Iterator for Attributes<'_> {
    type Item = (u32, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 || self.at >= self.octets.len() {
            return None;
        }
        self.left -= 1;
        // MS-OXTNEF 2.1.3.2: level, number, length, data, checksum.
        let head = self.at + 1;
        let read = number(self.octets, head).zip(number(self.octets, head + 4));
        let Some((id, length)) = read else {
            // quirk: some gateways pad the stream with NUL octets.
            self.damaged = self.damaged || self.octets[self.at..].iter().any(|&byte| byte != 0);
            self.at = self.octets.len();
            return None;
        };
        let from = head + 8;
        let to = from.saturating_add(length as usize);
        let Some(data) = self.octets.get(from..to) else {
            self.damaged = true;
            return None;
        };
        let sum = data.iter().fold(0_u16, |sum, &byte| sum.wrapping_add(u16::from(byte)));
        let written = self.octets.get(to..to + 2).map(|octets| u16::from_le_bytes([octets[0], octets[1]]));
        self.damaged |= written != Some(sum);
        self.at = to + 2;
        Some((id, from..to))
    }
}

/// The little-endian number of four octets at this place.
pub(super) fn number(octets: &[u8], at: usize) -> Option<u32> {
    octets.get(at..)?.first_chunk().map(|octets| u32::from_le_bytes(*octets))
}
