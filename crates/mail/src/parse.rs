//! Raw mail to [`Parsed`], and single files out of it. One bad thing is a [`Defect`], never an end.

use std::borrow::Cow;
use std::panic::catch_unwind;

use domain::Timestamp;
use domain::limits::TEXT_OCTETS_MAX;

use crate::body::{self, Roles, Shown};
use crate::charset;
use crate::class;
use crate::defect::{Defect, Defects};
use crate::files::Files;
use crate::header::Header;
use crate::letter::Letter;
use crate::parsed::{Attachment, InlinePart, Parsed, Participant};
use crate::structure::Structure;
use crate::value;

/// Rises whenever the same bytes would be shown differently: another text, other files, another subject or author; stored beside what
/// was parsed, which is written anew. What a mail was told to be ([`crate::Class`]) is no part of it: that stays as it was when
/// everything followed from it, so that words by which it is told (`rules/*.toml`) change without it.
pub const PARSER_VERSION: i64 = 5;

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
    let raw = with_line_feeds(raw);
    let mail = Opened::read(&raw, &mut Defects::default());
    let file = mail.files.list.get(usize::try_from(index).ok()?)?;
    Some((file.attachment.clone(), file.octets()))
}

/// The pictures that the HTML of a mail names by their content id, with media type and octets; no more of
/// them than fit into `octets_max`.
#[must_use]
pub fn inline_parts(raw: &[u8], octets_max: usize) -> Vec<InlinePart> {
    let raw = with_line_feeds(raw);
    let mail = Opened::read(&raw, &mut Defects::default());
    let (mut parts, mut left): (Vec<InlinePart>, _) = (Vec::new(), octets_max as u64);
    for file in mail.files.list.iter().filter(|file| file.attachment.inline) {
        let Attachment { content_id: Some(content_id), media_type, size_octets, .. } = &file.attachment
        else {
            continue;
        };
        let is_new = parts.iter().all(|part| part.content_id != *content_id);
        if is_new && let Some(rest) = left.checked_sub(*size_octets) {
            left = rest;
            let (content_id, media_type) = (content_id.clone(), media_type.clone());
            parts.push(InlinePart { content_id, media_type, octets: file.octets() });
        }
    }
    parts
}

/// A mail taken apart.
struct Opened<'a> {
    structure: Structure<'a>,
    shown: Shown,
    files: Files<'a>,
}

impl<'a> Opened<'a> {
    fn read(raw: &'a [u8], defects: &mut Defects) -> Self {
        let structure = Structure::read(raw, defects);
        let roles = Roles::of(&structure);
        let mut files = Files::of(&structure, &roles, defects);
        let shown = body::shown(&structure, &roles, &mut files, defects);
        files.mark_inline(shown.html.as_deref());
        Self { structure, shown, files }
    }
}

fn read(raw: &[u8]) -> (Parsed, Vec<Defect>) {
    let mut defects = Defects::default();
    let raw = with_line_feeds(raw);
    let Opened { structure, shown, files } = Opened::read(&raw, &mut defects);
    let header = &structure.root().header;
    let people = People::read(header, &mut defects);
    let ids = Ids::read(header, &mut defects);
    let subject = header.get("subject").map(|field| field.text(&mut defects)).unwrap_or_default();
    let class = class::classify(&Letter::of(&structure, &subject, people.from.as_ref()));
    let attachments = files.list.into_iter().map(|file| file.attachment).collect();
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
