//! How urgent cases are.

mod create;
mod delete;
mod list;
mod update;

use domain::{OrganisationId, PriorityId, Problem};
use serde::Serialize;
use store::priorities::PriorityRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shared::write::Written;
use crate::schema::PriorityKey;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
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
}

impl From<PriorityRow> for Priority {
    fn from(row: PriorityRow) -> Self {
        Self { id: row.id.into(), name: row.name, rank: row.rank }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: PriorityId) -> Written<Priority> {
    let row = store::priorities::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("priority").into())
}
