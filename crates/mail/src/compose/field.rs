//! Header fields: encoded words, folding, parameters. What comes in was checked by `check`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::EmailAddress;

use super::check::bare_id;
use super::{ComposeError, Draft, Mailbox, NewAttachment, SentBy, thread};

/// RFC 5322 2.1.1: lines should have at most 78 characters.
const LINE_OCTETS: usize = 76;
/// RFC 2047 2: an encoded word has at most 75 characters; `=?utf-8?B?` and `?=` take 12, and base64 4 for 3.
const WORD_OCTETS: usize = 45;
/// Ids of a thread that are written: the first, which names it, and the latest.
const REFERENCES_MAX: usize = 40;

/// Writes the header of the mail up to the fields of its body.
pub(super) fn header(draft: &Draft, raw: &mut Vec<u8>) -> Result<(), ComposeError> {
    put(raw, "Date", &draft.date.to_rfc2822());
    put(raw, "From", &mailboxes("From", std::slice::from_ref(&draft.from)));
    for (name, people) in [("Reply-To", draft.reply_to.as_slice()), ("To", &draft.to), ("Cc", &draft.cc)] {
        if !people.is_empty() {
            put(raw, name, &mailboxes(name, people));
        }
    }
    put(raw, "Subject", &unstructured("Subject", &draft.subject));
    let id = bare_id(&draft.message_id).ok_or(ComposeError::Malformed { field: "message_id" })?;
    put(raw, "Message-ID", &format!("<{id}>"));
    if let Some(answered) = draft.in_reply_to.as_deref().and_then(bare_id) {
        put(raw, "In-Reply-To", &format!("<{answered}>"));
    }
    let references = references(draft);
    if !references.is_empty() {
        put(raw, "References", &references);
    }
    if let Some(index) = draft.thread_index.as_deref().and_then(|index| thread::child(index, draft.date)) {
        // [MS-OXOMSG] 2.2.1.5: the topic is the subject without its prefix.
        let topic = draft.subject.split_once(": ").filter(|(prefix, _)| prefix.len() <= 3);
        let topic = topic.map_or(draft.subject.as_str(), |(_, topic)| topic);
        put(raw, "Thread-Topic", &unstructured("Thread-Topic", topic));
        put(raw, "Thread-Index", &index);
    }
    match &draft.sent_by {
        SentBy::Program(reason) => {
            put(raw, "Auto-Submitted", reason.as_str());
            // quirk: Exchange looks at this field and not at RFC 3834's before it answers by itself.
            put(raw, "X-Auto-Response-Suppress", "All");
        }
        // RFC 8098 2.1: once, and to one address.
        SentBy::Person { receipt_to: Some(address) } => {
            put(raw, "Disposition-Notification-To", &format!("<{address}>"));
        }
        SentBy::Person { receipt_to: None } => {}
    }
    put(raw, "MIME-Version", "1.0");
    Ok(())
}

/// One field. An empty value is written as such: RFC 5322 2.2 allows it.
pub(super) fn put(raw: &mut Vec<u8>, name: &str, value: &str) {
    raw.extend_from_slice(name.as_bytes());
    raw.extend_from_slice(b":");
    if !value.is_empty() {
        raw.extend_from_slice(b" ");
        raw.extend_from_slice(value.as_bytes());
    }
    raw.extend_from_slice(b"\r\n");
}

/// RFC 5322 3.6.4: the thread, oldest first, an id a line; the answered mail is its end.
fn references(draft: &Draft) -> String {
    let mut ids: Vec<&str> = Vec::new();
    let answered = draft.in_reply_to.as_deref();
    for id in draft.references.iter().map(String::as_str).chain(answered).filter_map(bare_id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() > REFERENCES_MAX {
        ids.drain(1..=ids.len() - REFERENCES_MAX);
    }
    let ids: Vec<String> = ids.into_iter().map(|id| format!("<{id}>")).collect();
    ids.join("\r\n ")
}

/// RFC 5322 3.4: mailbox-list.
fn mailboxes(field: &str, people: &[Mailbox]) -> String {
    let mut line = Line::after(field);
    for (position, (name, address)) in people.iter().enumerate() {
        let comma = if position + 1 < people.len() { "," } else { "" };
        let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        write_mailbox(&mut line, (name, address), comma);
    }
    line.text
}

/// RFC 5322 3.4: mailbox, and what divides it from the next.
pub(super) fn write_mailbox(line: &mut Line, (name, address): (Option<&str>, &EmailAddress), comma: &str) {
    match name {
        None => line.word(&format!("{address}{comma}")),
        Some(name) => {
            for word in phrase(name) {
                line.word(&word);
            }
            line.word(&format!("<{address}>{comma}"));
        }
    }
}

/// RFC 5322 3.2.5: phrase = words; quoted where a character asks for it, encoded where it is not ASCII or would
/// be read as an encoded word.
pub(super) fn phrase(name: &str) -> Vec<String> {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b" !#$%&'*+-/=?^_`{|}~".contains(&byte);
    if !name.is_ascii() || name.contains("=?") || name.len() > LINE_OCTETS {
        encoded_words(name)
    } else if name.bytes().all(is_atom) && !name.contains("  ") {
        name.split(' ').map(str::to_owned).collect()
    } else {
        vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))]
    }
}

