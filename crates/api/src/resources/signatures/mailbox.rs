//! The signatures of a mailbox.

use axum::Json;
use axum::extract::State;

use super::{MailboxSignature, MailboxSignatureFields};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// Get the signatures of a mailbox
#[utoipa::path(get, path = "/mailboxes/{id}/signature", tag = "mailboxes", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = MailboxSignature, description = "The signatures."), OfOne))]
pub(crate) async fn get_mailbox_signature(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<MailboxKey>,
) -> Answer<MailboxSignature> {
    Ok(Json(flows::signatures::of_mailbox(api.office(), &actor, id.into()).await?.into()))
}

/// Set the signatures of a mailbox
///
/// They stand under that of whoever writes.
#[utoipa::path(put, path = "/mailboxes/{id}/signature", tag = "mailboxes", params(ById), request_body = MailboxSignatureFields,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = MailboxSignature, description = "The signatures as they are now."), OfOneInput))]
pub(crate) async fn put_mailbox_signature(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<MailboxKey>,
    Input(input): Input<MailboxSignatureFields>,
) -> Answer<MailboxSignature> {
    let (signatures, seen) = input.into_input();
    flows::signatures::put_of_mailbox(api.office(), &actor, (id.into(), seen), signatures).await?;
    Ok(Json(flows::signatures::of_mailbox(api.office(), &actor, id.into()).await?.into()))
}
