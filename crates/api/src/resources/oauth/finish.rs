//! Finishes a sign-in in the browser: what the provider sent it back with.

use axum::Json;
use axum::extract::State;
use domain::Secret;
use flows::oauth::sign_ins::{self, Person, Returned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::schema::MailboxKey;
use crate::state::Api;

/// What stood in the address that the provider sent the browser back to.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OauthReturnInput {
    /// The provider: the end of the redirect address.
    provider: String,
    /// `state`.
    #[schema(value_type = String, format = Password)]
    state: Secret,
    /// `code`, where the provider agrees.
    #[schema(value_type = Option<String>, format = Password)]
    code: Option<Secret>,
    /// `error`, where it does not.
    error: Option<String>,
    /// `error_description`.
    error_description: Option<String>,
}

/// What a finished sign-in was for.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthFinished {
    /// What it was for.
    #[schema(value_type = super::PurposeWord)]
    purpose: &'static str,
    /// The mailbox, which is fetched at once; null for an outgoing server.
    mailbox_id: Option<MailboxKey>,
}

/// Finish a sign-in in the browser
///
/// Once, and in the session that began it.
#[utoipa::path(post, path = "/oauth/finish", tag = "oauth", request_body = OauthReturnInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = OauthFinished, description = "What it was for."), OfInput))]
pub(crate) async fn finish_oauth_sign_in(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<OauthReturnInput>,
) -> Answer<OauthFinished> {
    let OauthReturnInput { provider, state, code, error, error_description } = input;
    let returned = Returned { provider, state, code, error, error_description };
    let person = Person { actor: &signed_in.actor, credential: &signed_in.credential };
    let owner = sign_ins::finish(api.office(), person, returned).await?;
    Ok(Json(OauthFinished { purpose: owner.purpose(), mailbox_id: super::mailbox_of(owner) }))
}
