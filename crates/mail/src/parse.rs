//! Raw mail to [`Parsed`], and single files out of it. One bad thing is a [`Defect`], never an end.

use std::borrow::Cow;
use std::panic::catch_unwind;

use domain::Timestamp;
use domain::limits::TEXT_OCTETS_MAX;

use crate::body::{self, Roles};
use crate::charset;
use crate::class;
use crate::defect::{Defect, Defects};
use crate::file_name;
use crate::header::Header;
use crate::parsed::{Attachment, Parsed, Participant};
use crate::structure::{Part, Structure};
use crate::transfer;
use crate::value;

/// Rises whenever the same bytes would be read differently; stored beside what was parsed.
pub const PARSER_VERSION: i64 = 1;

/// Reads a mail. Never fails and never panics; what was wrong is in the list, each thing once.
#[must_use]
pub fn parse(raw: &[u8]) -> (Parsed, Vec<Defect>) {
    catch_unwind(|| read(raw)).unwrap_or_else(|_| {
        let shown = String::from_utf8_lossy(&raw[..raw.len().min(TEXT_OCTETS_MAX)]);
        let parsed = Parsed { text: charset::tidy(&shown), ..Parsed::default() };
        (parsed, vec![Defect::ReaderFailed])
    })
}

/// The attachment with this index, decoded; `None` where there is none.
#[must_use]
pub fn attachment(raw: &[u8], index: u32) -> Option<(Attachment, Vec<u8>)> {
    with_attachments(
        raw,
        |part, place| {
            if place == index { Some((described(part, place), contents(part))) } else { None }
        },
    )
}

/// Media type and bytes of the part that a `cid:` link names; `None` where there is none.
#[must_use]
pub fn inline_part(raw: &[u8], content_id: &str) -> Option<(String, Vec<u8>)> {
    with_attachments(raw, |part, _| {
        let is_meant = part.content_id().is_some_and(|id| id == content_id);
        if is_meant { Some((part.media_type.clone(), contents(part))) } else { None }
    })
}

/// The first answer that `pick` gives for an attachment and its index.
fn with_attachments<T>(raw: &[u8], pick: impl Fn(&Part<'_>, u32) -> Option<T>) -> Option<T> {
    let raw = with_line_feeds(raw);
    let structure = Structure::read(&raw, &mut Defects::default());
    let roles = Roles::of(&structure);
    roles.attachments.iter().zip(0..).find_map(|(&at, index)| pick(&structure.parts[at], index))
}

fn read(raw: &[u8]) -> (Parsed, Vec<Defect>) {
    let mut defects = Defects::default();
    let raw = with_line_feeds(raw);
    let structure = Structure::read(&raw, &mut defects);
    let roles = Roles::of(&structure);
    let header = &structure.root().header;
    let shown = body::shown(&structure, &roles, &mut defects);
    let people = People::read(header, &mut defects);
    let ids = Ids::read(header, &mut defects);
    let subject = header.get("subject").map(|field| field.text(&mut defects)).unwrap_or_default();
    let class = class::classify(&structure, &subject, people.from.as_ref());
    let attachments = roles.attachments.iter().zip(0..);
    let attachments = attachments.map(|(&at, index)| described(&structure.parts[at], index)).collect();
    if header.fields().is_empty() {
        defects.add(Defect::HeaderMissing);
    }
    let parsed = Parsed {
        message_id: ids.own,
        in_reply_to: ids.in_reply_to,
        references: ids.references,
        from: people.from,
        sender: people.sender,
        reply_to: people.reply_to,
        to: people.to,
        cc: people.cc,
        subject,
        date: date(header, &mut defects),
        text: shown.text,
        html: shown.html,
        attachments,
        class,
        header_text: header.text(&mut defects),
    };
    (parsed, defects.into_list())
}

/// quirk: mail exported by very old Macintosh programs ends its lines with CR alone.
fn with_line_feeds(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\n', raw).is_some() || memchr::memchr(b'\r', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect())
}

struct People {
    from: Option<Participant>,
    sender: Option<Participant>,
    reply_to: Vec<Participant>,
    to: Vec<Participant>,
    cc: Vec<Participant>,
}

impl People {
    fn read(header: &Header<'_>, defects: &mut Defects) -> Self {
        let from = value::participants(header, "from", defects);
        // RFC 5322 3.6.2: several authors are allowed; one with an address is somebody to answer.
        let chosen = from.iter().position(|one| one.address.is_some()).unwrap_or(0);
        let from = from.into_iter().nth(chosen);
        if from.as_ref().is_none_or(|one| one.address.is_none()) {
            defects.add(Defect::FromMissing);
        }
        Self {
            from,
            sender: value::participants(header, "sender", defects).into_iter().next(),
            reply_to: value::participants(header, "reply-to", defects),
            to: value::participants(header, "to", defects),
            cc: value::participants(header, "cc", defects),
        }
    }
}

struct Ids {
    own: Option<String>,
    in_reply_to: Vec<String>,
    references: Vec<String>,
}

impl Ids {
    fn read(header: &Header<'_>, defects: &mut Defects) -> Self {
        let ids = |name: &str| header.get(name).map(value::ids).unwrap_or_default();
        let own = ids("message-id").into_iter().next();
        if own.is_none() {
            defects.add(Defect::MessageIdMissing);
        }
        Self { own, in_reply_to: ids("in-reply-to"), references: ids("references") }
    }
}

fn date(header: &Header<'_>, defects: &mut Defects) -> Option<Timestamp> {
    let date = header.get("date").and_then(value::date);
    if date.is_none() {
        defects.add(Defect::Date);
    }
    date
}

fn described(part: &Part<'_>, index: u32) -> Attachment {
    let content_id = part.content_id();
    let is_attached = part.disposition.as_ref().is_some_and(|disposition| disposition.value == "attachment");
    Attachment {
        index,
        name: name_of(part, index),
        media_type: part.media_type.clone(),
        size_octets: transfer::decoded_octets(part.body, part.encoding) as u64,
        // RFC 2392: a picture that the text can name is shown in the text.
        inline: content_id.is_some() && !is_attached && part.media_type.starts_with("image/"),
        content_id,
    }
}

fn name_of(part: &Part<'_>, index: u32) -> String {
    if let Some(name) = part.file_name().and_then(file_name::safe) {
        return name;
    }
    if part.media_type == "message/rfc822" {
        // An attached mail is known by its subject.
        let (header, _) = Header::of_mail(part.body, &mut Defects::default());
        let subject = header.get("subject").map(|field| field.text(&mut Defects::default()));
        if let Some(name) = subject.and_then(|subject| file_name::safe(&subject.replace(['/', '\\'], "-"))) {
            return format!("{name}.eml");
        }
    }
    file_name::invented(&part.media_type, index)
}

fn contents(part: &Part<'_>) -> Vec<u8> {
    transfer::decode(part.body, part.encoding).0.into_owned()
}
