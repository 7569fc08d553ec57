//! Kinds of request.

mod create;
mod delete;
mod list;
mod update;

use domain::{CategoryId, OrganisationId, Problem};
use serde::Serialize;
use store::categories::CategoryRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shared::write::Written;
use crate::schema::CategoryKey;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list::list_categories, create::create_category))
        .routes(routes!(update::update_category, delete::delete_category))
}

/// A kind of request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Category {
    /// The id.
    id: CategoryKey,
    /// The name, unique among the organisation's.
    name: String,
    /// Its place in the list, from 1.
    position: i64,
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        Self { id: row.id.into(), name: row.name, position: row.position }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: CategoryId) -> Written<Category> {
    let row = store::categories::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("category").into())
}
