//! Opens the files that reports are packed in: gzip (RFC 1952), or a ZIP archive with one document. Everything has a
//! limit: strangers pack them.

use std::borrow::Cow;
use std::io::Read;

use flate2::Crc;
use flate2::read::{DeflateDecoder, GzDecoder};

/// The largest file that is opened, octets. The reports of the largest receivers pack to some hundred thousand.
pub(crate) const PACKED_OCTETS_MAX: usize = 1024 * 1024;
/// The largest document that comes out, octets.
pub(crate) const OPENED_OCTETS_MAX: usize = 4 * 1024 * 1024;
/// Documents up to here may be packed as densely as they like, octets.
const DENSE_OCTETS_MAX: usize = 256 * 1024;
/// How much larger than its file a larger document may be; reports reach 30, and DEFLATE 1,032.
const RATIO_MAX: usize = 150;
/// Files in one archive; a report is one, and some programs add their own beside it.
const ENTRIES_MAX: usize = 8;

/// Why a file was not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UnpackFault {
    /// The file or what is in it is larger than any real one, or packed too densely.
    #[error("the file or the document in it is larger than a real report would be")]
    TooLarge,
    /// The file breaks off, or its checksum is wrong.
    #[error("the file is damaged")]
    Damaged,
    /// The archive is encrypted, or of a kind that no reporter makes.
    #[error("the archive is of a kind that is not read")]
    OtherKind,
    /// The archive holds no document, or many.
    #[error("the archive does not hold one document")]
    NotOne,
}

/// The document in a file; a file that is not packed is one itself.
pub(crate) fn unpacked(octets: &[u8]) -> Result<Cow<'_, [u8]>, UnpackFault> {
    if octets.starts_with(b"\x1f\x8b") {
        return inflated(GzDecoder::new(limited(octets)?), octets.len()).map(Cow::Owned);
    }
    if octets.starts_with(b"PK\x03\x04") {
        return unzipped(limited(octets)?).map(Cow::Owned);
    }
    if octets.len() > OPENED_OCTETS_MAX { Err(UnpackFault::TooLarge) } else { Ok(Cow::Borrowed(octets)) }
}

const fn limited(octets: &[u8]) -> Result<&[u8], UnpackFault> {
    if octets.len() > PACKED_OCTETS_MAX { Err(UnpackFault::TooLarge) } else { Ok(octets) }
}

/// Reads no more than may come out.
fn inflated(packed: impl Read, packed_octets: usize) -> Result<Vec<u8>, UnpackFault> {
    let allowed = packed_octets.saturating_mul(RATIO_MAX).clamp(DENSE_OCTETS_MAX, OPENED_OCTETS_MAX);
    let mut opened = Vec::new();
    let mut bounded = packed.take(allowed as u64 + 1);
    bounded.read_to_end(&mut opened).map_err(|_| UnpackFault::Damaged)?;
    if opened.len() > allowed { Err(UnpackFault::TooLarge) } else { Ok(opened) }
}

/// One file of an archive, as its directory has it.
struct Entry<'a> {
    name: &'a [u8],
    method: u16,
    is_encrypted: bool,
    crc: u32,
    packed_octets: usize,
    header_at: usize,
}

fn unzipped(archive: &[u8]) -> Result<Vec<u8>, UnpackFault> {
    let entries = directory(archive)?;
    let mut documents = entries.into_iter().filter(|entry| is_document(entry.name));
    let (Some(entry), None) = (documents.next(), documents.next()) else { return Err(UnpackFault::NotOne) };
    if entry.is_encrypted {
        return Err(UnpackFault::OtherKind);
    }
    // The header before the octets has its own lengths of name and extra field.
    let header = archive.get(entry.header_at..).ok_or(UnpackFault::Damaged)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(UnpackFault::Damaged);
    }
    let begin = 30 + usize::from(short(header, 26)?) + usize::from(short(header, 28)?);
    let end = begin.checked_add(entry.packed_octets).ok_or(UnpackFault::Damaged)?;
    let packed = header.get(begin..end).ok_or(UnpackFault::Damaged)?;
    let opened = match entry.method {
        0 => inflated(packed, packed.len())?,
        8 => inflated(DeflateDecoder::new(packed), packed.len())?,
        _ => return Err(UnpackFault::OtherKind),
    };
    let mut crc = Crc::new();
    crc.update(&opened);
    if crc.sum() == entry.crc { Ok(opened) } else { Err(UnpackFault::Damaged) }
}

fn is_document(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    // What the archiver of macOS lays beside each file ends as the file does.
    let is_shadow = name.starts_with(b"__macosx/");
    !is_shadow && (name.ends_with(b".xml") || name.ends_with(b".json"))
}

/// The archive's directory, which stands at its end and counts, whatever lies before it.
fn directory(archive: &[u8]) -> Result<Vec<Entry<'_>>, UnpackFault> {
    const END: &[u8] = b"PK\x05\x06";
    let end = memchr::memmem::rfind(archive, END).ok_or(UnpackFault::Damaged)?;
    let end = archive.get(end..).filter(|end| end.len() >= 22).ok_or(UnpackFault::Damaged)?;
    let count = usize::from(short(end, 10)?);
    if count > ENTRIES_MAX {
        return Err(UnpackFault::NotOne);
    }
    let mut at = place(long(end, 16)?)?;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let head = archive.get(at..).ok_or(UnpackFault::Damaged)?;
        if !head.starts_with(b"PK\x01\x02") {
            return Err(UnpackFault::Damaged);
        }
        let name_octets = usize::from(short(head, 28)?);
        entries.push(Entry {
            name: head.get(46..46 + name_octets).ok_or(UnpackFault::Damaged)?,
            method: short(head, 10)?,
            is_encrypted: short(head, 8)? & 1 == 1,
            crc: long(head, 16)?,
            packed_octets: place(long(head, 20)?)?,
            header_at: place(long(head, 42)?)?,
        });
        at += 46 + name_octets + usize::from(short(head, 30)?) + usize::from(short(head, 32)?);
    }
    Ok(entries)
}

