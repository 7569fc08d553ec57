//! The draft of the first mail of a new case.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::compose::{DraftClaim, Mode};
use flows::compose;
use serde::Deserialize;

use super::super::addresses::Remarked;
use super::{Draft, DraftInput, KeptDraft, claim, mail_key};
use crate::extract::{Input, Params};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne};
use crate::rights::{self, May};
use crate::state::Api;

/// Which of the mails that begin a case.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichMail {
    /// The key that whoever began the mail made for it, 32 digits of base 16: several can be begun side by side. Without it, the
    /// one mail that has none.
    mail_key: Option<String>,
}

/// Get the draft of a new case
#[utoipa::path(get, path = "/drafts/new", tag = "drafts", params(WhichMail),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Option<Draft>, description = "The draft, or null."), OfOne))]
pub(crate) async fn get_new_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(which): Params<WhichMail>,
) -> Answer<Option<Draft>> {
    let mail = mail_key(which.mail_key.as_deref())?;
    let Some(row) = compose::new_draft(api.office(), &actor, mail).await? else { return Ok(Json(None)) };
    Ok(Json(Some(Draft::of(&api, &actor, row).await?)))
}

/// Keep the draft of a new case
///
/// The newest wins; `overwrote` tells when it took the place of another writer's that was not seen.
#[utoipa::path(put, path = "/drafts/new", tag = "drafts", params(WhichMail), request_body = DraftInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<KeptDraft>, description = "It is kept."), OfInput))]
pub(crate) async fn put_new_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(which): Params<WhichMail>,
    Input(input): Input<DraftInput>,
) -> Answer<Remarked<KeptDraft>> {
    let mail = mail_key(which.mail_key.as_deref())?;
    let (claim, entered) = (DraftClaim { mail, ..input.claim()? }, input.entered());
    let written = input.into_written(Mode::New);
    let kept = compose::put_draft(api.office(), &actor, (None, written), claim).await?;
    Ok(Json(Remarked::of(&api, &actor, (KeptDraft::from(kept), entered)).await))
}

/// Which draft of a new case is thrown away.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ThrownDraft {
    /// The version that is meant: one of another version, which another writer kept, stays, with `draft.changed`. Any is
    /// meant where neither is said.
    version: Option<i64>,
    /// Under which name it was kept.
    writer: Option<String>,
    /// Which of the mails that the user has begun; without it, the one that has no key.
    mail_key: Option<String>,
}

/// Throw the draft of a new case away
///
/// Answers the same when there is none. Where another than the one that is meant lies there, it stays, and the answer is
/// 409 `draft.changed`.
#[utoipa::path(delete, path = "/drafts/new", tag = "drafts", params(ThrownDraft),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "There is no such draft any more."), OfOne))]
pub(crate) async fn delete_new_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(thrown): Params<ThrownDraft>,
) -> Result<StatusCode, Refusal> {
    let mail = mail_key(thrown.mail_key.as_deref())?;
    let claim = DraftClaim { mail, ..claim(thrown.version, thrown.writer.as_deref())? };
    compose::delete_new_draft(api.office(), &actor, claim).await?;
    Ok(StatusCode::NO_CONTENT)
}
