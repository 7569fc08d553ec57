//! What the user has begun to write in a case.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use domain::compose::Mode;
use flows::compose;

use super::super::addresses::Remarked;
use super::super::drafts::{Draft, DraftInput, KeptDraft};
use crate::extract::{ById, Ids, Input};
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// List one's drafts in a case
///
/// One for each of answer, forward and comment, the latest first.
#[utoipa::path(get, path = "/cases/{id}/drafts", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<Draft>, description = "The drafts."), OfOne))]
pub(crate) async fn list_case_drafts(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Rows<Draft>> {
    let rows = compose::drafts_of_case(api.office(), &actor, id.into()).await?;
    Ok(Json(Rows::of(Draft::of_all(&api, &actor, rows).await?, |draft| draft)))
}

/// Keep a draft in a case
///
/// The newest wins; `overwrote` tells when another window had changed it.
#[utoipa::path(put, path = "/cases/{id}/drafts/{mode}", tag = "cases", request_body = DraftInput,
    params(ById, ("mode" = String, Path, description = "`reply`, `forward` or `comment`.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<KeptDraft>, description = "It is kept."), OfOneInput))]
pub(crate) async fn put_case_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mode)): Ids<(CaseKey, String)>,
    Input(input): Input<DraftInput>,
) -> Answer<Remarked<KeptDraft>> {
    let (mode, claim, entered) = (of_case(&mode)?, input.claim()?, input.entered());
    let written = input.into_written(mode);
    let kept = compose::put_draft(api.office(), &actor, (Some(id.into()), written), claim).await?;
    Ok(Json(Remarked::of(&api, &actor, (KeptDraft::from(kept), entered)).await))
}

/// Throw a draft in a case away
#[utoipa::path(delete, path = "/cases/{id}/drafts/{mode}", tag = "cases",
    params(ById, ("mode" = String, Path, description = "`reply`, `forward` or `comment`.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_case_draft(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mode)): Ids<(CaseKey, String)>,
) -> Result<StatusCode, Refusal> {
    compose::delete_draft(api.office(), &actor, Some(id.into()), of_case(&mode)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The mode that a draft in a case lies under.
fn of_case(name: &str) -> Result<Mode, Problem> {
    let mode: Mode = name.parse().map_err(|_| Problem::not_found("draft"))?;
    match mode {
        Mode::New => Err(Problem::not_found("draft")),
        Mode::Reply | Mode::ReplyAll | Mode::Forward | Mode::Comment => Ok(mode.of_draft()),
    }
}
