//! As whom mail is written: shared senders, and what the composer offers.

mod answers;
mod as_whom;
mod create;
mod list;
mod senders;
mod update;

use domain::compose::Formatted;
use domain::{EmailAddress, Problem};
use flows::identities::IdentityInput;
use serde::{Deserialize, Serialize};
use store::identities::IdentityRow;
use utoipa::ToSchema;

pub(crate) use self::answers::AnswersWord;
pub(crate) use self::as_whom::{AsWhomInput, AsWhomShown};
pub(crate) use self::senders::FromInput;
use super::cases::{address, address_alone};
use crate::routing::{ApiRouter, routes};
use crate::schema::{CategoryKey, IdentityKey, Moment};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_identities, create::create_identity))
        .routes(routes!(update::update_identity))
        .routes(routes!(senders::list_mail_senders))
}

/// A shared sender: an address that users may write from beside the mailbox of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Identity {
    /// The id.
    id: IdentityKey,
    /// The address.
    address: String,
    /// The name before it; empty for none.
    display_name: String,
    /// Where answers go.
    answers_to: AnswersWord,
    /// That address, where it is another one.
    answers_address: Option<String>,
    /// What stands under a mail that begins something, a text with variables; empty for the mailbox's signature.
    of_new: String,
    /// The same with formatting, where it has any.
    of_new_html: Option<String>,
    /// What stands under an answer or a forwarded mail; empty for the mailbox's signature.
    of_reply: String,
    /// The same with formatting, where it has any.
    of_reply_html: Option<String>,
    /// Who gets a hidden copy of each mail.
    copy_to: Vec<String>,
    /// Whose members alone may use it; empty for everybody.
    category_ids: Vec<CategoryKey>,
    /// When it last changed.
    updated_at: Moment,
    /// Another one with each change; goes along with one as `seen_version`.
    version: i64,
    /// When it was archived: nobody writes from it any longer.
    archived_at: Option<Moment>,
}

impl From<IdentityRow> for Identity {
    fn from(row: IdentityRow) -> Self {
        let settings = row.settings;
        let (answers_to, answers_address) = AnswersWord::parts(settings.answers_to);
        Self {
            id: row.id.into(),
            address: settings.address.to_string(),
            display_name: settings.display_name,
            answers_to,
            answers_address,
            of_new: settings.of_new.text,
            of_new_html: settings.of_new.html,
            of_reply: settings.of_reply.text,
            of_reply_html: settings.of_reply.html,
            copy_to: settings.copy_to.iter().map(EmailAddress::to_string).collect(),
            category_ids: settings.category_ids.into_iter().map(Into::into).collect(),
            updated_at: row.updated_at.into(),
            version: flows::seen::version(row.updated_at),
            archived_at: row.archived_at.map(Into::into),
        }
    }
}

/// A shared sender's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = IdentityInput)]
pub(crate) struct IdentityFields {
    /// The address.
    address: Option<String>,
    /// The name before it; empty for none.
    display_name: Option<String>,
    /// Where answers go.
    answers_to: Option<AnswersWord>,
    /// That address, where it is another one.
    answers_address: Option<String>,
    /// What stands under a mail that begins something; empty for the mailbox's signature.
    of_new: Option<String>,
    /// The same with formatting, at most 32 KB; the text is then made of it. It shows no pictures.
    of_new_html: Option<String>,
    /// What stands under an answer or a forwarded mail; empty for the mailbox's signature.
    of_reply: Option<String>,
    /// The same with formatting.
    of_reply_html: Option<String>,
    /// Who gets a hidden copy of each mail; at most 5.
    copy_to: Option<Vec<String>>,
    /// Whose members alone may use it; empty for everybody.
    category_ids: Option<Vec<CategoryKey>>,
    /// Whether nobody writes from it any longer.
    archived: Option<bool>,
    /// The `version` that is changed: 409 where somebody else changed it since. Without it, his changes are written over.
    seen_version: Option<i64>,
}

impl IdentityFields {
    /// The addresses that it names.
    fn entered(&self) -> Vec<String> {
        let copies = self.copy_to.iter().flatten();
        self.address.iter().chain(&self.answers_address).chain(copies).cloned().collect()
    }

    /// What is to be set.
    fn into_input(self) -> Result<IdentityInput, Problem> {
        let copies = |texts: Vec<String>| texts.iter().map(|text| address_alone("copy_to", text)).collect();
        Ok(IdentityInput {
            address: self.address.as_deref().map(|text| address("address", text)).transpose()?,
            display_name: self.display_name,
            answers_to: self.answers_to.map(|word| word.with(self.answers_address.as_deref())).transpose()?,
            of_new: signature(self.of_new, self.of_new_html),
            of_reply: signature(self.of_reply, self.of_reply_html),
            copy_to: self.copy_to.map(copies).transpose()?,
            category_ids: self.category_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
            archived: self.archived,
            seen_version: self.seen_version,
        })
    }
}

/// A signature that is to be set; one without formatting has lost what it had of it.
fn signature(text: Option<String>, html: Option<String>) -> Option<Formatted> {
    (text.is_some() || html.is_some()).then(|| Formatted { text: text.unwrap_or_default(), html })
}
