//! What stands under the mails of a user and of a mailbox.

mod case;
mod mailbox;
mod own;

use domain::compose::SignatureChoice;
use serde::{Deserialize, Serialize};
use store::signatures::UserSignatures;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::schema::words;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
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
    /// Under an answer or a forwarded mail; empty for none.
    of_reply: String,
}

/// A signature.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Signature {
    /// The text; empty for none.
    text: String,
}

impl From<UserSignatures> for Signatures {
    fn from(signatures: UserSignatures) -> Self {
        Self { of_new: signatures.of_new, of_reply: signatures.of_reply }
    }
}

impl From<Signatures> for UserSignatures {
    fn from(signatures: Signatures) -> Self {
        Self { of_new: signatures.of_new, of_reply: signatures.of_reply }
    }
}
