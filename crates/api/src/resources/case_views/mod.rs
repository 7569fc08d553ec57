//! Saved views of the case list: one's own, and those shared with everybody.

mod create;
mod delete;
mod list;
mod order;
mod settings;
mod update;

use domain::CaseViewId;
use domain::org::Actor;
use serde::Serialize;
use store::case_views::CaseViewRow;
use utoipa::ToSchema;

use self::settings::CaseViewSettings;
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::CaseViewKey;
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_case_views, create::create_case_view))
        .routes(routes!(order::order_case_views))
        .routes(routes!(update::update_case_view, delete::delete_case_view))
}

/// A saved view of the case list.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseView {
    /// The id.
    id: CaseViewKey,
    /// What it is called.
    name: String,
    /// Whether everybody sees it, or its author alone.
    shared: bool,
    /// Who made it.
    author_name: Option<String>,
    /// Whether the actor made it.
    mine: bool,
    /// Whether the actor may change it: his own, or a shared one with the right `share_views`.
    may_change: bool,
    /// What it shows.
    settings: CaseViewSettings,
}

impl CaseView {
    fn of(actor: &Actor, row: CaseViewRow) -> Self {
        Self {
            may_change: flows::case_views::may_change(actor, &row),
            mine: row.author == actor.user,
            id: row.id.into(),
            settings: CaseViewSettings::read(&row.query),
            name: row.name,
            shared: row.shared,
            author_name: row.author_name,
        }
    }

    async fn find(api: &Api, actor: &Actor, id: CaseViewId) -> Result<Self, Refusal> {
        Ok(Self::of(actor, flows::case_views::find(api.office(), actor, id).await?))
    }
}
