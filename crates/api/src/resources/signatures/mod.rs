//! What stands under the mails of a user and of a mailbox.

mod case;
mod mailbox;
mod own;

use domain::compose::{Formatted, SignatureChoice};
use serde::{Deserialize, Serialize};
use store::signatures::Signatures as Stored;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::words;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(own::get_signatures, own::put_signatures))
        .routes(routes!(mailbox::get_mailbox_signature, mailbox::put_mailbox_signature))
        .routes(routes!(case::list_case_signatures))
        .routes(routes!(case::list_first_signatures))
}

/// The schema of [`SignatureChoice`].
pub(crate) struct SignatureWord;

impl PartialSchema for SignatureWord {
    fn schema() -> RefOr<Schema> {
        words(SignatureChoice::ALL.map(SignatureChoice::as_str))
    }
}

impl ToSchema for SignatureWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "SignatureChoice".into()
    }
}

/// The signatures of a user: texts with variables, as in templates.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Signatures {
    /// Under a mail that begins something; empty for none.
    of_new: String,
    /// The same with formatting, at most 32 KB; the text is then made of it. A picture in it is `cid:` and the id of an
    /// upload of one's own, or of a file that is kept already; at most 5 of them, 256 KB together.
    of_new_html: Option<String>,
    /// Under an answer or a forwarded mail; empty for none.
    of_reply: String,
    /// The same with formatting.
    of_reply_html: Option<String>,
}

/// The signatures of a mailbox: texts with variables, as in templates.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxSignature {
    /// Under every mail from the mailbox; empty for none.
    text: String,
    /// The same with formatting, where it has any.
    html: Option<String>,
    /// Under an answer or a forwarded mail in its place; empty when the same stands under all.
    reply_text: String,
    /// The same with formatting, where it has any.
    reply_html: Option<String>,
    /// Another one with each change; goes along with one as `seen_version`.
    version: i64,
}

/// The signatures that a mailbox is to have.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailboxSignatureInput)]
pub(crate) struct MailboxSignatureFields {
    /// Under every mail from the mailbox; empty for none.
    text: String,
    /// The same with formatting, at most 32 KB; the text is then made of it. A picture in it is `cid:` and the id of an
    /// upload of one's own, or of a file that is kept already; at most 5 of them, 256 KB together.
    html: Option<String>,
    /// Under an answer or a forwarded mail in its place; empty when the same stands under all.
    #[serde(default)]
    reply_text: String,
    /// The same with formatting.
    reply_html: Option<String>,
    /// The `version` that is changed: 409 `signature.changed_meanwhile` where somebody else changed it since, `by` whom, and its
    /// `version`. Without it, his changes are written over.
    seen_version: Option<i64>,
}

impl From<Stored> for MailboxSignature {
    fn from(signatures: Stored) -> Self {
        let version = flows::signatures::version(&signatures);
        let Stored { of_new, of_reply } = signatures;
        Self {
            text: of_new.text,
            html: of_new.html,
            reply_text: of_reply.text,
            reply_html: of_reply.html,
            version,
        }
    }
}

impl MailboxSignatureFields {
    /// What is to be set, and in the place of which version.
    fn into_input(self) -> (Stored, Option<i64>) {
        let Self { text, html, reply_text, reply_html, seen_version } = self;
        let of_reply = Formatted { text: reply_text, html: reply_html };
        (Stored { of_new: Formatted { text, html }, of_reply }, seen_version)
    }
}

impl From<Stored> for Signatures {
    fn from(signatures: Stored) -> Self {
        let Stored { of_new, of_reply } = signatures;
        Self {
            of_new: of_new.text,
            of_new_html: of_new.html,
            of_reply: of_reply.text,
            of_reply_html: of_reply.html,
        }
    }
}

impl From<Signatures> for Stored {
    fn from(signatures: Signatures) -> Self {
        let Signatures { of_new, of_new_html, of_reply, of_reply_html } = signatures;
        Self {
            of_new: Formatted { text: of_new, html: of_new_html },
            of_reply: Formatted { text: of_reply, html: of_reply_html },
        }
    }
}
