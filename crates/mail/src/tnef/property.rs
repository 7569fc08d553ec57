//! Message properties within TNEF (MS-OXTNEF 2.1.3.4): a number of them, each with type, id and values.

use std::ops::Range;

use super::stream::number;

/// Properties of one object that are read; Outlook writes some two hundred.
const PROPERTIES_MAX: u32 = 5_000;
/// Values of one property.
const VALUES_MAX: u32 = 10_000;

/// MS-OXPROPS: the properties that are read.
pub(super) mod tag {
    pub(crate) const SUBJECT: u16 = 0x0037;
    pub(crate) const BODY: u16 = 0x1000;
    pub(crate) const RTF_COMPRESSED: u16 = 0x1009;
    pub(crate) const BODY_HTML: u16 = 0x1013;
    pub(crate) const DISPLAY_NAME: u16 = 0x3001;
    pub(crate) const ATTACHMENT_DATA: u16 = 0x3701;
    pub(crate) const ATTACHMENT_METHOD: u16 = 0x3705;
    pub(crate) const ATTACHMENT_LONG_NAME: u16 = 0x3707;
    pub(crate) const ATTACHMENT_MEDIA_TYPE: u16 = 0x370e;
    pub(crate) const ATTACHMENT_CONTENT_ID: u16 = 0x3712;
    pub(crate) const INTERNET_CODE_PAGE: u16 = 0x3fde;
}

/// The first value of a property: itself, or where it lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// A number of at most four octets; longer ones are nothing that is asked for.
    Number(u32),
    /// A string in the stream's code page.
    Narrow(Range<usize>),
    /// A string in UTF-16.
    Wide(Range<usize>),
    /// Octets.
    Octets(Range<usize>),
    /// What an object holds, without its interface id.
    Object(Range<usize>),
}

/// The properties at one place of a stream.
pub(super) struct Properties<'a> {
    /// The stream to the end of the place.
    octets: &'a [u8],
    at: usize,
    left: u32,
    damaged: bool,
}

impl<'a> Properties<'a> {
    pub(super) fn of(octets: &'a [u8], place: Range<usize>) -> Self {
        let octets = &octets[..place.end];
        let count = number(octets, place.start);
        Self {
            octets,
            at: place.start + 4,
            left: count.unwrap_or(0).min(PROPERTIES_MAX),
            damaged: count.is_none_or(|count| count > PROPERTIES_MAX),
        }
    }

    /// Whether not all of them could be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    fn read(&mut self) -> Option<(u16, Option<Value>)> {
        // MS-OXTNEF 2.1.3.4.1: type, then id.
        let head = number(self.octets, self.at)?;
        self.at += 4;
        let [id_low, id_high] = [(head >> 16) as u8, (head >> 24) as u8];
        let id = u16::from_le_bytes([id_low, id_high]);
        if id >= 0x8000 {
            self.skip_name()?;
        }
        let kind = head & 0x0fff;
        let many = head & 0x1000 != 0;
        let value = match fixed_octets(kind) {
            Some(octets) => self.fixed(octets, many)?,
            None => self.variable(kind)?,
        };
        Some((id, value))
    }

    /// MS-OXTNEF 2.1.3.4.1: a named property has a set, and a number or a name in it.
    fn skip_name(&mut self) -> Option<()> {
        let kind = number(self.octets, self.at + 16)?;
        let length = number(self.octets, self.at + 20)?;
        self.at += 24;
        if kind == 1 { self.skip(length as usize) } else { Some(()) }
    }

    fn fixed(&mut self, octets: usize, many: bool) -> Option<Option<Value>> {
        let mut count = 1;
        if many {
            count = number(self.octets, self.at)?;
            self.at += 4;
        }
        let value = number(self.octets, self.at).filter(|_| octets == 4).map(Value::Number);
        self.skip((count.min(VALUES_MAX) as usize).checked_mul(octets)?)?;
        if count > VALUES_MAX { None } else { Some(value) }
    }

    /// MS-OXTNEF 2.1.3.4.1: count, then length, octets and padding for each.
    fn variable(&mut self, kind: u32) -> Option<Option<Value>> {
        let count = number(self.octets, self.at)?;
        self.at += 4;
        let mut first = None;
        for _ in 0..count.min(VALUES_MAX) {
            let length = number(self.octets, self.at)? as usize;
            self.at += 4;
            let place = self.at..self.at.checked_add(length)?;
            self.octets.get(place.clone())?;
            self.skip(length)?;
            first.get_or_insert(place);
        }
        if count > VALUES_MAX {
            return None;
        }
        Some(first.and_then(|place| match kind {
            0x1e => Some(Value::Narrow(place)),
            0x1f => Some(Value::Wide(place)),
            0x102 => Some(Value::Octets(place)),
            // MS-OXTNEF 2.1.3.4.2: an object begins with the id of its interface.
            0x0d if place.len() >= 16 => Some(Value::Object(place.start + 16..place.end)),
            _ => None,
        }))
    }

    /// Goes on behind this many octets and what pads them to four.
    fn skip(&mut self, octets: usize) -> Option<()> {
        let padded = octets.checked_next_multiple_of(4)?;
        let to = self.at.checked_add(padded)?;
        // quirk: the last value of a place may lack its padding.
        if self.at.checked_add(octets)? > self.octets.len() {
            return None;
        }
        self.at = to;
        Some(())
    }
}

/// MS-OXCDATA 2.11.1: octets of the types with a fixed size, padded.
fn fixed_octets(kind: u32) -> Option<usize> {
    match kind {
        0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
        0x05 | 0x06 | 0x07 | 0x14 | 0x40 => Some(8),
        0x48 => Some(16),
        0x00 | 0x01 => Some(0),
        _ => None,
    }
}

impl Iterator for Properties<'_> {
    type Item = (u16, Value);

    fn next(&mut self) -> Option<Self::Item> {
        while self.left > 0 {
            self.left -= 1;
            match self.read() {
                Some((id, Some(value))) => return Some((id, value)),
                Some((_, None)) => {}
                None => {
                    self.damaged = true;
                    self.left = 0;
                }
            }
        }
        None
    }
}
