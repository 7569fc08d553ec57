//! Keys for programs that act as the user.

mod create;
mod delete;
mod list;

use serde::Serialize;
use store::api_tokens::ApiTokenRow;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{ApiTokenKey, Moment};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_tokens, create::create_token))
        .routes(routes!(delete::delete_token))
}

/// A token without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiToken {
    /// The id.
    id: ApiTokenKey,
    /// What the user called it.
    name: String,
    /// When it was made.
    created_at: Moment,
    /// When it ends; null for never.
    expires_at: Option<Moment>,
    /// When it was last used, to the minute.
    last_used_at: Option<Moment>,
}

impl From<ApiTokenRow> for ApiToken {
    fn from(row: ApiTokenRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            created_at: row.created_at.into(),
            expires_at: row.expires_at.map(Into::into),
            last_used_at: row.last_used_at.map(Into::into),
        }
    }
}
