//! Compressed RTF (MS-OXRTFCP): references into a ring of 4096 octets that starts with the words RTF is made of.

use domain::limits::HTML_OCTETS_MAX;

use super::stream::number;

/// What is unpacked at most, octets: RTF around HTML has some three octets for one of it.
pub(super) const RTF_OCTETS_MAX: usize = 3 * HTML_OCTETS_MAX;

/// MS-OXRTFCP 2.1.3.1.4.
const COMPRESSED: u32 = 0x7546_5a4c;
/// MS-OXRTFCP 2.1.3.1.4: the octets as they are.
const PLAIN: u32 = 0x414c_454d;
const HEADER_OCTETS: usize = 16;
const RING_OCTETS: usize = 4096;

/// MS-OXRTFCP 2.1.2.1: what the ring holds at first.
const FIRST: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\
\\b\\i\\u\\tab\\tx";

/// The RTF, and whether it was cut; `None` where the octets are none.
pub(super) fn unpack(octets: &[u8]) -> Option<(Vec<u8>, bool)> {
    let size = number(octets, 4)? as usize;
    let packed = octets.get(HEADER_OCTETS..)?;
    match number(octets, 8)? {
        COMPRESSED => Some(unpack_ring(packed, size)),
        PLAIN => {
            let plain = &packed[..packed.len().min(size).min(RTF_OCTETS_MAX)];
            Some((plain.to_vec(), packed.len().min(size) > RTF_OCTETS_MAX))
        }
        _ => None,
    }
}

fn unpack_ring(packed: &[u8], size: usize) -> (Vec<u8>, bool) {
    let mut ring = [b' '; RING_OCTETS];
    ring[..FIRST.len()].copy_from_slice(FIRST);
    let mut write = FIRST.len();
    let octets_max = size.min(RTF_OCTETS_MAX);
    // The size is the sender's word: memory is taken for what really comes.
    let mut rtf = Vec::with_capacity(octets_max.min(packed.len().saturating_mul(3)));
    let mut rest = packed.iter().copied();
    'all: while let Some(control) = rest.next() {
        for bit in 0..8 {
            if rtf.len() >= octets_max {
                break 'all;
            }
            if control & (1 << bit) == 0 {
                let Some(octet) = rest.next() else { break 'all };
                push(octet, &mut ring, &mut write, &mut rtf);
                continue;
            }
            let (Some(high), Some(low)) = (rest.next(), rest.next()) else { break 'all };
            let reference = u16::from_be_bytes([high, low]);
            let from = usize::from(reference >> 4);
            // MS-OXRTFCP 2.2.2: a reference to where the next octet goes is the end.
            if from == write {
                break 'all;
            }
            for offset in 0..usize::from(reference & 0xf) + 2 {
                let octet = ring[(from + offset) % RING_OCTETS];
                push(octet, &mut ring, &mut write, &mut rtf);
            }
        }
    }
    let is_cut = rtf.len() >= RTF_OCTETS_MAX && size > RTF_OCTETS_MAX;
    rtf.truncate(octets_max);
    (rtf, is_cut)
}

fn push(octet: u8, ring: &mut [u8; RING_OCTETS], write: &mut usize, rtf: &mut Vec<u8>) {
    ring[*write] = octet;
    *write = (*write + 1) % RING_OCTETS;
    rtf.push(octet);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// MS-OXRTFCP 4.1.1 and 4.2.1: the examples of the specification.
    #[test]
    fn the_examples_of_the_specification_are_unpacked() {
        let simple: &[u8] = &[
            0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7,
            0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20,
            0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f,
            0xa0,
        ];
        let (rtf, is_cut) = unpack(simple).unwrap();
        assert_eq!(String::from_utf8(rtf).unwrap(), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert!(!is_cut);
        let crossing: &[u8] = &[
            0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51,
            0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(unpack(crossing).unwrap().0, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    }

    #[test]
    fn a_bomb_is_cut() {
        let mut packed = Vec::new();
        packed.extend_from_slice(&0_u32.to_le_bytes());
        packed.extend_from_slice(&u32::MAX.to_le_bytes());
        packed.extend_from_slice(&COMPRESSED.to_le_bytes());
        packed.extend_from_slice(&0_u32.to_le_bytes());
        let mut write = FIRST.len();
        for _ in 0..200_000 {
            packed.extend_from_slice(&[0xff]);
            for _ in 0..8 {
                let from = u16::try_from((write + 1) % RING_OCTETS).unwrap();
                packed.extend_from_slice(&(from << 4 | 0xf).to_be_bytes());
                write = (write + 17) % RING_OCTETS;
            }
        }
        let (rtf, is_cut) = unpack(&packed).unwrap();
        assert_eq!((rtf.len(), is_cut), (RTF_OCTETS_MAX, true));
    }

    #[test]
    fn what_is_no_compressed_rtf_is_none() {
        assert_eq!(unpack(b""), None);
        assert_eq!(unpack(&[0; 40]), None);
    }
}
