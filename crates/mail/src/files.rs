//! The files of a mail: its attached parts, and what is packed within parts (uuencode in a text, TNEF).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::limits::PARTS_MAX;

use crate::body::Roles;
use crate::charset;
use crate::defect::{Defect, Defects};
use crate::encoded_word;
use crate::file_name;
use crate::header::Header;
use crate::parsed::Attachment;
use crate::structure::{Part, Structure};
use crate::tnef::{self, Tnef};
use crate::transfer::{self, Encoding};
use crate::uuencode;

/// What is packed in the parts of a mail, and all its files.
#[derive(Default)]
pub(crate) struct Files<'a> {
    /// The files, in the order of the mail; their index is their place.
    pub(crate) list: Vec<File<'a>>,
    /// Texts from which files were taken out: what is left of them, by the place of the part.
    pub(crate) texts: HashMap<usize, Vec<u8>>,
    /// Text and design that a `winmail.dat` held.
    pub(crate) packed: Packed,
}

/// Text and HTML from within a file.
#[derive(Default)]
pub(crate) struct Packed {
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
}

/// One file.
pub(crate) struct File<'a> {
    pub(crate) attachment: Attachment,
    octets: Octets<'a>,
}

/// Where the octets of a file are.
enum Octets<'a> {
    Encoded(&'a [u8], Encoding),
    Within(Rc<[u8]>, Range<usize>),
    Held(Vec<u8>),
}

impl File<'_> {
    /// The file's octets, decoded.
    pub(crate) fn octets(&self) -> Vec<u8> {
        match &self.octets {
            Octets::Encoded(body, encoding) => transfer::decode(body, *encoding).0.into_owned(),
            Octets::Within(whole, range) => whole.get(range.clone()).unwrap_or_default().to_vec(),
            Octets::Held(octets) => octets.clone(),
        }
    }
}

impl<'a> Files<'a> {
    /// Finds the files of a mail and opens what they are packed in.
    pub(crate) fn of(structure: &Structure<'a>, roles: &Roles, defects: &mut Defects) -> Self {
        let mut files = Self::default();
        let texts: HashSet<usize> = roles.text.iter().chain(&roles.html).copied().collect();
        let attached: HashSet<usize> = roles.attachments.iter().copied().collect();
        for (place, part) in structure.parts.iter().enumerate() {
            if texts.contains(&place) && part.media_type == "text/plain" {
                files.take_uuencoded(place, part, defects);
            } else if attached.contains(&place) && !(is_tnef(part) && files.open_tnef(part, defects)) {
                files.push_part(part, defects);
            }
        }
        files
    }

    /// Says which pictures the text shows: those that its HTML names.
    pub(crate) fn mark_inline(&mut self, html: Option<&str>) {
        let is_candidate = |file: &File<'_>| {
            file.attachment.content_id.is_some() && file.attachment.media_type.starts_with("image/")
        };
        if !self.list.iter().any(is_candidate) {
            return;
        }
        let named = html.map(crate::html::content_ids).unwrap_or_default();
        for file in self.list.iter_mut().filter(|file| is_candidate(file)) {
            // RFC 2392: a picture that the text names is shown in the text, whatever its disposition says.
            file.attachment.inline = file.attachment.content_id.as_ref().is_some_and(|id| named.contains(id));
        }
    }

    fn push(&mut self, attachment: Attachment, octets: Octets<'a>, defects: &mut Defects) {
        if self.list.len() < PARTS_MAX {
            self.list.push(File { attachment, octets });
        } else {
            defects.add(Defect::TooManyParts);
        }
    }

    fn next_index(&self) -> u32 {
        u32::try_from(self.list.len()).unwrap_or(u32::MAX)
    }

    fn push_part(&mut self, part: &Part<'a>, defects: &mut Defects) {
        let index = self.next_index();
        let attachment = Attachment {
            index,
            name: name_of(part, index),
            media_type: part.media_type.clone(),
            size_octets: transfer::decoded_octets(part.body, part.encoding) as u64,
            content_id: part.content_id(),
            inline: false,
        };
        self.push(attachment, Octets::Encoded(part.body, part.encoding), defects);
    }

    /// Takes the files out of a text and keeps what is left of it.
    fn take_uuencoded(&mut self, place: usize, part: &Part<'a>, defects: &mut Defects) {
        let (text, _) = transfer::decode(part.body, part.encoding);
        let blocks = uuencode::find(&text);
        if blocks.is_empty() {
            return;
        }
        let (mut left, mut from) = (Vec::new(), 0);
        for block in blocks {
            left.extend_from_slice(&text[from..block.whole.start]);
            from = block.whole.end;
            if !block.closed {
                defects.add(Defect::TransferEncoding);
            }
            let octets = block.decode(&text);
            let name = encoded_word::decode(&text[block.name.clone()], None, defects);
            let attachment = self.unpacked(Some(&name), None, octets.len());
            self.push(attachment, Octets::Held(octets), defects);
        }
        left.extend_from_slice(&text[from..]);
        self.texts.insert(place, left);
    }

    /// Takes the files and the text out of a `winmail.dat`. `false` where it has to be shown itself besides:
    /// it is none, or damaged, or holds more than a mail.
    fn open_tnef(&mut self, part: &Part<'a>, defects: &mut Defects) -> bool {
        let octets: Rc<[u8]> = transfer::decode(part.body, part.encoding).0.into();
        let Some(tnef) = tnef::open(&octets) else {
            defects.add(Defect::Tnef);
            return false;
        };
        let Tnef { text, html, files, complete, defects: found, .. } = &tnef;
        defects.extend(found.iter().copied());
        for file in files {
            self.push_tnef_file(&octets, file, defects);
        }
        let is_whole = *complete && tnef.is_mail();
        let packed = &mut self.packed;
        packed.text = packed.text.take().or_else(|| text.as_deref().map(charset::tidy));
        packed.html = packed.html.take().or_else(|| html.as_deref().map(charset::tidy));
        is_whole
    }

    fn push_tnef_file(&mut self, whole: &Rc<[u8]>, file: &tnef::TnefFile, defects: &mut Defects) {
        let octets = if file.is_mail {
            Octets::Held(as_mail(&whole[file.octets.clone()]))
        } else {
            Octets::Within(Rc::clone(whole), file.octets.clone())
        };
        let size = match &octets {
            Octets::Held(octets) => octets.len(),
            Octets::Within(_, range) => range.len(),
            Octets::Encoded(body, encoding) => transfer::decoded_octets(body, *encoding),
        };
        let media_type = if file.is_mail { Some(MAIL) } else { file.media_type.as_deref() };
        let name = file.name.as_ref().map(|name| if file.is_mail { mail_name(name) } else { name.clone() });
        let mut attachment = self.unpacked(name.as_deref(), media_type, size);
        attachment.content_id = file.content_id.clone();
        self.push(attachment, octets, defects);
    }

    fn unpacked(&self, name: Option<&str>, media_type: Option<&str>, size: usize) -> Attachment {
        let index = self.next_index();
        let declared = media_type.map(|kind| kind.trim().to_ascii_lowercase());
        let named = name.and_then(file_name::safe);
        let by_name =
            || named.as_deref().and_then(file_name::media_type).unwrap_or("application/octet-stream");
        let media_type = declared.filter(|kind| is_media_type(kind)).unwrap_or_else(|| by_name().to_owned());
        Attachment {
            index,
            name: named.unwrap_or_else(|| file_name::invented(&media_type, index)),
            media_type,
            size_octets: size as u64,
            content_id: None,
            inline: false,
        }
    }
}

