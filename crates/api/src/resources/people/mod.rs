//! Colleagues by name: those who can own a case.

mod list;

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::schema::UserKey;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list::list_people))
}

/// A colleague.
#[derive(Serialize, ToSchema)]
pub(crate) struct Colleague {
    /// The user's id.
    id: UserKey,
    /// The name.
    name: String,
}
