//! Changes a priority.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::priorities::PriorityChange;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::shared::write::{self, found, taken, tell};
use super::levels::{self, EscalationLevel};
use super::{Priority, deadline, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{PriorityKey, nullable};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PriorityInput {
    /// The name.
    name: Option<String>,
    /// Its rank: the lower, the more urgent.
    rank: Option<i64>,
    /// How long its cases may take, minutes, at most a year; null for no deadline.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>)]
    deadline_minutes: Option<Option<u32>>,
    /// Whether only the organisation's office hours count.
    office_hours: Option<bool>,
    /// All levels, at most 5, the earliest first. They count for cases to come, and for open ones whose deadline
    /// is not past.
    levels: Option<Vec<EscalationLevel>>,
    /// Whether a mail to the customer begins deadline and levels anew.
    restarts_on_reply: Option<bool>,
}

/// Change a priority
#[utoipa::path(patch, path = "/priorities/{id}", tag = "priorities", params(ById), request_body = PriorityInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<Priority>, description = "The priority as it is now."), OfOneInput))]
pub(crate) async fn update_priority(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<PriorityKey>,
    Input(input): Input<PriorityInput>,
) -> Answer<Remarked<Priority>> {
    let levels = input.levels.iter().flatten();
    let entered: Vec<String> = levels.flat_map(EscalationLevel::entered).cloned().collect();
    let organisation = actor.organisation;
    let change = PriorityChange {
        name: input.name.as_deref().map(write::name).transpose()?,
        rank: input.rank,
        deadline_minutes: input.deadline_minutes.map(deadline).transpose()?,
        office_hours: input.office_hours,
        levels: input.levels.map(levels::read).transpose()?,
        restarts_on_reply: input.restarts_on_reply,
    };
    if let Some(levels) = &change.levels {
        levels::take_mail(&api, organisation, id.into(), levels).await?;
    }
    let now = api.office().now();
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let changed = store::priorities::update(tx, organisation, id.into(), &change).await;
            found(changed.map_err(|error| taken(error, "priority.name_taken"))?, "priority")?;
            if change.levels.is_some() || change.deadline_minutes.is_some() {
                levels::check(tx, organisation, id.into()).await?;
            }
            if change.levels.is_some() {
                store::cases::plan_escalations(tx, organisation, id.into(), now).await?;
            }
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    let changed = (find(&api, organisation, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
