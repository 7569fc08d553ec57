//! The texts of a mail that conditions and captures read.

use std::borrow::Cow;
use std::cell::OnceCell;

use domain::RequestTypeId;
use domain::filter::FilterField;
use mail::{Parsed, Participant};

use super::language;

/// The request type of the case that a mail answers, or will begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeOfCase {
    /// It, and those that it stands for.
    pub ids: Vec<RequestTypeId>,
    /// Its name.
    pub name: String,
}

/// A mail as filters read it.
pub struct Texts<'a> {
    parsed: &'a Parsed,
    size_octets: u64,
    language: OnceCell<Option<&'static str>>,
    request_type: Option<TypeOfCase>,
}

impl<'a> Texts<'a> {
    /// The texts of a mail of this size as received.
    #[must_use]
    pub const fn new(parsed: &'a Parsed, size_octets: u64) -> Self {
        Self { parsed, size_octets, language: OnceCell::new(), request_type: None }
    }

    /// The same of a case of this request type.
    #[must_use]
    pub fn of_type(self, request_type: Option<TypeOfCase>) -> Self {
        Self { request_type, ..self }
    }

    pub(super) const fn request_type(&self) -> Option<&TypeOfCase> {
        self.request_type.as_ref()
    }

    pub(super) const fn size_octets(&self) -> u64 {
        self.size_octets
    }

    /// The class or the language, as its stable name.
    pub(super) fn word(&self, field: FilterField) -> Option<&'static str> {
        if field == FilterField::Language {
            return *self.language.get_or_init(|| language::of(&self.parsed.text));
        }
        Some(self.parsed.class.as_str())
    }

    /// The texts of a field; several where the mail names several people or files. What is empty
    /// is left out.
    pub(super) fn of(&self, field: FilterField, header: Option<&str>) -> Vec<Cow<'a, str>> {
        let parsed = self.parsed;
        let mut texts = match field {
            FilterField::From => people(parsed.from.iter()),
            FilterField::To => people(parsed.to.iter()),
            FilterField::Cc => people(parsed.cc.iter()),
            FilterField::Recipients => people(parsed.to.iter().chain(&parsed.cc)),
            FilterField::Subject => vec![Cow::Borrowed(parsed.subject.as_str())],
            FilterField::Body => vec![Cow::Borrowed(parsed.text.as_str())],
            FilterField::Header => self.header(header),
            FilterField::AttachmentName => files(parsed, |file| &file.name),
            FilterField::AttachmentType => files(parsed, |file| &file.media_type),
            FilterField::RequestType => {
                self.request_type.iter().map(|found| Cow::Owned(found.name.clone())).collect()
            }
            FilterField::Size | FilterField::Class | FilterField::Language => Vec::new(),
        };
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    /// The values of the header fields with this name, or the whole header.
    fn header(&self, name: Option<&str>) -> Vec<Cow<'a, str>> {
        let header = self.parsed.header_text.as_str();
        let Some(name) = name else { return vec![Cow::Borrowed(header)] };
        let value = |line: &'a str| {
            let (field, value) = line.split_once(':')?;
            field.trim().eq_ignore_ascii_case(name.trim()).then(|| Cow::Borrowed(value.trim()))
        };
        header.lines().filter_map(value).collect()
    }
}

/// Each person as shown, `Kari <kari@example.no>`, and the address for itself: so that "ends with
/// @example.no" and "is kari@example.no" mean what they say.
fn people<'a>(people: impl Iterator<Item = &'a Participant>) -> Vec<Cow<'a, str>> {
    let mut texts = Vec::new();
    for person in people {
        let address = match &person.address {
            Some(address) => Cow::Owned(address.to_string()),
            None => Cow::Borrowed(person.raw.as_str()),
        };
        if let Some(name) = &person.name {
            texts.push(Cow::Owned(format!("{name} <{address}>")));
            texts.push(Cow::Borrowed(name.as_str()));
        }
        texts.push(address);
    }
    texts
}

fn files(parsed: &Parsed, text: fn(&mail::Attachment) -> &String) -> Vec<Cow<'_, str>> {
    parsed.attachments.iter().map(|file| Cow::Borrowed(text(file).as_str())).collect()
}
