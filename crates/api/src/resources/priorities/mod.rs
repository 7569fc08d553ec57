//! How urgent cases are.

mod create;
mod delete;
mod levels;
mod list;
mod update;

use domain::{OrganisationId, PriorityId, Problem};
use serde::Serialize;
use store::priorities::PriorityRow;
use utoipa::ToSchema;

use self::levels::EscalationLevel;
use super::shared::write::Written;
use crate::routing::{ApiRouter, routes};
use crate::schema::PriorityKey;
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_priorities, create::create_priority))
        .routes(routes!(update::update_priority, delete::delete_priority))
}

/// How urgent a case is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Priority {
    /// The id.
    id: PriorityKey,
    /// The name, unique among the organisation's.
    name: String,
    /// Its rank: the lower, the more urgent.
    rank: i64,
    /// How long its cases may take, minutes; null is no deadline.
    deadline_minutes: Option<u32>,
    /// Whether only the organisation's office hours count.
    office_hours: bool,
    /// What happens to its cases when they take too long, in order.
    levels: Vec<EscalationLevel>,
    /// Whether a mail to the customer begins deadline and levels anew.
    restarts_on_reply: bool,
}

impl From<PriorityRow> for Priority {
    fn from(row: PriorityRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            rank: row.rank,
            deadline_minutes: row.deadline_minutes,
            office_hours: row.office_hours,
            levels: row.levels.into_iter().map(Into::into).collect(),
            restarts_on_reply: row.restarts_on_reply,
        }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: PriorityId) -> Written<Priority> {
    let row = store::priorities::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("priority").into())
}

/// The longest deadline, minutes: a year.
const DEADLINE_MINUTES_MAX: u32 = 366 * 24 * 60;

fn deadline(minutes: Option<u32>) -> Result<Option<u32>, Problem> {
    if minutes.is_none_or(|minutes| (1..=DEADLINE_MINUTES_MAX).contains(&minutes)) {
        return Ok(minutes);
    }
    let detail = "a deadline is between one minute and a year; leave it empty for none";
    Err(Problem::invalid("deadline_minutes", "priority.deadline", detail))
}
