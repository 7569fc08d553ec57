//! What a draft may hold. Refused here, so that the writing below cannot be tricked.

use super::{ComposeError, Draft, NewAttachment};

/// RFC 5322 2.1.1 bounds lines; a subject of more is no subject.
const SUBJECT_CHARS_MAX: usize = 1000;
/// A person's or organisation's name.
const NAME_CHARS_MAX: usize = 300;
/// File systems stop at 255.
const FILE_NAME_CHARS_MAX: usize = 255;
/// RFC 5322 2.1.1: an id cannot be folded, and its line has 998 octets with the name of the field.
pub(super) const ID_OCTETS_MAX: usize = 900;

/// Refuses what could not be written safely.
pub(super) fn draft(draft: &Draft) -> Result<(), ComposeError> {
    words("subject", &draft.subject, SUBJECT_CHARS_MAX)?;
    for (field, mailboxes) in [
        ("from", std::slice::from_ref(&draft.from)),
        ("reply_to", draft.reply_to.as_slice()),
        ("to", &draft.to),
        ("cc", &draft.cc),
    ] {
        for name in mailboxes.iter().filter_map(|(name, _)| name.as_deref()) {
            words(field, name, NAME_CHARS_MAX)?;
        }
    }
    id("message_id", &draft.message_id)?;
    if let Some(answered) = &draft.in_reply_to {
        no_control("in_reply_to", answered)?;
    }
    for reference in &draft.references {
        no_control("references", reference)?;
    }
    draft.attachments.iter().try_for_each(attachment)
}

fn attachment(file: &NewAttachment) -> Result<(), ComposeError> {
    words("attachments.name", &file.name, FILE_NAME_CHARS_MAX)?;
    if let Some(content_id) = &file.content_id {
        id("attachments.content_id", content_id)?;
    }
    if is_media_type(&file.media_type) {
        Ok(())
    } else {
        Err(ComposeError::Malformed { field: "attachments.media_type" })
    }
}

fn words(field: &'static str, text: &str, max: usize) -> Result<(), ComposeError> {
    no_control(field, text)?;
    if text.chars().count() > max { Err(ComposeError::TooLong { field, max }) } else { Ok(()) }
}

/// Unicode's line and paragraph separators are no controls, but some programs break lines at them.
fn no_control(field: &'static str, text: &str) -> Result<(), ComposeError> {
    let is_break = |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    if text.contains(is_break) { Err(ComposeError::Control { field }) } else { Ok(()) }
}

fn id(field: &'static str, text: &str) -> Result<(), ComposeError> {
    no_control(field, text)?;
    bare_id(text).map(|_| ()).ok_or(ComposeError::Malformed { field })
}

/// RFC 5322 3.6.4: id-left "@" id-right of printable ASCII without blanks; the id without its brackets.
pub(super) fn bare_id(text: &str) -> Option<&str> {
    let text = text.trim();
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let (left, right) = bare.split_once('@')?;
    let is_printable = bare.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
    (is_printable && !left.is_empty() && !right.is_empty() && bare.len() <= ID_OCTETS_MAX).then_some(bare)
}

/// RFC 6838 4.2: type-name "/" subtype-name of at most 127 characters each. Multiparts are ours to make.
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        (1..=127).contains(&name.len()) && name.bytes().all(is_token)
    };
    text.split_once('/').is_some_and(|(kind, subtype)| {
        is_name(kind) && is_name(subtype) && !kind.eq_ignore_ascii_case("multipart")
    })
}
