//! The signatures that can stand under a mail.

use axum::Json;
use axum::extract::State;
use domain::compose::SignatureChoice;
use flows::templates::{First, Place};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SignatureWord;
use crate::extract::{ById, Ids, Params};
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfList, OfOne};
use crate::rights::{self, May};
use crate::schema::{CaseKey, IdentityKey, MailboxKey};
use crate::state::Api;

/// One that can be chosen, its variables filled in.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfferedSignature {
    /// What a mail names it by: `new` stands under first mails, `reply` under all others unless another is chosen.
    #[schema(value_type = SignatureWord)]
    choice: SignatureChoice,
    /// The text; empty where nobody set one.
    text: String,
    /// The same with formatting, where it has any.
    html: Option<String>,
}

/// Which mailbox a new case is written from.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FromMailbox {
    /// The mailbox.
    #[param(value_type = MailboxKey)]
    mailbox_id: MailboxKey,
    /// The shared sender that the mail is from.
    #[param(value_type = Option<IdentityKey>)]
    identity_id: Option<IdentityKey>,
}

/// As whom an answer is written.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FromIdentity {
    /// The shared sender that the mail is from.
    #[param(value_type = Option<IdentityKey>)]
    identity_id: Option<IdentityKey>,
}

/// List the signatures of an answer
///
/// One's own with the mailbox's under them, their variables filled in for this case.
#[utoipa::path(get, path = "/cases/{id}/signatures", tag = "cases", params(ById, FromIdentity),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<OfferedSignature>, description = "The signatures."), OfOne))]
pub(crate) async fn list_case_signatures(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Params(from): Params<FromIdentity>,
) -> Answer<Rows<OfferedSignature>> {
    let identity = from.identity_id.map(Into::into);
    Ok(Json(offered(&api, &actor, &Place::Case(id.into()), identity).await?))
}

/// List the signatures of a case's first mail
///
/// As for an answer; what only the case would tell is left out.
#[utoipa::path(get, path = "/cases/start/signatures", tag = "cases", params(FromMailbox),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<OfferedSignature>, description = "The signatures."), OfList))]
pub(crate) async fn list_first_signatures(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(from): Params<FromMailbox>,
) -> Answer<Rows<OfferedSignature>> {
    let first = First { mailbox: from.mailbox_id.into(), to: None, title: "" };
    Ok(Json(offered(&api, &actor, &Place::First(first), from.identity_id.map(Into::into)).await?))
}

async fn offered(
    api: &Api,
    actor: &domain::Actor,
    place: &Place<'_>,
    identity: Option<domain::IdentityId>,
) -> Result<Rows<OfferedSignature>, Refusal> {
    let choices = flows::signatures::choices(api.office(), actor, place, identity).await?;
    Ok(Rows::of(choices, |(choice, signature)| OfferedSignature {
        choice,
        text: signature.text,
        html: signature.html,
    }))
}
