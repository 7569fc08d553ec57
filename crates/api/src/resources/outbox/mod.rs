//! The outbox: what waits or failed, and what was sent.

mod actions;
mod details;
mod export;
mod list;
mod picture;
mod raw;
mod reasons;
mod schedule;
mod timeline;
mod ways;
mod why;

use std::collections::BTreeMap;

use domain::encryption::TlsNeed;
use domain::failure;
use domain::org::Actor;
use domain::outbox::DeliveryState;
use domain::waiting::Age;
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, WaitsAt};
use utoipa::{IntoParams, ToSchema};

pub(crate) use details::Delivery;
pub(crate) use reasons::OutboxReasons;
pub(crate) use schedule::ScheduleInput;
pub(crate) use ways::{WayInput, WayOut};

use super::shared::{HeldBack, Meaning};
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CaseKey, Moment, OutboxKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_outbox))
        .routes(routes!(picture::get_outbox_picture))
        .routes(routes!(details::get_outbox))
        .routes(routes!(timeline::get_outbox_timeline))
        .routes(routes!(actions::send_outbox))
        .routes(routes!(actions::delete_outbox))
        .routes(routes!(actions::restore_outbox))
        .routes(routes!(actions::purge_outbox))
        .routes(routes!(actions::retry_outbox))
        .routes(routes!(actions::hold_outbox))
        .routes(routes!(actions::release_outbox))
        .routes(routes!(schedule::schedule_outbox))
        .routes(routes!(ways::list_outbox_ways))
        .routes(routes!(ways::change_outbox_way))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(export::export_outbox)).routes(routes!(raw::get_outbox_raw))
}

/// A mail to be sent, or sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outbox {
    /// The id.
    id: OutboxKey,
    /// When it was written.
    created_at: Moment,
    /// Who wrote it; nobody for automatic mail.
    created_by_name: Option<String>,
    /// Who it is from.
    from: String,
    /// Who receives it.
    recipients: Vec<String>,
    /// The subject.
    subject: String,
    /// Its size, octets.
    size_octets: u64,
    /// Where it stands: the least finished of its deliveries.
    #[schema(value_type = schema::DeliveryState)]
    state: DeliveryState,
    /// The most attempts of any delivery since it was last sent again; the waits between them go by that.
    attempts: u32,
    /// When a delivery is tried next by its own time; `goes_at` says when it can go.
    next_attempt_at: Option<Moment>,
    /// What a server, or we, last said about it.
    last_words: Option<String>,
    /// The case it belongs to.
    case_id: Option<CaseKey>,
    /// That case's number.
    case_number: Option<i64>,
    /// When it was put into the bin.
    deleted_at: Option<Moment>,
    /// What it waits for, or why it was not tried, and where it comes back.
    #[serde(flatten)]
    plan: OutboxPlan,
}

/// What a mail waits for, or why it was not tried, and where it comes back.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxPlan {
    /// When its author wants it sent, where he chose a time.
    planned_at: Option<Moment>,
    /// Whether it comes back to him when the customer writes first.
    cancel_if_answered: bool,
    /// When it can go at the earliest: when a delivery is tried next, or what it waits for with others ends, where that is later; null
    /// where it waits for a person or for nothing.
    goes_at: Option<Moment>,
    /// When somebody stopped it; it waits until it is let go.
    held_at: Option<Moment>,
    /// The recipients' domains for which it waits since mail to them is stopped, in the letters of DNS.
    held_for: Vec<String>,
    /// Where failures are reported; null is the empty return path of automatic mail.
    return_path: Option<String>,
    /// Whether it may go over verified encryption alone; where there is none, it comes back at once.
    needs_tls: bool,
    /// Whether it may do so to its end alone, by servers that promise it (RFC 8689).
    tls_throughout: bool,
    /// Why no server was asked the last time, where an address is written to no more.
    held_back: Option<HeldBack>,
    /// What the last words mean; null where it was taken, was not tried, or nobody was asked.
    meaning: Option<Meaning>,
    /// The most attempts of any delivery in all, those before it was sent again too.
    tried: u32,
    /// At how many of its recipients it failed, whatever became of the others; without those for whom another mail of its case went
    /// since, or is on its way.
    failed_recipients: u32,
    /// Whether it failed and another mail of its case went since to everybody whom it did not reach, or is on its way: to be sent
    /// again, it would arrive twice.
    sent_anew: bool,
}

/// What is known of a mail beside its row.
#[derive(Default)]
pub(crate) struct Known {
    /// What its last words mean.
    pub(crate) meaning: Option<failure::Meaning>,
    /// When it can go.
    pub(crate) goes_at: Option<Timestamp>,
    /// The domains for which it is held.
    pub(crate) held_for: Vec<String>,
    /// At how many of its recipients it failed.
    pub(crate) failed: u32,
    /// For how many of those another went.
    pub(crate) stood_for: u32,
}

