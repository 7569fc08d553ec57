//! Mails attached to mails, and the place of a file among them.

use flows::attached::Place;
use flows::view::MailView;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{Attachment, Person};
use crate::schema::Moment;

/// Where a file is, from the path: `2`, or `2.0` for the first file of the mail that is file 2.
pub(crate) struct FilePlace(pub(crate) Place);

impl<'de> Deserialize<'de> for FilePlace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("not the place of a file"))
    }
}

/// A mail that is attached to another.
#[derive(Serialize, ToSchema)]
pub(crate) struct AttachedMail {
    /// Who wrote it.
    from: Option<Person>,
    /// To whom.
    to: Vec<Person>,
    /// With copies to.
    cc: Vec<Person>,
    /// The subject.
    subject: String,
    /// When it was written, by its sender's clock.
    date: Option<Moment>,
    /// The text.
    text: String,
    /// Whether there is an HTML view.
    has_html: bool,
    /// The files; the place of each is the place of this mail, a full stop and the index.
    attachments: Vec<Attachment>,
}

impl From<MailView> for AttachedMail {
    fn from(mail: MailView) -> Self {
        let MailView { from, to, cc, subject, date, text, has_html, attachments, .. } = mail;
        Self {
            from: from.map(Into::into),
            to: to.into_iter().map(Into::into).collect(),
            cc: cc.into_iter().map(Into::into).collect(),
            subject,
            date: date.map(Into::into),
            text,
            has_html,
            attachments: attachments.into_iter().map(Into::into).collect(),
        }
    }
}
