//! `winmail.dat`: the Transport Neutral Encapsulation Format (MS-OXTNEF), in which Outlook and Exchange pack
//! a mail's design and its files when they are told to send "rich text".
//!
//! Opened far enough to give what a reader misses: the files with their names, and the text. What is damaged is
//! opened as far as it goes, and [`Tnef::complete`] says so. Linear; nothing is copied but names and texts.

mod property;
mod rtf;
mod rtf_compressed;
mod stream;

use std::ops::Range;

use domain::limits::{PARTS_MAX, TEXT_OCTETS_MAX};
use encoding_rs::{Encoding, WINDOWS_1252};

use crate::defect::Defect;
use property::{Properties, Value, tag};
use stream::{Attributes, attribute};

/// What was found in a TNEF stream. Ranges are places in the octets that were opened.
#[derive(Debug, Default)]
pub(crate) struct Tnef {
    /// The text.
    pub(crate) text: Option<String>,
    /// The design, hostile as any HTML.
    pub(crate) html: Option<String>,
    /// The subject, for an attached mail that has no other name.
    pub(crate) subject: Option<String>,
    /// The files.
    pub(crate) files: Vec<TnefFile>,
    /// The message class, as in `IPM.Note`.
    pub(crate) class: String,
    /// Whether it was read to its end without a fault.
    pub(crate) complete: bool,
    /// What was wrong.
    pub(crate) defects: Vec<Defect>,
}

/// One file in a TNEF stream.
#[derive(Debug, Default, Clone)]
pub(crate) struct TnefFile {
    /// The name as the sender's program had it.
    pub(crate) name: Option<String>,
    /// The media type, where it is given.
    pub(crate) media_type: Option<String>,
    /// The content id without its angle brackets.
    pub(crate) content_id: Option<String>,
    /// Where its octets lie.
    pub(crate) octets: Range<usize>,
    /// It is a mail, itself packed as TNEF.
    pub(crate) is_mail: bool,
}

impl Tnef {
    /// Whether there is more in it than a mail's text and files: a meeting, a contact, a task.
    pub(crate) fn is_mail(&self) -> bool {
        let class = self.class.to_ascii_lowercase();
        class.is_empty() || class.starts_with("ipm.note") || class.starts_with("ipm.microsoft mail.note")
    }
}

/// Opens a stream; `None` where it is none.
pub(crate) fn open(octets: &[u8]) -> Option<Tnef> {
    let mut attributes = Attributes::of(octets)?;
    let mut reader = Reader { octets, code_page: WINDOWS_1252, found: Tnef::default(), file: None };
    for (id, data) in attributes.by_ref() {
        reader.take(id, data);
    }
    reader.close_file();
    let mut found = reader.found;
    if !attributes.ended_well() {
        // The file in which the stream was cut.
        found.files.pop_if(|file| file.octets.is_empty());
    }
    found.complete = attributes.ended_well() && found.defects.is_empty();
    if !found.complete {
        found.defects.push(Defect::Tnef);
    }
    Some(found)
}

struct Reader<'a> {
    octets: &'a [u8],
    /// MS-OXTNEF 2.1.3.3.1: the code page of all narrow strings.
    code_page: &'static Encoding,
    found: Tnef,
    file: Option<TnefFile>,
}

