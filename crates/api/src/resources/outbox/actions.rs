//! Actions on selected mail of the outbox.

use axum::Json;
use axum::extract::State;
use domain::OutboxId;
use flows::outbox;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::OutboxKey;
use crate::state::Api;

/// The selected mails.
type Selected = Selection<OutboxKey>;

/// Send mail again
///
/// Its failed deliveries are due at once, with their attempts counted from zero.
#[utoipa::path(post, path = "/outbox/send", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn send_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::send_again(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Delete mail of the outbox
///
/// Puts it into the bin, from where it can be restored for 30 days; what was not sent waits there.
#[utoipa::path(post, path = "/outbox/delete", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn delete_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::delete(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Restore deleted mail of the outbox
///
/// What was not sent is due at once.
#[utoipa::path(post, path = "/outbox/restore", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn restore_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::restore(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Delete mail of the outbox's bin for good
///
/// Its bytes, its attempts and its timeline go. A message of a case that it was stays in the case.
#[utoipa::path(post, path = "/outbox/purge", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox", "delete_for_good"]), ("token" = ["outbox", "delete_for_good"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn purge_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::DeleteForGood)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::delete_for_good(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Try waiting mail of the outbox at once
///
/// Also where nothing is tried at its destination for a while: who asks knows that the server is well again. Not mail
/// that is stopped or planned for later, and none while all mail is stopped. What waits for a limit on mails in a minute, or for a
/// server that asked all who send to it for a pause, is refused (`outbox.waits_for_limit`, `outbox.waits_for_server`).
#[utoipa::path(post, path = "/outbox/retry", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn retry_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::hasten(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Stop mail of the outbox
///
/// Nothing of it is tried until somebody lets it go. Not mail that is being sent, or was.
#[utoipa::path(post, path = "/outbox/hold", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn hold_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::hold(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Let stopped mail go
///
/// It is due at once, or at the time its author chose.
#[utoipa::path(post, path = "/outbox/release", tag = "outbox", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn release_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(outbox::release(api.office(), &actor, &ids(selected)).await?.into()))
}

fn ids(selected: Selected) -> Vec<OutboxId> {
    selected.ids.into_iter().map(Into::into).collect()
}
