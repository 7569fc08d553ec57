//! What kinds of requests an organisation's cases are.

mod archive;
mod create;
mod list;
mod restore;
mod update;

use serde::Serialize;
use store::request_types::RequestTypeRow;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{Moment, RequestTypeKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_request_types, create::create_request_type))
        .routes(routes!(update::update_request_type))
        .routes(routes!(archive::archive_request_type))
        .routes(routes!(restore::restore_request_type))
}

/// A kind of request that cases of an organisation may be.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestType {
    /// The id.
    id: RequestTypeKey,
    /// The name.
    name: String,
    /// When it was archived: nobody chooses it any longer.
    archived_at: Option<Moment>,
    /// The one that its cases are shown as of since then; without one they go on showing it.
    replaced_by: Option<RequestTypeKey>,
}

impl From<RequestTypeRow> for RequestType {
    fn from(row: RequestTypeRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            archived_at: row.archived_at.map(Into::into),
            replaced_by: row.replaced_by.map(Into::into),
        }
    }
}