/// What is known of each of these mails.
pub(crate) async fn known_of(
    api: &Api,
    organisation: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeMap<OutboxId, Known>, Refusal> {
    let mut meanings = flows::returns::meanings(api.office(), organisation, items).await?;
    let going = flows::outbox::going(api.office(), organisation, items).await?;
    let mut held_for = store::held_destinations::list_held_for(&api.conn(), organisation, items).await?;
    let failed = store::deliveries::count_failed(&api.conn(), organisation, items).await?;
    let stood_for = store::outbox::list_stood_for(&api.conn(), organisation, items).await?;
    let known = |id: &OutboxId| Known {
        meaning: meanings.remove(id),
        goes_at: going.get(id).copied(),
        held_for: held_for.remove(id).unwrap_or_default().domains,
        failed: failed.get(id).copied().unwrap_or_default(),
        stood_for: stood_for.get(id).map_or(0, |of| u32::try_from(of.len()).unwrap_or(u32::MAX)),
    };
    Ok(items.iter().copied().zip(items.iter().map(known)).collect())
}

impl Outbox {
    /// A mail, and what is known of it.
    pub(crate) fn of(row: OutboxRow, known: Option<Known>) -> Self {
        let Known { meaning, goes_at, held_for, failed, stood_for } = known.unwrap_or_default();
        let goes_at = goes_at.filter(|_| row.held_at.is_none());
        Self {
            id: row.id.into(),
            created_at: row.created_at.into(),
            from: sender(&row),
            created_by_name: row.created_by_name,
            recipients: row.recipients.iter().map(ToString::to_string).collect(),
            subject: row.subject,
            size_octets: row.size_octets,
            state: row.state,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at.map(Into::into),
            last_words: row.last_words,
            case_id: row.case_id.map(Into::into),
            case_number: row.case_number,
            deleted_at: row.deleted_at.map(Into::into),
            plan: OutboxPlan {
                planned_at: row.planned_at.map(Into::into),
                cancel_if_answered: row.cancel_if_answered,
                goes_at: goes_at.map(Into::into),
                held_at: row.held_at.map(Into::into),
                held_for,
                tried: row.tried,
                failed_recipients: failed.saturating_sub(stood_for),
                sent_anew: row.state == DeliveryState::Failed && stood_for > 0 && failed <= stood_for,
                return_path: row.return_path.map(|path| path.to_string()),
                needs_tls: row.tls != TlsNeed::Nothing,
                tls_throughout: row.tls == TlsNeed::Throughout,
                held_back: row.held_back.map(Into::into),
                meaning: meaning.map(Into::into),
            },
        }
    }
}

/// The sender as a reader sees him.
pub(crate) fn sender(row: &OutboxRow) -> String {
    match row.from_name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} <{}>", row.from),
        None => row.from.to_string(),
    }
}

/// Which part of the outbox a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutboxFilters {
    /// Whether sent mail is shown beside what waits or failed.
    sent: Option<bool>,
    /// Whether the bin is shown.
    deleted: Option<bool>,
    /// One part alone: `waiting` (what waits or failed), `sent`, `stopped`, `failed`, `all` or `deleted`. It wins over the
    /// other two.
    state: Option<String>,
    /// Mail alone that waits for this domain, and is not to leave later; of `stopped` and `failed`, mail alone that is stopped
    /// or failed for it.
    domain: Option<String>,
    /// Of it, what waits so long: `minutes_5` (less than that), `minutes_20`, `hour`, `hours_4`, `day` or `days`.
    age: Option<String>,
    /// Mail alone that waits for this destination, whatever domains it is for, and what of it is stopped: the `held_by` of
    /// what a mail waits for.
    destination: Option<String>,
}

impl OutboxFilters {
    /// What they ask for of an organisation at an instant.
    pub(crate) fn read(
        self,
        organisation: OrganisationId,
        now: Timestamp,
    ) -> Result<(OutboxFilter, Option<WaitsAt>), Problem> {
        let age = self.age.as_deref().map(str::parse::<Age>).transpose().map_err(|_| {
            let detail = "the age is minutes_5, minutes_20, hour, hours_4, day or days";
            Problem::invalid("age", "list.unknown_filter", detail)
        })?;
        if age.is_some() && self.domain.is_none() {
            let detail = "an age is asked for together with a domain";
            return Err(Problem::invalid("age", "list.unknown_filter", detail));
        }
        let named = |key: &str| {
            flows::outbox::destination_of(organisation, key).ok_or_else(|| {
                let detail = "the destination is what a mail of the outbox says that it waits for";
                Problem::invalid("destination", "list.unknown_filter", detail)
            })
        };
        let destination = self.destination.as_deref().map(named).transpose()?;
        let domain = self.domain.as_deref().map(str::to_ascii_lowercase);
        let is_asked = domain.is_some() || destination.is_some();
        let (domain, destination) = (domain.map(|name| (name, now)), destination.map(|name| (name, now)));
        let place = is_asked.then_some(WaitsAt { domain, age, destination });
        Ok((self.try_into()?, place))
    }
}

impl TryFrom<OutboxFilters> for OutboxFilter {
    type Error = Problem;

    fn try_from(filters: OutboxFilters) -> Result<Self, Problem> {
        let shelf = match filters.state.as_deref() {
            Some(name) => OutboxShelf::from_name(name).ok_or_else(|| {
                let detail = "the state is waiting, sent, stopped, failed, all or deleted";
                Problem::invalid("state", "list.unknown_filter", detail)
            })?,
            None if filters.deleted == Some(true) => OutboxShelf::Deleted,
            None if filters.sent == Some(true) => OutboxShelf::All,
            None => OutboxShelf::Waiting,
        };
        Ok(Self { shelf })
    }
}

async fn open(api: &Api, actor: &Actor, id: OutboxId) -> Result<OutboxRow, Refusal> {
    let row = store::outbox::find(&api.conn(), actor.organisation, id).await?;
    row.ok_or_else(|| Problem::not_found("mail in the outbox").into())
}
