//! Filters that scan incoming mail.

mod create;
mod delete;
mod dry_run;
mod file;
mod input;
mod list;
mod order;
mod rules;
mod update;

use domain::filter::{Combine, FilterAction, FilterCapture, FilterCondition};
use domain::{FilterId, OrganisationId, Problem};
use serde::Serialize;
use store::filters::FilterRow;
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{FilterKey, MailboxKey, Moment};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_filters, create::create_filter))
        .routes(routes!(update::update_filter, delete::delete_filter))
        .routes(routes!(order::order_filters))
        .routes(routes!(file::get_filter_file, file::import_filter_file))
}

/// Routes that read many mails.
pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(dry_run::dry_run_filter)).routes(routes!(dry_run::dry_run_file))
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
    /// The mailboxes whose mail it reads; none for all.
    mailbox_ids: Vec<MailboxKey>,
    /// Whether every condition must hold, or one of them.
    #[schema(value_type = rules::Combine)]
    combine: Combine,
    /// The conditions; none matches every mail.
    #[schema(value_type = Vec<rules::FilterCondition>)]
    conditions: Vec<FilterCondition>,
    /// What is read out of a mail that matches.
    #[schema(value_type = Vec<rules::FilterCapture>)]
    captures: Vec<FilterCapture>,
    /// What it does.
    #[schema(value_type = Vec<rules::FilterAction>)]
    actions: Vec<FilterAction>,
    /// Whether later filters are left out for a mail that matches.
    stop: bool,
    /// How many mails it matched.
    hits: u64,
    /// When it last matched.
    last_hit_at: Option<Moment>,
}

impl From<FilterRow> for Filter {
    fn from(row: FilterRow) -> Self {
        let FilterRow { id, position, settings, hits, last_hit_at } = row;
        let rules = settings.rules;
        Self {
            id: id.into(),
            name: settings.name,
            position,
            active: settings.active,
            mailbox_ids: settings.mailbox_ids.into_iter().map(Into::into).collect(),
            combine: rules.combine,
            conditions: rules.conditions,
            captures: rules.captures,
            actions: rules.actions,
            stop: rules.stop,
            hits,
            last_hit_at: last_hit_at.map(Into::into),
        }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: FilterId) -> Result<Filter, Refusal> {
    let row = store::filters::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("filter").into())
}
