//! Actions on selected blocked mail.

use axum::Json;
use axum::extract::State;
use domain::IntakeId;
use domain::org::Actor;
use flows::intake;

use super::among;
use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// The selected mails.
type Selected = Selection<IntakeKey>;

/// Import blocked mail
///
/// The filter that blocked it is left out; the others still apply.
#[utoipa::path(post, path = "/blocked/import", tag = "blocked", request_body = Selected,
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn import_blocked(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::import_again(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Delete blocked mail
///
/// Puts it into the bin of blocked mail, from where it can be restored for 30 days.
#[utoipa::path(post, path = "/blocked/delete", tag = "blocked", request_body = Selected,
    security(("session" = ["blocked", "delete"]), ("token" = ["blocked", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn delete_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::delete(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Restore deleted blocked mail
///
/// It is held back as before.
#[utoipa::path(post, path = "/blocked/restore", tag = "blocked", request_body = Selected,
    security(("session" = ["blocked", "delete"]), ("token" = ["blocked", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn restore_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::restore(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// Delete blocked mail of the bin for good
///
/// Its bytes and its timeline go; it is not fetched again.
#[utoipa::path(post, path = "/blocked/purge", tag = "blocked", request_body = Selected,
    security(("session" = ["blocked", "delete_for_good"]), ("token" = ["blocked", "delete_for_good"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn purge_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::DeleteForGood)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let (ids, others) = split(&api, &actor, selected).await?;
    let done = Done::from(intake::delete_for_good(api.office(), &actor, &ids).await?);
    Ok(Json(done.and_not_found(others)))
}

/// The selected mails that are blocked, and the others.
async fn split(
    api: &Api,
    actor: &Actor,
    selected: Selected,
) -> Result<(Vec<IntakeId>, Vec<IntakeId>), Refusal> {
    let ids: Vec<IntakeId> = selected.ids.into_iter().map(Into::into).collect();
    let blocked = among(api, actor, &ids).await?;
    Ok(ids.into_iter().partition(|id| blocked.contains(id)))
}
