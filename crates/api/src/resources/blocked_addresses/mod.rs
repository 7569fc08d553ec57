//! Addresses that are written to no more, and why.

mod again;
mod block;
mod clear;
mod cleared;
mod export;
mod get;
mod imports;
mod list;
mod lists;
mod people;
mod settings;
mod trial;
mod words;

pub(crate) use cleared::ClearedAddressFilters;
pub(crate) use get::ReturnedMail;
pub(crate) use people::IntoList;
pub(crate) use trial::AddressTrial;
pub(crate) use words::class as class_in_words;

use domain::Timestamp;
use domain::blocks::{BlockReason, BlockScope};
use domain::returns::{ReturnClass, ReturnScope};
use serde::{Deserialize, Serialize};
use store::standings::{StandingFilter, StandingRow};
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, StandingKey, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_blocked_addresses, block::block_address))
        .routes(routes!(cleared::list_cleared_addresses))
        .routes(routes!(get::get_blocked_address))
        .routes(routes!(imports::list_block_list_imports))
        .routes(routes!(clear::clear_blocked_addresses))
        .routes(routes!(again::block_addresses_again))
        .routes(routes!(trial::try_blocked_addresses))
        .routes(routes!(trial::end_address_trials))
        .routes(routes!(people::set_blocked_former))
        .routes(routes!(people::delete_blocked_addresses))
        .routes(routes!(people::add_blocked_to_list))
        .routes(routes!(settings::get_returns_settings, settings::put_returns_settings))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_blocked_addresses))
        .routes(routes!(cleared::export_cleared_addresses))
        .routes(routes!(lists::import_blocked_addresses))
        .routes(routes!(lists::preview_blocked_addresses))
        .routes(routes!(lists::undo_block_list_import))
        .routes(routes!(lists::export_block_list))
}

/// How an address is blocked.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockOfAddress {
    /// Since when; null where the block was taken away.
    blocked_at: Option<Moment>,
    /// Which mail the block stops.
    #[schema(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Why.
    #[schema(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// Who blocked it or took the block away; null where a return, or a mail from the address, did.
    changed_by: Option<UserKey>,
    /// When its owner complained, to us or as a list tells, whatever else blocks it; null where he did not, or where his
    /// consent is on record.
    complained_at: Option<Moment>,
}

impl From<&StandingRow> for BlockOfAddress {
    fn from(row: &StandingRow) -> Self {
        Self {
            blocked_at: row.block.map(|block| block.at.into()),
            scope: row.block.map(|block| block.scope),
            reason: row.block.map(|block| block.reason),
            changed_by: row.changed_by.map(Into::into),
            complained_at: row.complaint.map(|complaint| complaint.at.into()),
        }
    }
}

/// A blocked address.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockedAddress {
    /// The id.
    id: StandingKey,
    /// The address.
    address: String,
    /// How it is blocked.
    #[serde(flatten)]
    block: BlockOfAddress,
    /// Mails that came back since the last one that arrived; of an address that is not blocked, within the last 90 days.
    returns: u32,
    /// When the last one came back.
    last_return_at: Option<Moment>,
    /// What it came back as, one of the classes of docs/returns.md.
    class: Option<String>,
    /// Whose fault that is, one of the scopes of docs/returns.md.
    fault: Option<&'static str>,
    /// The rule that judged it so; null where no mail came back, or it is not known.
    rule: Option<String>,
    /// The words of the host that refused it.
    words: String,
    /// That host.
    host: Option<String>,
    /// When mail arrived there for sure or came from there last, as far as it mattered.
    well_at: Option<Moment>,
    /// When it wrote last, where that is after it was blocked.
    written_since: Option<Moment>,
}

impl BlockedAddress {
    /// What is known of it at this moment.
    pub(crate) fn of(row: StandingRow, now: Timestamp) -> Self {
        Self {
            id: row.id.into(),
            written_since: row.written_since().map(Into::into),
            address: row.address.to_string(),
            block: BlockOfAddress::from(&row),
            returns: row.returns_within(flows::returns::memory(now)),
            last_return_at: row.last_return_at.map(Into::into),
            class: row.last_class.map(|class| class.as_str().to_owned()),
            fault: row.last_fault.map(ReturnScope::as_str),
            rule: row.last_rule,
            words: row.last_words,
            host: row.last_host,
            well_at: row.well_at.map(Into::into),
        }
    }
}

/// A blocked address on the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedBlockedAddress {
    /// What is known of it.
    #[serde(flatten)]
    address: BlockedAddress,
    /// The name of who blocked it; null where a return did.
    changed_by_name: Option<String>,
    /// Its trial; null where it is not on trial.
    trial: Option<AddressTrial>,
}

/// Which blocked addresses a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BlockedAddressFilters {
    /// Only those that are blocked for this.
    #[param(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Only those blocked for this reason.
    #[param(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// Only those whose last mail came back as this class; `complaint` also finds those whose complaint stands beside what came back later.
    #[param(value_type = Option<String>)]
    class: Option<ReturnClass>,
    /// Only those whose last mail this rule judged.
    rule: Option<String>,
    /// Only those that have written since they were blocked.
    written_since: Option<bool>,
    /// Only those on trial.
    on_trial: Option<bool>,
}

impl From<BlockedAddressFilters> for StandingFilter {
    fn from(filters: BlockedAddressFilters) -> Self {
        let BlockedAddressFilters { scope, reason, class, rule, written_since, on_trial } = filters;
        let (written_since, on_trial) = (written_since.unwrap_or(false), on_trial.unwrap_or(false));
        Self { scope, class, rule, reason, written_since, on_trial }
    }
}

/// Whose form a list has.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ListService {
    /// Amazon SES: lines of JSON.
    Ses,
    /// Postmark: JSON.
    Postmark,
    /// SendGrid: CSV.
    Sendgrid,
    /// Mailgun: CSV.
    Mailgun,
    /// Addresses, one a line.
    Plain,
}

impl ListService {
    /// The service, and what its file is called and is.
    pub(super) const fn file(self) -> (flows::returns::Service, &'static str, &'static str) {
        use flows::returns::Service;
        match self {
            Self::Ses => (Service::Ses, "ses.ndjson", "application/x-ndjson"),
            Self::Postmark => (Service::Postmark, "postmark.json", "application/json"),
            Self::Sendgrid => (Service::SendGrid, "sendgrid.csv", "text/csv"),
            Self::Mailgun => (Service::Mailgun, "mailgun.csv", "text/csv"),
            Self::Plain => (Service::Plain, "addresses.txt", "text/plain"),
        }
    }
}

/// Whose form a list is wanted in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListServiceParams {
    /// The service.
    #[param(inline)]
    pub(super) service: ListService,
}