/// RFC 5322 3.2.5 unstructured text, folded at blanks.
pub(super) fn unstructured(field: &str, text: &str) -> String {
    let text = text.trim();
    let mut line = Line::after(field);
    // Folding at double blanks would lose one; a word longer than a line cannot be folded at all.
    let is_simple = text.is_ascii()
        && !text.contains("=?")
        && !text.contains("  ")
        && text.split(' ').all(|word| word.len() < LINE_OCTETS);
    if is_simple {
        text.split(' ').for_each(|word| line.word(word));
    } else {
        encoded_words(text).iter().for_each(|word| line.word(word));
    }
    line.text
}

/// RFC 2047 5 (3): each word holds whole characters.
pub(super) fn encoded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(rest.floor_char_boundary(WORD_OCTETS));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(head)));
        rest = tail;
    }
    words
}

/// Words on lines, folded where the next would not fit. RFC 5322 2.2.3.
pub(super) struct Line {
    text: String,
    octets: usize,
}

impl Line {
    pub(super) fn after(field: &str) -> Self {
        Self { text: String::new(), octets: field.len() + 2 }
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn word(&mut self, word: &str) {
        if !self.text.is_empty() {
            if self.octets + 1 + word.len() > LINE_OCTETS {
                self.text.push_str("\r\n");
                self.octets = 0;
            }
            self.text.push(' ');
            self.octets += 1;
        }
        self.text.push_str(word);
        self.octets += word.len();
    }
}

/// The fields of an attachment.
pub(super) fn attachment(file: &NewAttachment, raw: &mut Vec<u8>) {
    let media_type = file.media_type.to_ascii_lowercase();
    put(raw, "Content-Type", &media_type);
    let name = file.name.trim();
    // RFC 2183 2.1: what the text shows is inline.
    let kind = if file.content_id.is_some() { "inline" } else { "attachment" };
    let disposition =
        if name.is_empty() { kind.to_owned() } else { format!("{kind}{}", parameter("filename", name)) };
    put(raw, "Content-Disposition", &disposition);
    // RFC 2045 7: the id by which RFC 2392 addresses of the HTML name it.
    if let Some(id) = file.content_id.as_deref().and_then(bare_id) {
        put(raw, "Content-ID", &format!("<{id}>"));
    }
}

/// RFC 2183 2.3: a quoted file name; RFC 2231 3 and 4 where it is long or not ASCII.
fn parameter(name: &str, value: &str) -> String {
    /// Octets of a segment: `filename*12*=` and the fold stand before it.
    const SEGMENT_OCTETS: usize = 54;
    if value.is_ascii() && value.len() <= SEGMENT_OCTETS && !value.contains("=?") {
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        return format!(";\r\n {name}=\"{quoted}\"");
    }
    let mut segments = vec!["utf-8''".to_owned()];
    for byte in value.bytes() {
        // RFC 2231 7: attribute-char.
        let is_plain = byte.is_ascii_alphanumeric() || b"!#$&+-.^_`{|}~".contains(&byte);
        let piece = if is_plain { (byte as char).to_string() } else { format!("%{byte:02X}") };
        match segments.last_mut() {
            Some(segment) if segment.len() + piece.len() <= SEGMENT_OCTETS => segment.push_str(&piece),
            _ => segments.push(piece),
        }
    }
    match segments.as_slice() {
        [only] => format!(";\r\n {name}*={only}"),
        many => many
            .iter()
            .enumerate()
            .map(|(number, segment)| format!(";\r\n {name}*{number}*={segment}"))
            .collect(),
    }
}