impl Reader<'_> {
    fn take(&mut self, id: u32, range: Range<usize>) {
        let data = &self.octets[range.clone()];
        match id {
            attribute::OEM_CODE_PAGE => {
                if let Some(number) = data.first_chunk().map(|octets| u32::from_le_bytes(*octets)) {
                    self.code_page = code_page(number).unwrap_or(self.code_page);
                }
            }
            attribute::MESSAGE_CLASS => self.found.class = self.narrow(data),
            attribute::SUBJECT => self.found.subject = Some(self.narrow(data)),
            attribute::BODY => self.found.text = Some(self.narrow(data)),
            attribute::MESSAGE_PROPERTIES => self.take_message(range),
            attribute::ATTACHMENT_BEGINS => {
                self.close_file();
                if self.found.files.len() < PARTS_MAX {
                    self.file = Some(TnefFile::default());
                } else {
                    self.found.defects.push(Defect::TooManyParts);
                }
            }
            attribute::ATTACHMENT_TITLE => {
                let title = self.narrow(data);
                if let Some(file) = &mut self.file {
                    file.name.get_or_insert(title);
                }
            }
            attribute::ATTACHMENT_DATA => {
                if let Some(file) = &mut self.file {
                    file.octets = range;
                }
            }
            attribute::ATTACHMENT_PROPERTIES => self.take_attachment(range),
            _ => {}
        }
    }

    fn take_message(&mut self, range: Range<usize>) {
        let (mut rtf, mut html, mut html_page) = (None, None, None);
        let mut properties = Properties::of(self.octets, range);
        for (id, value) in properties.by_ref() {
            match (id, &value) {
                (tag::BODY, _) => self.found.text = self.text(&value).or(self.found.text.take()),
                (tag::SUBJECT, _) => self.found.subject = self.text(&value).or(self.found.subject.take()),
                (tag::BODY_HTML, Value::Octets(place) | Value::Narrow(place)) => html = Some(place.clone()),
                (tag::BODY_HTML, Value::Wide(_)) => self.found.html = self.text(&value),
                (tag::RTF_COMPRESSED, Value::Octets(place)) => rtf = Some(place.clone()),
                (tag::INTERNET_CODE_PAGE, Value::Number(number)) => html_page = code_page(*number),
                _ => {}
            }
        }
        if properties.is_damaged() {
            self.found.defects.push(Defect::Tnef);
        }
        if let Some(place) = html {
            let page = html_page.unwrap_or(self.code_page);
            let html = cut(&self.octets[place], domain::limits::HTML_OCTETS_MAX + 1);
            self.found.html = Some(page.decode(html).0.into_owned());
        }
        if let Some(place) = rtf.filter(|_| self.found.html.is_none()) {
            self.take_rtf(place);
        }
    }

    fn take_rtf(&mut self, place: Range<usize>) {
        let Some((rtf, is_cut)) = rtf_compressed::unpack(&self.octets[place]) else {
            self.found.defects.push(Defect::Tnef);
            return;
        };
        if is_cut {
            self.found.defects.push(Defect::Expansion);
        }
        match rtf::read(&rtf) {
            rtf::Reading::Html(html) => self.found.html = Some(html),
            rtf::Reading::Text(text) => {
                // The text that came beside it is what the sender's program made of it.
                if self.found.text.as_ref().is_none_or(|text| text.trim().is_empty()) {
                    self.found.text = Some(text);
                }
            }
        }
    }

    fn take_attachment(&mut self, range: Range<usize>) {
        let Some(mut file) = self.file.take() else { return };
        let mut properties = Properties::of(self.octets, range);
        let (mut long_name, mut shown_name) = (None, None);
        for (id, value) in properties.by_ref() {
            match (id, &value) {
                (tag::ATTACHMENT_LONG_NAME, _) => long_name = self.text(&value),
                (tag::DISPLAY_NAME, _) => shown_name = self.text(&value),
                (tag::ATTACHMENT_MEDIA_TYPE, _) => file.media_type = self.text(&value),
                (tag::ATTACHMENT_CONTENT_ID, _) => file.content_id = self.text(&value),
                (tag::ATTACHMENT_METHOD, Value::Number(method)) => file.is_mail = *method == METHOD_MAIL,
                (tag::ATTACHMENT_DATA, Value::Octets(place)) => file.octets = place.clone(),
                (tag::ATTACHMENT_DATA, Value::Object(place)) => file.octets = place.clone(),
                _ => {}
            }
        }
        if properties.is_damaged() {
            self.found.defects.push(Defect::Tnef);
        }
        file.name = long_name.filter(|name| !name.trim().is_empty()).or(file.name).or(shown_name);
        file.content_id =
            file.content_id.map(|id| id.trim_matches(['<', '>', ' ']).to_owned()).filter(|id| !id.is_empty());
        self.file = Some(file);
    }

    fn close_file(&mut self) {
        let Some(file) = self.file.take() else { return };
        // What is linked and not held (a file on a server, an OLE object without data) is no file of the mail.
        if !file.octets.is_empty() || file.name.is_some() {
            self.found.files.push(file);
        }
    }

    /// A string in the code page of the stream, to its NUL.
    fn narrow(&self, octets: &[u8]) -> String {
        let end = octets.iter().position(|&byte| byte == 0).unwrap_or(octets.len());
        self.code_page.decode_without_bom_handling(cut(&octets[..end], TEXT_OCTETS_MAX)).0.into_owned()
    }

    fn text(&self, value: &Value) -> Option<String> {
        match value {
            Value::Narrow(place) => Some(self.narrow(&self.octets[place.clone()])),
            Value::Wide(place) => {
                let octets = cut(&self.octets[place.clone()], TEXT_OCTETS_MAX * 2);
                let text = encoding_rs::UTF_16LE.decode_without_bom_handling(octets).0;
                Some(text.split('\0').next().unwrap_or_default().to_owned())
            }
            Value::Number(_) | Value::Octets(_) | Value::Object(_) => None,
        }
    }
}

/// MS-OXCMSG 2.2.2.9: `afEmbeddedMessage`.
const METHOD_MAIL: u32 = 5;

fn cut(octets: &[u8], octets_max: usize) -> &[u8] {
    &octets[..octets.len().min(octets_max)]
}

/// The encoding of a Windows code page.
fn code_page(number: u32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        1200 => "utf-16le".to_owned(),
        20127 => "windows-1252".to_owned(),
        20866 => "koi8-r".to_owned(),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
#[path = "tnef/tests.rs"]
mod tests;
