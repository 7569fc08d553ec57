//! Actions on selected mail of the inbox queue.
//!
//! Blocked mail is not the queue's: who wants to act on it needs its right and its own actions.

use axum::Json;
use axum::extract::State;
use domain::IntakeId;
use domain::org::Actor;
use flows::intake;

use super::super::blocked;
use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// The selected mails.
type Selected = Selection<IntakeKey>;

/// Import mail again
///
/// Sends failed mail through the pipeline again, from its first attempt.
#[utoipa::path(post, path = "/intake/import", tag = "intake", request_body = Selected,
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn import_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::import_again(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Delete mail of the inbox queue
///
/// Puts it into the bin, from where it can be restored for 30 days.
#[utoipa::path(post, path = "/intake/delete", tag = "intake", request_body = Selected,
    security(("session" = ["intake", "delete"]), ("token" = ["intake", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn delete_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::delete(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Restore deleted mail of the inbox queue
#[utoipa::path(post, path = "/intake/restore", tag = "intake", request_body = Selected,
    security(("session" = ["intake", "delete"]), ("token" = ["intake", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn restore_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::restore(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Delete mail of the bin for good
///
/// Its bytes and its timeline go; it is not fetched again.
#[utoipa::path(post, path = "/intake/purge", tag = "intake", request_body = Selected,
    security(("session" = ["intake", "delete_for_good"]), ("token" = ["intake", "delete_for_good"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn purge_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::DeleteForGood)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::delete_for_good(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// The selected mails of the queue, and those that are blocked.
async fn split(
    api: &Api,
    actor: &Actor,
    selected: Selected,
) -> Result<(Vec<IntakeId>, Vec<IntakeId>), Refusal> {
    let ids: Vec<IntakeId> = selected.ids.into_iter().map(Into::into).collect();
    let blocked = blocked::among(api, actor, &ids).await?;
    Ok(ids.into_iter().partition(|id| !blocked.contains(id)))
}
