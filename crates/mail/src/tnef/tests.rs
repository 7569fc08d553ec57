//! Streams as Outlook writes them, whole, damaged and hostile.

use super::*;
use proptest::prelude::*;

/// Writes TNEF.
struct Writer(Vec<u8>);

impl Writer {
    fn new() -> Self {
        let mut stream = 0x223e_9f78_u32.to_le_bytes().to_vec();
        stream.extend_from_slice(&[1, 0]);
        Self(stream)
    }

    fn attribute(mut self, id: u32, data: &[u8]) -> Self {
        self.0.push(if id & 0xf000 == 0x8000 || [attribute::SUBJECT, attribute::BODY].contains(&id) {
            1
        } else {
            2
        });
        self.0.extend_from_slice(&id.to_le_bytes());
        self.0.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        self.0.extend_from_slice(data);
        let sum = data.iter().fold(0_u16, |sum, &byte| sum.wrapping_add(u16::from(byte)));
        self.0.extend_from_slice(&sum.to_le_bytes());
        self
    }

    fn file(self, title: &str, octets: &[u8], properties: &[Vec<u8>]) -> Self {
        self.attribute(attribute::ATTACHMENT_BEGINS, &[0; 14])
            .attribute(attribute::ATTACHMENT_TITLE, format!("{title}\0").as_bytes())
            .attribute(attribute::ATTACHMENT_DATA, octets)
            .attribute(attribute::ATTACHMENT_PROPERTIES, &all(properties))
    }
}

fn all(properties: &[Vec<u8>]) -> Vec<u8> {
    let mut written = u32::try_from(properties.len()).unwrap().to_le_bytes().to_vec();
    properties.iter().for_each(|property| written.extend_from_slice(property));
    written
}

fn head(kind: u16, id: u16) -> Vec<u8> {
    [kind.to_le_bytes(), id.to_le_bytes()].concat()
}

fn number_property(id: u16, number: u32) -> Vec<u8> {
    [head(3, id), number.to_le_bytes().to_vec()].concat()
}

fn octets_property(kind: u16, id: u16, octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).unwrap();
    let mut property = [head(kind, id), 1_u32.to_le_bytes().to_vec(), length.to_le_bytes().to_vec()].concat();
    property.extend_from_slice(octets);
    property.resize(property.len().next_multiple_of(4), 0);
    property
}

