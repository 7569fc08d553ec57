//! Spam and deleted cases.

use axum::Json;
use axum::extract::State;
use domain::CaseId;
use flows::cases;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// The selected cases.
type Selected = Selection<CaseKey>;

/// Mark cases as spam
///
/// They leave every list but that of spam, and can be restored for 14 days.
#[utoipa::path(post, path = "/cases/spam", tag = "cases", request_body = Selected,
    security(("session" = ["cases_all", "spam"]), ("session" = ["cases_own", "spam"]),
        ("token" = ["cases_all", "spam"]), ("token" = ["cases_own", "spam"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn spam_cases(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Spam)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(cases::mark_spam(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Delete cases
///
/// Puts them into the bin, from where they can be restored for 14 days.
#[utoipa::path(post, path = "/cases/delete", tag = "cases", request_body = Selected,
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn delete_cases(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(cases::delete(api.office(), &actor, &ids(selected)).await?.into()))
}

/// Restore cases
///
/// Spam and deleted cases become what they were.
#[utoipa::path(post, path = "/cases/restore", tag = "cases", request_body = Selected,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn restore_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    Ok(Json(cases::restore(api.office(), &actor, &ids(selected)).await?.into()))
}

fn ids(selected: Selected) -> Vec<CaseId> {
    selected.ids.into_iter().map(Into::into).collect()
}
