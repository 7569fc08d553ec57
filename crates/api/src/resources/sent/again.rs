//! What can be done with a mail that was sent: try those again whom it did not reach, or begin another with it.

use axum::extract::State;
use axum::http::StatusCode;
use flows::compose::{self, Anew};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::cases::address_alone;
use super::super::drafts::mail_key;
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::OutboxKey;
use crate::state::Api;

/// Send a sent mail again
///
/// To the recipients whom it did not reach, with their attempts counted from zero.
#[utoipa::path(post, path = "/sent/{id}/send-again", tag = "outbox", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is due."), OfOne))]
pub(crate) async fn send_sent_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<OutboxKey>,
) -> Result<StatusCode, Refusal> {
    compose::send_sent_again(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a mail is written anew.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AnewInput {
    /// Whether the draft takes the place of one that was begun.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    replace: bool,
    /// Under which key it is begun, beside all others: 32 digits of base 16, made for this one. Without it, it is the one mail
    /// that has none.
    mail_key: Option<String>,
    /// Who gets it in the place of all its recipients: the right address of somebody whom it did not reach.
    to: Option<String>,
}

/// Write a sent mail anew
///
/// Makes the draft of a new case of it: recipients, subject, text and files.
#[utoipa::path(post, path = "/sent/{id}/anew", tag = "outbox", params(ById), request_body = AnewInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The draft of a new case is there."), OfOneInput))]
pub(crate) async fn write_sent_anew(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<OutboxKey>,
    Input(AnewInput { replace, mail_key: key, to }): Input<AnewInput>,
) -> Result<StatusCode, Refusal> {
    let to = to.as_deref().map(|text| address_alone("to", text)).transpose()?;
    let anew = Anew { replaces: replace, mail: mail_key(key.as_deref())?, to };
    compose::anew(api.office(), &actor, id.into(), anew).await?;
    Ok(StatusCode::NO_CONTENT)
}