fn wide(id: u16, text: &str) -> Vec<u8> {
    let octets: Vec<u8> = format!("{text}\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
    octets_property(0x1f, id, &octets)
}

/// A named property, which stands before many others in real streams.
fn named() -> Vec<u8> {
    let name: Vec<u8> = "Keywords\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut property = [head(3, 0x8001), vec![7; 16], 1_u32.to_le_bytes().to_vec()].concat();
    property.extend_from_slice(&u32::try_from(name.len()).unwrap().to_le_bytes());
    property.extend_from_slice(&name);
    property.resize(property.len().next_multiple_of(4), 0);
    property.extend_from_slice(&5_u32.to_le_bytes());
    property
}

fn names(tnef: &Tnef) -> Vec<&str> {
    tnef.files.iter().map(|file| file.name.as_deref().unwrap_or_default()).collect()
}

fn sample() -> Writer {
    Writer::new()
        .attribute(attribute::OEM_CODE_PAGE, &[0xe4, 4, 0, 0, 0, 0, 0, 0])
        .attribute(attribute::MESSAGE_CLASS, b"IPM.Note\0")
        .attribute(
            attribute::MESSAGE_PROPERTIES,
            &all(&[
                named(),
                wide(tag::SUBJECT, "Sak 12"),
                octets_property(0x102, tag::BODY_HTML, b"<p>bl\xe5</p>"),
            ]),
        )
        .file("KONTRA~1.PDF", b"%PDF", &[wide(tag::ATTACHMENT_LONG_NAME, "Kontrakt på ås.pdf")])
        .file(
            "bilde.png",
            b"PNG",
            &[wide(tag::ATTACHMENT_CONTENT_ID, "<bilde@1>"), number_property(0x3714, 4)],
        )
}

#[test]
fn files_names_and_text_are_taken_out() {
    let stream = sample().0;
    let tnef = open(&stream).unwrap();
    assert!(tnef.complete && tnef.is_mail(), "{tnef:?}");
    assert_eq!(names(&tnef), ["Kontrakt på ås.pdf", "bilde.png"]);
    assert_eq!(&stream[tnef.files[0].octets.clone()], b"%PDF");
    assert_eq!(tnef.files[1].content_id.as_deref(), Some("bilde@1"));
    assert_eq!((tnef.html.as_deref(), tnef.subject.as_deref()), (Some("<p>blå</p>"), Some("Sak 12")));
}

#[test]
fn narrow_names_are_in_the_code_page_of_the_stream() {
    let stream = Writer::new()
        .attribute(attribute::OEM_CODE_PAGE, &1251_u64.to_le_bytes())
        .attribute(attribute::ATTACHMENT_BEGINS, &[0; 14])
        .attribute(attribute::ATTACHMENT_TITLE, b"\xcf\xf0\xe8\xe2\xe5\xf2.doc\0")
        .attribute(attribute::ATTACHMENT_DATA, b"x")
        .0;
    assert_eq!(names(&open(&stream).unwrap()), ["Привет.doc"]);
}

#[test]
fn an_attached_mail_is_a_file() {
    let inner = [vec![9; 16], sample().0].concat();
    let data = octets_property(0x0d, tag::ATTACHMENT_DATA, &inner);
    let method = number_property(tag::ATTACHMENT_METHOD, METHOD_MAIL);
    let stream = Writer::new()
        .attribute(attribute::ATTACHMENT_BEGINS, &[0; 14])
        .attribute(attribute::ATTACHMENT_PROPERTIES, &all(&[wide(tag::DISPLAY_NAME, "Sak 12"), method, data]))
        .0;
    let tnef = open(&stream).unwrap();
    assert_eq!((names(&tnef), tnef.files[0].is_mail), (vec!["Sak 12"], true));
    assert_eq!(open(&stream[tnef.files[0].octets.clone()]).unwrap().files.len(), 2);
}

#[test]
fn the_text_of_rtf_is_read() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg1252 Hei \\'e5\\par du}";
    let mut packed = Vec::new();
    for number in [u32::try_from(rtf.len() + 12).unwrap(), u32::try_from(rtf.len()).unwrap(), 0x414c_454d, 0]
    {
        packed.extend_from_slice(&number.to_le_bytes());
    }
    packed.extend_from_slice(rtf);
    let properties = all(&[octets_property(0x102, tag::RTF_COMPRESSED, &packed)]);
    let stream = Writer::new().attribute(attribute::MESSAGE_PROPERTIES, &properties).0;
    assert_eq!(open(&stream).unwrap().text.as_deref(), Some("Hei å\ndu"));
}

#[test]
fn a_damaged_stream_gives_what_came_before_the_damage() {
    let stream = sample().0;
    let cut = open(&stream[..stream.len() - 110]).unwrap();
    assert_eq!((names(&cut), cut.complete), (vec!["Kontrakt på ås.pdf"], false));
    assert!(cut.defects.contains(&Defect::Tnef));
    assert!(open(b"").is_none() && open(b"not tnef at all").is_none());
    let mut foul = stream.clone();
    let last = foul.len() - 1;
    foul[last] ^= 1;
    assert!(!open(&foul).unwrap().complete);
    let padded = [stream, vec![0; 5]].concat();
    assert!(open(&padded).unwrap().complete);
}

#[test]
fn a_meeting_is_more_than_a_mail() {
    let stream = Writer::new().attribute(attribute::MESSAGE_CLASS, b"IPM.Schedule.Meeting.Request\0").0;
    assert!(!open(&stream).unwrap().is_mail());
}

proptest! {
    #[test]
    fn any_damage_is_survived(cuts in proptest::collection::vec((0_usize..2_000, any::<u8>()), 0..8), end in 0_usize..2_000) {
        let mut stream = sample().0;
        for (at, octet) in cuts {
            let length = stream.len();
            stream[at % length] = octet;
        }
        stream.truncate(end);
        if let Some(tnef) = open(&stream) {
            for file in &tnef.files {
                prop_assert!(file.octets.end <= stream.len() && file.octets.start <= file.octets.end);
            }
        }
    }

    #[test]
    fn any_rtf_is_read(rtf in "(\\{|\\}|\\\\'e5|\\\\u229 \\?|\\\\htmltag |\\\\htmlrtf |\\\\\\*|\\\\bin3 |\\\\fonttbl|\\\\f1|\\\\par|\\PC){0,60}") {
        let _ = rtf::read(format!("{{\\rtf1\\fromhtml1 {rtf}").as_bytes());
        let _ = rtf::read(rtf.as_bytes());
    }
}
