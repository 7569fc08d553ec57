//! People and files of a mail.

use domain::EmailAddress;
use flows::view::{AttachmentView, ParticipantView};
use serde::Serialize;
use store::cases::{AttachmentMeta, Correspondent};
use utoipa::ToSchema;

/// Somebody in a header field.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// The name, or the raw text where the address is broken.
    name: Option<String>,
    /// The address.
    address: Option<String>,
}

impl Person {
    /// Somebody with an address that is whole.
    pub(crate) fn of(name: Option<String>, address: &EmailAddress) -> Self {
        Self { name, address: Some(address.to_string()) }
    }
}

impl From<Correspondent> for Person {
    fn from(person: Correspondent) -> Self {
        Self { name: person.name, address: person.address.map(|address| address.to_string()) }
    }
}

impl From<ParticipantView> for Person {
    fn from(person: ParticipantView) -> Self {
        Self { name: person.name, address: Some(person.address).filter(|address| !address.is_empty()) }
    }
}

/// A file of a mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct Attachment {
    /// Its index in the mail.
    index: u32,
    /// A safe file name.
    name: String,
    /// The media type as claimed by the sender.
    media_type: String,
    /// Its size, octets.
    size_octets: u64,
    /// Whether the HTML shows it.
    inline: bool,
    /// Whether it is a mail that can be opened.
    is_mail: bool,
}

impl From<AttachmentMeta> for Attachment {
    fn from(file: AttachmentMeta) -> Self {
        let AttachmentMeta { index, name, media_type, size_octets, inline } = file;
        let is_mail = flows::attached::is_mail(&media_type, &name);
        Self { index, name, media_type, size_octets, inline, is_mail }
    }
}

impl From<AttachmentView> for Attachment {
    fn from(file: AttachmentView) -> Self {
        let AttachmentView { index, name, media_type, size_octets, inline } = file;
        let is_mail = flows::attached::is_mail(&media_type, &name);
        Self { index, name, media_type, size_octets, inline, is_mail }
    }
}