/// A length or a place; all bits set stand for one of the form for huge archives.
fn place(number: u32) -> Result<usize, UnpackFault> {
    if number == u32::MAX {
        return Err(UnpackFault::OtherKind);
    }
    usize::try_from(number).map_err(|_| UnpackFault::TooLarge)
}

fn short(octets: &[u8], at: usize) -> Result<u16, UnpackFault> {
    let pair = octets.get(at..at + 2).and_then(|pair| pair.try_into().ok());
    pair.map(u16::from_le_bytes).ok_or(UnpackFault::Damaged)
}

fn long(octets: &[u8], at: usize) -> Result<u32, UnpackFault> {
    let four = octets.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map(u32::from_le_bytes).ok_or(UnpackFault::Damaged)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder};

    use super::*;

    pub(crate) fn gzipped(octets: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(octets).unwrap();
        encoder.finish().unwrap()
    }

    /// An archive of these files.
    pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut archive, mut list) = (Vec::new(), Vec::new());
        for (name, octets) in files {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(octets).unwrap();
            let packed = encoder.finish().unwrap();
            let mut crc = Crc::new();
            crc.update(octets);
            let at = u32::try_from(archive.len()).unwrap();
            // version, flags, method, time, date, checksum, both lengths, length of the name, of the extra field
            let mut middle: Vec<u8> = [20_u16, 0, 8, 0, 0].iter().flat_map(|it| it.to_le_bytes()).collect();
            let lengths = [crc.sum(), packed.len() as u32, octets.len() as u32];
            middle.extend(lengths.iter().flat_map(|it| it.to_le_bytes()));
            middle.extend([name.len() as u16, 0].iter().flat_map(|it| it.to_le_bytes()));
            archive.extend(b"PK\x03\x04");
            archive.extend(&middle);
            archive.extend(name.as_bytes());
            archive.extend(&packed);
            list.extend(b"PK\x01\x02\x14\x00");
            list.extend(&middle);
            list.extend([0_u8; 10]);
            list.extend(at.to_le_bytes());
            list.extend(name.as_bytes());
        }
        let (at, octets) = (archive.len() as u32, list.len() as u32);
        archive.extend(&list);
        archive.extend(b"PK\x05\x06\0\0\0\0");
        archive.extend([files.len() as u16; 2].iter().flat_map(|it| it.to_le_bytes()));
        archive.extend([octets, at].iter().flat_map(|it| it.to_le_bytes()));
        archive.extend([0, 0]);
        archive
    }

    #[test]
    fn what_is_packed_comes_out_as_it_went_in() {
        let text = b"<feedback/>";
        assert_eq!(*unpacked(text).unwrap(), *text);
        assert_eq!(*unpacked(&gzipped(text)).unwrap(), *text);
        let beside: [(&str, &[u8]); 3] = [("a/", b""), ("r!a.no!1!2.XML", text), ("__MACOSX/._r.xml", b"x")];
        assert_eq!(*unpacked(&zipped(&beside)).unwrap(), *text);
    }

    #[test]
    fn bombs_are_not_opened() {
        let flood = vec![b' '; OPENED_OCTETS_MAX];
        // A file of four thousand octets that would fill four million.
        assert_eq!(unpacked(&gzipped(&flood)), Err(UnpackFault::TooLarge));
        assert_eq!(unpacked(&zipped(&[("a.xml", &flood)])), Err(UnpackFault::TooLarge));
        let half = gzipped(&vec![b' '; DENSE_OCTETS_MAX]);
        assert_eq!(unpacked(&half).unwrap().len(), DENSE_OCTETS_MAX);
        assert_eq!(unpacked(&vec![b' '; OPENED_OCTETS_MAX + 1]), Err(UnpackFault::TooLarge));
        assert_eq!(
            unpacked(&[&b"\x1f\x8b"[..], &[0; PACKED_OCTETS_MAX]].concat()),
            Err(UnpackFault::TooLarge)
        );
        let many: Vec<(&str, &[u8])> = vec![("a.txt", b"x"); ENTRIES_MAX + 1];
        assert_eq!(unpacked(&zipped(&many)), Err(UnpackFault::NotOne));
    }

    #[test]
    fn damage_is_noticed_wherever_it_is() {
        for whole in
            [gzipped(b"<feedback>0123456789</feedback>"), zipped(&[("a.xml", b"<feedback>x</feedback>")])]
        {
            for length in 4..whole.len() {
                assert!(unpacked(&whole[..length]).is_err(), "{length}");
            }
        }
        let mut wrong = zipped(&[("a.xml", b"<feedback>x</feedback>")]);
        let at = memchr::memmem::find(&wrong, b"PK\x01\x02").unwrap();
        wrong[at + 16] ^= 1;
        assert_eq!(unpacked(&wrong), Err(UnpackFault::Damaged));
        wrong[at + 8] |= 1;
        assert_eq!(unpacked(&wrong), Err(UnpackFault::OtherKind));
    }

    #[test]
    fn an_archive_with_two_documents_is_no_report() {
        assert_eq!(unpacked(&zipped(&[("a.xml", b"x"), ("b.xml", b"y")])), Err(UnpackFault::NotOne));
        assert_eq!(unpacked(&zipped(&[("a.exe", b"x")])), Err(UnpackFault::NotOne));
    }
}