const MAIL: &str = "message/rfc822";

/// quirk: `winmail.dat` travels under its own types, or as octets by its name (Exchange behind old gateways).
fn is_tnef(part: &Part<'_>) -> bool {
    ["application/ms-tnef", "application/vnd.ms-tnef"].contains(&part.media_type.as_str())
        || (part.media_type == "application/octet-stream"
            && part.file_name().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat")))
}

fn is_media_type(kind: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte))
    };
    kind.len() <= 127 && kind.split_once('/').is_some_and(|(main, sub)| is_token(main) && is_token(sub))
}

/// A mail that was attached in TNEF, as a mail whose one part is that TNEF: Outlook opens it as we do.
fn as_mail(tnef: &[u8]) -> Vec<u8> {
    const LINE_OCTETS: usize = 57;
    let subject = tnef::open(tnef).and_then(|opened| opened.subject).unwrap_or_default();
    let subject = STANDARD.encode(charset::cut(&subject, 300));
    let mut mail = Vec::with_capacity(tnef.len() / 3 * 4 + tnef.len() / 28 + 600);
    mail.extend_from_slice(b"Subject: =?utf-8?B?");
    mail.extend_from_slice(subject.as_bytes());
    mail.extend_from_slice(
        b"?=\r\nMIME-Version: 1.0\r\nContent-Type: application/ms-tnef; name=\"winmail.dat\"\r\n",
    );
    mail.extend_from_slice(b"Content-Transfer-Encoding: base64\r\n\r\n");
    for line in tnef.chunks(LINE_OCTETS) {
        mail.extend_from_slice(STANDARD.encode(line).as_bytes());
        mail.extend_from_slice(b"\r\n");
    }
    mail
}

/// An attached mail is named by its subject, which is no path.
fn mail_name(subject: &str) -> String {
    let subject = subject.replace(['/', '\\'], "-");
    if subject.to_ascii_lowercase().ends_with(".eml") { subject } else { format!("{subject}.eml") }
}

fn name_of(part: &Part<'_>, index: u32) -> String {
    if let Some(name) = part.file_name().and_then(file_name::safe) {
        return name;
    }
    if part.media_type == MAIL {
        let inner = inner_head(part);
        let (header, _) = Header::of_mail(&inner, &mut Defects::default());
        let subject = header.get("subject").map(|field| field.text(&mut Defects::default()));
        let subject = subject.filter(|subject| !subject.trim().is_empty());
        if let Some(name) = subject.and_then(|subject| file_name::safe(&mail_name(&subject))) {
            return name;
        }
    }
    file_name::invented(&part.media_type, index)
}

/// The beginning of an attached mail.
/// quirk: RFC 2046 5.2.1 forbids base64 there; scanners and some gateways use it.
fn inner_head<'p>(part: &Part<'p>) -> Cow<'p, [u8]> {
    const HEAD_OCTETS: usize = 64 * 1024;
    transfer::decode(&part.body[..part.body.len().min(HEAD_OCTETS)], part.encoding).0
}
