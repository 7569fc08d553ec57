//! The figures as the actor may see them.

use axum::Json;
use axum::extract::State;
use domain::org::{Actor, Right};
use store::Count;

use super::Summary;
use crate::extract::SignedIn;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Get the figures beside the menu
#[utoipa::path(get, path = "/summary", tag = "summary", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Summary, description = "The figures."), OfSignedIn))]
pub(crate) async fn get_summary(State(api): State<Api>, signed_in: SignedIn) -> Answer<Summary> {
    let actor = signed_in.actor;
    let scope = flows::cases::scope_of(api.office(), &actor).await?;
    let found = store::summary::find(&api.conn(), actor.organisation, &scope).await?;
    let cases = if actor.may(Right::CasesAll) { Right::CasesAll } else { Right::CasesOwn };
    Ok(Json(Summary {
        open_cases: figure(&actor, cases, found.open_cases),
        unread_cases: figure(&actor, cases, found.unread_cases),
        intake_waiting: figure(&actor, Right::Intake, found.intake_waiting),
        intake_failed: figure(&actor, Right::Intake, found.intake_failed),
        intake_review: figure(&actor, Right::Intake, found.intake_review),
        outbox_waiting: figure(&actor, Right::Outbox, found.outbox_waiting),
        outbox_failed: figure(&actor, Right::Outbox, found.outbox_failed),
        blocked: figure(&actor, Right::Blocked, found.blocked),
    }))
}

fn figure(actor: &Actor, right: Right, count: Count) -> Option<u64> {
    actor.may(right).then_some(count.count)
}
