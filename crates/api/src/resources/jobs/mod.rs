//! Actions on all rows of a list that fit, as jobs with progress; and one's own jobs.

mod cancel;
mod get;
mod list;
mod mails_of_cases;
mod on_addresses;
mod on_blocked;
mod on_cases;
mod on_intake;
mod on_outbox;
mod rows;
mod take_back;

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::http::StatusCode;
use domain::job::{JobKind, JobState};
use domain::org::Actor;
use domain::{JobId, Problem, Timestamp};
use flows::jobs::Rows;
use serde::Serialize;
use store::jobs::{JobFailure, JobRow};
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, JobKey, Moment};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_jobs))
        .routes(routes!(get::get_job))
        .routes(routes!(cancel::cancel_job))
        .routes(routes!(take_back::take_back_job))
        .routes(routes!(mails_of_cases::reply_cases))
        .routes(routes!(mails_of_cases::forward_cases))
}

/// They read the whole list first.
pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(on_intake::import_matching_intake))
        .routes(routes!(on_intake::delete_matching_intake))
        .routes(routes!(on_intake::restore_matching_intake))
        .routes(routes!(on_blocked::import_matching_blocked))
        .routes(routes!(on_blocked::delete_matching_blocked))
        .routes(routes!(on_blocked::restore_matching_blocked))
        .routes(routes!(on_addresses::clear_matching_addresses))
        .routes(routes!(on_addresses::block_matching_again))
        .routes(routes!(on_addresses::try_matching_addresses))
        .routes(routes!(on_addresses::set_matching_former))
        .routes(routes!(on_addresses::delete_matching_addresses))
        .routes(routes!(on_addresses::add_matching_to_list))
        .routes(routes!(on_outbox::send_matching_outbox))
        .routes(routes!(on_outbox::delete_matching_outbox))
        .routes(routes!(on_outbox::restore_matching_outbox))
        .routes(routes!(on_outbox::retry_matching_outbox))
        .routes(routes!(on_outbox::hold_matching_outbox))
        .routes(routes!(on_outbox::release_matching_outbox))
        .routes(routes!(on_outbox::change_matching_outbox_way))
        .routes(routes!(on_cases::change_matching_cases))
        .routes(routes!(on_cases::spam_matching_cases))
        .routes(routes!(on_cases::delete_matching_cases))
        .routes(routes!(on_cases::restore_matching_cases))
        .routes(routes!(mails_of_cases::reply_matching_cases))
        .routes(routes!(mails_of_cases::forward_matching_cases))
}

/// One action on many rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Job {
    /// The id.
    id: JobKey,
    /// What it does.
    #[schema(value_type = schema::JobKind)]
    kind: &'static str,
    /// Where it stands.
    #[schema(value_type = schema::JobState)]
    state: &'static str,
    /// How many rows it has.
    total: u64,
    /// To how many it was done.
    done: u64,
    /// To how many it could not be.
    failed: u64,
    /// Whether the list had more than 100,000 rows: the others are untouched.
    cut: bool,
    /// The first 100 rows that it could not be done to.
    failures: Vec<FailedRow>,
    /// Whether it was asked to stop.
    cancel_requested: bool,
    /// When it was asked for.
    created_at: Moment,
    /// When it was over.
    finished_at: Option<Moment>,
    /// Whether what it did can be taken back: blocks that it took away are there again after
    /// `POST /blocked-addresses/block-again/matching` with this `job`.
    can_undo: bool,
    /// When the mails go that it wrote and planned; null where it planned none, their time has come, or they are taken back. Until
    /// then `POST /jobs/{id}/take-back` takes back all of them.
    planned_at: Option<Moment>,
}

/// One row that a job could not be done to.
#[derive(Serialize, ToSchema)]
pub(crate) struct FailedRow {
    /// The row's id.
    id: String,
    /// The problem's stable code.
    code: String,
    /// What failed, and what to do.
    detail: String,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        let failure = |failure: JobFailure| FailedRow {
            id: failure.id.to_string(),
            code: failure.code,
            detail: failure.detail,
        };
        Self {
            id: row.id.into(),
            kind: JobKind::as_str(row.kind),
            state: JobState::as_str(row.state),
            total: row.total,
            done: row.done,
            failed: row.failed,
            cut: row.cut,
            failures: row.failures.into_iter().map(failure).collect(),
            cancel_requested: row.cancel_requested,
            created_at: row.created_at.into(),
            finished_at: row.finished_at.map(Into::into),
            can_undo: false,
            planned_at: None,
        }
    }
}

impl Job {
    /// The same, with whether it is among those that can be taken back, and among those that planned their mails.
    fn among(row: JobRow, ways_back: &WaysBack) -> Self {
        let can_undo = ways_back.undoable.contains(&row.id);
        let planned_at = ways_back.planned.get(&row.id).copied().map(Into::into);
        Self { can_undo, planned_at, ..row.into() }
    }
}

/// What can be taken back of some jobs.
struct WaysBack {
    undoable: BTreeSet<JobId>,
    planned: BTreeMap<JobId, Timestamp>,
}

impl WaysBack {
    /// Of these, among all that their user is shown.
    async fn of(api: &Api, actor: &Actor, (jobs, all): (&[JobRow], &[JobRow])) -> Result<Self, Problem> {
        let office = api.office();
        let undoable = flows::jobs::undoable(office, actor, jobs).await?;
        Ok(Self { undoable, planned: flows::jobs::planned(jobs, all, office.now()) })
    }
}

/// What the routes that begin a job answer: 202, RFC 9110 15.3.3.
type Begun = Result<(StatusCode, Json<Job>), Refusal>;

async fn begin(api: &Api, actor: &Actor, kind: JobKind, rows: Rows) -> Begun {
    begun(flows::jobs::start(api.office(), actor, kind, rows).await?)
}

fn begun(job: JobRow) -> Begun {
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}
