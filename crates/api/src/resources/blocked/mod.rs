//! Blocked mail: what a filter holds back.

mod actions;
mod attached;
mod attachment;
mod export;
mod get;
mod html;
mod list;
mod raw;
mod timeline;

use std::collections::HashSet;

use domain::intake::IntakeState;
use domain::org::Actor;
use domain::{IntakeId, Problem};
use serde::{Deserialize, Serialize};
use store::blocked::{BlockedFilter, BlockedRow};
use store::intake::IntakeRow;
use utoipa::{IntoParams, ToSchema};

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{FilterKey, IntakeKey, MailboxKey, Moment};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_blocked))
        .routes(routes!(get::get_blocked))
        .routes(routes!(timeline::get_blocked_timeline))
        .routes(routes!(actions::import_blocked))
        .routes(routes!(actions::delete_blocked))
        .routes(routes!(actions::restore_blocked))
        .routes(routes!(actions::purge_blocked))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_blocked))
        .routes(routes!(raw::get_blocked_raw))
        .routes(routes!(html::get_blocked_html))
        .routes(routes!(attachment::get_blocked_attachment))
        .routes(routes!(attached::get_blocked_attached_mail))
        .routes(routes!(attached::get_blocked_attached_html))
}

/// A blocked mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct Blocked {
    /// The intake's id.
    id: IntakeKey,
    /// When it was blocked.
    when: Moment,
    /// The mailbox it came to.
    mailbox_id: MailboxKey,
    /// That mailbox's address.
    mailbox_address: String,
    /// The filter.
    filter_id: Option<FilterKey>,
    /// That filter's name.
    filter_name: Option<String>,
    /// The subject.
    subject: String,
    /// The sender as shown.
    from: String,
    /// Its size as received, octets.
    size_octets: u64,
    /// When it was put into the bin.
    deleted_at: Option<Moment>,
}

impl From<BlockedRow> for Blocked {
    fn from(row: BlockedRow) -> Self {
        Self {
            id: row.id.into(),
            when: row.blocked_at.into(),
            mailbox_id: row.mailbox_id.into(),
            mailbox_address: row.mailbox_address,
            filter_id: row.filter_id.map(Into::into),
            filter_name: row.filter_name,
            subject: row.subject,
            from: row.from,
            size_octets: row.size_octets,
            deleted_at: row.deleted_at.map(Into::into),
        }
    }
}

/// Which blocked mail a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BlockedFilters {
    /// Only that of this mailbox.
    #[param(value_type = Option<String>)]
    mailbox_id: Option<MailboxKey>,
    /// Only that of this filter.
    #[param(value_type = Option<String>)]
    filter_id: Option<FilterKey>,
    /// Whether the bin is shown.
    deleted: Option<bool>,
}

impl From<BlockedFilters> for BlockedFilter {
    fn from(filters: BlockedFilters) -> Self {
        Self {
            mailbox_id: filters.mailbox_id.map(Into::into),
            filter_id: filters.filter_id.map(Into::into),
            deleted: filters.deleted == Some(true),
        }
    }
}

/// The blocked mail with this id; one that is not blocked belongs to the inbox queue.
async fn open(api: &Api, actor: &Actor, id: IntakeId) -> Result<IntakeRow, Refusal> {
    let row = store::intake::find(&api.conn(), actor.organisation, id).await?;
    let row = row.filter(|row| row.state == IntakeState::Blocked);
    row.ok_or_else(|| Problem::not_found("blocked mail").into())
}

/// Those of the mails that are blocked, in the bin or not.
pub(crate) async fn among(api: &Api, actor: &Actor, ids: &[IntakeId]) -> Result<HashSet<IntakeId>, Refusal> {
    flows::bulk::within_limit(ids)?;
    Ok(store::blocked::among(&api.conn(), actor.organisation, ids).await?)
}
