//! The draft of the first mail of a new case.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::compose::Mode;
use flows::compose;
use serde::Deserialize;

use super::super::addresses::Remarked;
use super::{Draft, DraftInput, KeptDraft, claim};
use crate::extract::{Input, Params};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne};
use crate::rights::{self, May};
use crate::state::Api;

/// Get the draft of a new case
#[utoipa::path(get, path = "/drafts/new", tag = "drafts",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Option<Draft>, description = "The draft, or null."), OfOne))]
pub(crate) async fn get_new_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Option<Draft>> {
    let Some(row) = compose::new_draft(api.office(), &actor).await? else { return Ok(Json(None)) };
    Ok(Json(Some(Draft::of(&api, &actor, row).await?)))
}

/// Keep the draft of a new case
///
/// The newest wins; `overwrote` tells when it took the place of another writer's that was not seen.
#[utoipa::path(put, path = "/drafts/new", tag = "drafts", request_body = DraftInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<KeptDraft>, description = "It is kept."), OfInput))]
pub(crate) async fn put_new_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<DraftInput>,
) -> Answer<Remarked<KeptDraft>> {
    let (claim, entered) = (input.claim()?, input.entered());
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
    Params(ThrownDraft { version, writer }): Params<ThrownDraft>,
) -> Result<StatusCode, Refusal> {
    let claim = claim(version, writer.as_deref())?;
    compose::delete_new_draft(api.office(), &actor, claim).await?;
    Ok(StatusCode::NO_CONTENT)
}
