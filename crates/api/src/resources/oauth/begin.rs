//! Begins a sign-in with a provider.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use domain::oauth::SignInWay;
use flows::oauth::sign_ins::{self, Begun, Person};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{OauthSignIn, WayWord};
use crate::extract::{ById, Ids, Input, SignedIn};
use crate::problem::Refusal;
use crate::refusals::{OfInput, OfOneInput};
use crate::rights::{self, May};
use crate::schema::{MailboxKey, TransportKey};
use crate::state::Api;

/// How a person signs in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OauthBeginInput {
    /// In this `browser`, or on any `device` with a code; `browser` when left out.
    #[schema(value_type = Option<WayWord>)]
    way: Option<String>,
}

impl OauthBeginInput {
    fn way(&self) -> Result<SignInWay, Problem> {
        let word = self.way.as_deref().unwrap_or(SignInWay::Browser.as_str());
        word.parse().map_err(|_| {
            Problem::invalid("way", "oauth.way", "a person signs in in the `browser` or on a `device`")
        })
    }
}

/// Sign in for a mailbox
///
/// Answers with the provider's page for this browser, which comes back to the redirect address; or with a code to type
/// on any device. What was granted before stays until the sign-in is finished.
#[utoipa::path(post, path = "/mailboxes/{id}/oauth", tag = "oauth", params(ById), request_body = OauthBeginInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = OauthSignIn, description = "The sign-in."), OfOneInput))]
pub(crate) async fn begin_mailbox_sign_in(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    signed_in: SignedIn,
    Ids(id): Ids<MailboxKey>,
    Input(input): Input<OauthBeginInput>,
) -> Result<(StatusCode, Json<OauthSignIn>), Refusal> {
    let person = Person { actor: &actor, credential: &signed_in.credential };
    let begun = sign_ins::begin_for_mailbox(api.office(), person, id.into(), input.way()?).await?;
    answered(&api, person, begun).await
}

/// Sign in for the outgoing server
///
/// As for a mailbox.
#[utoipa::path(post, path = "/transport/oauth", tag = "oauth", request_body = OauthBeginInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = OauthSignIn, description = "The sign-in."), OfInput))]
pub(crate) async fn begin_transport_sign_in(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    signed_in: SignedIn,
    Input(input): Input<OauthBeginInput>,
) -> Result<(StatusCode, Json<OauthSignIn>), Refusal> {
    let person = Person { actor: &actor, credential: &signed_in.credential };
    let begun = sign_ins::begin_for_transport(api.office(), person, input.way()?).await?;
    answered(&api, person, begun).await
}

/// Sign in for one's own outgoing server
///
/// As for a mailbox.
#[utoipa::path(post, path = "/profile/transport/oauth", tag = "oauth", request_body = OauthBeginInput,
    security(("session" = []), ("token" = [])),
    responses((status = 201, body = OauthSignIn, description = "The sign-in."), OfInput))]
pub(crate) async fn begin_own_sign_in(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<OauthBeginInput>,
) -> Result<(StatusCode, Json<OauthSignIn>), Refusal> {
    let person = Person { actor: &signed_in.actor, credential: &signed_in.credential };
    let begun = sign_ins::begin_for_own(api.office(), person, input.way()?).await?;
    answered(&api, person, begun).await
}

/// Sign in for the outgoing server of a sender domain
///
/// As for a mailbox.
#[utoipa::path(post, path = "/domain-transports/{id}/oauth", tag = "oauth", params(ById), request_body = OauthBeginInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = OauthSignIn, description = "The sign-in."), OfOneInput))]
pub(crate) async fn begin_domain_sign_in(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    signed_in: SignedIn,
    Ids(id): Ids<TransportKey>,
    Input(input): Input<OauthBeginInput>,
) -> Result<(StatusCode, Json<OauthSignIn>), Refusal> {
    let person = Person { actor: &actor, credential: &signed_in.credential };
    let begun = sign_ins::begin_for_domain(api.office(), person, id.into(), input.way()?).await?;
    answered(&api, person, begun).await
}

async fn answered(
    api: &Api,
    person: Person<'_>,
    begun: Begun,
) -> Result<(StatusCode, Json<OauthSignIn>), Refusal> {
    let row = sign_ins::find(api.office(), person.actor, begun.id).await?;
    Ok((StatusCode::CREATED, Json(OauthSignIn::of(row, begun.address))))
}
