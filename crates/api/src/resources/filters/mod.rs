//! Filters that scan incoming mail.

mod create;
mod delete;
mod input;
mod list;
mod order;
mod update;

use domain::intake::{self, FilterField, FilterOperator};
use domain::{FilterId, OrganisationId, Problem};
use serde::{Deserialize, Serialize};
use store::filters::FilterRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::Refusal;
use crate::schema::{self, CategoryKey, FilterKey, MailboxKey, Moment, PriorityKey};
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list::list_filters, create::create_filter))
        .routes(routes!(update::update_filter, delete::delete_filter))
        .routes(routes!(order::order_filters))
}

/// A filter.
#[derive(Serialize, ToSchema)]
pub(crate) struct Filter {
    /// The id.
    id: FilterKey,
    /// The name.
    name: String,
    /// Its place in the order, from 1.
    position: i64,
    /// Whether it is applied.
    active: bool,
    /// The mailbox whose mail it reads; null for all.
    mailbox_id: Option<MailboxKey>,
    /// The text it reads.
    #[schema(value_type = schema::FilterField)]
    field: FilterField,
    /// How it compares; case is ignored.
    #[schema(value_type = schema::FilterOperator)]
    operator: FilterOperator,
    /// What it looks for.
    pattern: String,
    /// What it does.
    action: FilterAction,
    /// How many mails it matched.
    hits: u64,
    /// When it last matched.
    last_hit_at: Option<Moment>,
}

/// What a filter does with a mail that it matches.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum FilterAction {
    /// It waits in Blocked mail.
    Block,
    /// The case it makes gets this category.
    Category {
        /// Which.
        category_id: CategoryKey,
    },
    /// The case it makes gets this priority.
    Priority {
        /// Which.
        priority_id: PriorityKey,
    },
}

impl From<intake::FilterAction> for FilterAction {
    fn from(action: intake::FilterAction) -> Self {
        match action {
            intake::FilterAction::Block => Self::Block,
            intake::FilterAction::Category { category_id } => {
                Self::Category { category_id: category_id.into() }
            }
            intake::FilterAction::Priority { priority_id } => {
                Self::Priority { priority_id: priority_id.into() }
            }
        }
    }
}

impl From<FilterAction> for intake::FilterAction {
    fn from(action: FilterAction) -> Self {
        match action {
            FilterAction::Block => Self::Block,
            FilterAction::Category { category_id } => Self::Category { category_id: category_id.into() },
            FilterAction::Priority { priority_id } => Self::Priority { priority_id: priority_id.into() },
        }
    }
}

impl From<FilterRow> for Filter {
    fn from(row: FilterRow) -> Self {
        let settings = row.settings;
        Self {
            id: row.id.into(),
            name: settings.name,
            position: row.position,
            active: settings.active,
            mailbox_id: settings.mailbox_id.map(Into::into),
            field: settings.field,
            operator: settings.operator,
            pattern: settings.pattern,
            action: settings.action.into(),
            hits: row.hits,
            last_hit_at: row.last_hit_at.map(Into::into),
        }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: FilterId) -> Result<Filter, Refusal> {
    let row = store::filters::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("filter").into())
}
