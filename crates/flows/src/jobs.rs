//! Jobs: one action on more rows than a person waits for, with progress and a way to stop it.

mod deeds;
mod mails;
mod on_addresses;
mod on_cases;
pub(crate) mod on_incidents;
mod on_lists;
mod on_outbox;
mod on_persons;
mod planned;
mod shown;
mod worker;

use std::collections::BTreeSet;

use domain::compose::DraftClaim;
use domain::job::{JobKind, JobState};
use domain::limits::{JOB_ROWS_MAX, JOBS_OPEN_MAX};
use domain::org::Right;
use domain::problem::ProblemKind;
use domain::{Actor, JobId, OrganisationId, Problem, UploadId};
use store::jobs::{JobRow, NewJob};
use store::{StoreError, Tx};

use crate::cases::BulkChange;
use crate::compose::{self, BulkMail, BulkSending};
use crate::office::Office;
use crate::outbox::AnotherWay;
use crate::returns::AddressesDeed;
use crate::users::Refused;
use crate::{people, problem, returns};
use mails::Mails;
pub use on_lists::Listed;
pub(crate) use planned::kept;
pub use planned::{planned, take_back};
pub use shown::{known, list};
pub use worker::JobWorker;

/// Jobs that a user is shown.
const SHOWN_MAX: u32 = 30;
/// How long the same mails to the same cases are one request, milliseconds: 10 minutes.
const REPEAT_MS: i64 = 10 * 60 * 1000;

/// The rows that a job is to be done to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Their ids, at most [`JOB_ROWS_MAX`].
    pub ids: Vec<i64>,
    /// Whether the list had more.
    pub cut: bool,
    /// The list that they are all of, as it was asked for; `None` for rows that were picked.
    list: Option<String>,
}

impl Rows {
    /// The same as all rows of a list that was asked for in these words. Asked for in the same words again it
    /// may have others by then.
    #[must_use]
    pub fn of_list(self, words: String) -> Self {
        Self { list: Some(words), ..self }
    }

    /// Adds a page of a list; `false` when no more are taken.
    pub fn add(&mut self, ids: impl IntoIterator<Item = i64>) -> bool {
        self.ids.extend(ids);
        self.cut = self.ids.len() > JOB_ROWS_MAX;
        self.ids.truncate(JOB_ROWS_MAX);
        !self.cut
    }
}

/// Begins a job on these rows.
///
/// # Errors
/// When there are no rows, the user has too many jobs under way, or the store fails.
pub async fn start(office: &Office, actor: &Actor, kind: JobKind, rows: Rows) -> Result<JobRow, Problem> {
    begin(office, actor, (kind, String::from("null")), rows).await
}

/// Begins a job on all mail of a list of the outbox, however much that is.
///
/// # Errors
/// As [`start`].
pub async fn start_on_outbox(
    office: &Office,
    actor: &Actor,
    kind: JobKind,
    listed: Listed,
) -> Result<JobRow, Problem> {
    let first = on_lists::first(&office.store().read(), actor.organisation, listed).await;
    let (rows, walk) = first.map_err(problem::from_store)?;
    let params = serde_json::to_string(&walk).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (kind, params), rows).await
}

/// Begins a job that makes this change, which was checked, to these cases.
///
/// # Errors
/// As [`start`].
pub async fn start_change(
    office: &Office,
    actor: &Actor,
    change: &BulkChange,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let params = serde_json::to_string(change).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (JobKind::CasesChange, params), rows).await
}

/// Begins a job that does this to the blocked addresses.
///
/// # Errors
/// As [`start`]; 422 for a note that is too long, 404 for a set that is not there.
pub async fn start_on_addresses(
    office: &Office,
    actor: &Actor,
    deed: AddressesDeed,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let deed = deed.checked(office, actor).await?;
    let params = serde_json::to_string(&deed).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (deed.job(), params), rows).await
}

/// Begins a job that blocks these cleared addresses again; where a job is named that cleared them, those that it was which let
/// them go last. Asked for twice while it is under way, that is one job.
///
/// # Errors
/// As [`start`].
pub async fn start_block_again(
    office: &Office,
    actor: &Actor,
    of: Option<JobId>,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let params = serde_json::to_string(&of).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (JobKind::AddressesBlockAgain, params), rows).await
}

/// Those of these jobs of one's own whose deed can be taken back: they cleared addresses of which some are still written to, and
/// no job does it already.
///
/// # Errors
/// When the store fails.
pub async fn undoable(office: &Office, actor: &Actor, jobs: &[JobRow]) -> Result<BTreeSet<JobId>, Problem> {
    if !actor.may(Right::Outbox) {
        return Ok(BTreeSet::new());
    }
    let undoes = |job: &JobRow| {
        let is_under_way = job.kind == JobKind::AddressesBlockAgain && !job.state.is_over();
        is_under_way.then(|| serde_json::from_str::<Option<JobId>>(&job.params).ok().flatten()).flatten()
    };
    let undone: BTreeSet<JobId> = jobs.iter().filter_map(undoes).collect();
    let is_clear = |job: &&JobRow| job.kind == JobKind::AddressesClear && job.state.is_over() && job.done > 0;
    let asked: Vec<JobId> =
        jobs.iter().filter(is_clear).map(|job| job.id).filter(|id| !undone.contains(id)).collect();
    let (conn, since) = (office.store().read(), returns::cleared_since(office.now()));
    let found = store::standings::clearing_jobs(&conn, actor.organisation, &asked, since).await;
    found.map_err(problem::from_store)
}

/// Begins a job that sends these mails another way.
///
/// # Errors
/// As [`start`]; as [`AnotherWay::checked`].
pub async fn start_another_way(
    office: &Office,
    actor: &Actor,
    wanted: AnotherWay,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let wanted = wanted.checked(office, actor).await?;
    let params = serde_json::to_string(&wanted).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (JobKind::OutboxWay, params), rows).await
}

/// That the actor may begin another job: asked before much is written down for one.
///
/// # Errors
/// 429 for too many jobs; when the store fails.
pub(crate) async fn room(office: &Office, actor: &Actor) -> Result<(), Problem> {
    let open = store::jobs::count_open(&office.store().read(), actor.organisation, actor.user).await;
    if open.map_err(problem::from_store)? >= JOBS_OPEN_MAX {
        return Err(Failed::TooMany.into_problem());
    }
    Ok(())
}

/// Begins a job that takes in these rows of a file of persons.
///
/// # Errors
/// As [`start`].
pub(crate) async fn start_import(
    office: &Office,
    actor: &Actor,
    wish: people::Wish,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let params = serde_json::to_string(&wish).map_err(|_| problem::internal("job.params"))?;
    begin(office, actor, (JobKind::PersonsImport, params), rows).await
}

/// Begins a job that writes this mail, which was checked, for each of these cases; where it can be taken back for a moment, none
/// is written before that is over.
///
/// # Errors
/// As [`start`]; 409 for more cases than one job writes to, and where the draft is gone, or another, that it is to be.
pub async fn start_mails(
    office: &Office,
    actor: &Actor,
    sending: impl Into<BulkSending>,
    rows: Rows,
) -> Result<JobRow, Problem> {
    let mut sending: BulkSending = sending.into();
    let before = Before { wait_s: sending.how.take_undo_s(), draft: sending.draft.take() };
    let kind = match &sending.mail {
        BulkMail::Answer { .. } => JobKind::CasesReply,
        BulkMail::Forward { .. } => JobKind::CasesForward,
    };
    // A list that moves while it is read may show a case twice; its customer is written to once.
    let mut seen = BTreeSet::new();
    let ids: Vec<i64> = rows.ids.into_iter().filter(|id| seen.insert(*id)).collect();
    let max = kind.rows_max();
    if ids.len() > max || rows.cut {
        let detail = format!(
            "one job writes at most {max} mails; narrow the list, and take the rest in another round"
        );
        return Err(Problem::conflict("job.too_many_mails", detail).with("max", max.to_string()));
    }
    keep_files(office, actor, &sending.how.upload_ids).await?;
    let params = Mails::new(sending, (rows.list, &ids)).and_then(|mails| serde_json::to_string(&mails));
    let params = params.map_err(|_| problem::internal("job.params"))?;
    begin_after(office, actor, (kind, params, before), Rows { ids, ..Rows::default() }).await
}

/// The files of a draft that ends with the job are there until the last mail has them.
async fn keep_files(office: &Office, actor: &Actor, ids: &[UploadId]) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    let (organisation, by, ids) = (actor.organisation, (actor.user, office.now()), ids.to_vec());
    let kept = office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::renew(tx, organisation, by, &ids).await }));
    kept.await.map_err(problem::from_store)
}

/// The job that this one repeats: its user asked for the same before he could see that he had, because
/// our answer did not reach him. Customers are not written to twice for that, and what is being taken back is taken back once.
async fn repeated(tx: &Tx, org: OrganisationId, job: &NewJob) -> Result<Option<JobRow>, StoreError> {
    let blocks_again = job.kind == JobKind::AddressesBlockAgain && job.params != "null";
    let undoes = blocks_again || job.kind == JobKind::MailsTakeBack;
    if !job.kind.writes_mail() && !undoes {
        return Ok(None);
    }
    // Of two that come at once the second looks when the first is written.
    store::organisations::lock(tx, org).await?;
    let newest = store::jobs::list(tx, org, job.user, SHOWN_MAX).await?;
    Ok(newest.into_iter().find(|before| {
        let is_same = (before.kind, &before.params) == (job.kind, &job.params);
        let is_stopped = before.state == JobState::Cancelled || before.cancel_requested;
        let is_recent = !is_stopped && job.at.millis_since(before.created_at) < REPEAT_MS;
        is_same && if undoes { !before.state.is_over() } else { is_recent }
    }))
}

async fn begin(
    office: &Office,
    actor: &Actor,
    (kind, params): (JobKind, String),
    rows: Rows,
) -> Result<JobRow, Problem> {
    begin_after(office, actor, (kind, params, Before::default()), rows).await
}

/// What comes before a job's first row.
#[derive(Clone, Default)]
struct Before {
    /// How long it waits, seconds.
    wait_s: u32,
    /// The draft that ends with its beginning; it is not made where that is gone.
    draft: Option<DraftClaim>,
}

async fn begin_after(
    office: &Office,
    actor: &Actor,
    (kind, params, before): (JobKind, String, Before),
    rows: Rows,
) -> Result<JobRow, Problem> {
    let (org, user, at) = (actor.organisation, actor.user, office.now());
    let job = NewJob { user, kind, params, ids: rows.ids, cut: rows.cut, at };
    let made =
        office.store().write(move |tx| Box::pin(async move { make(tx, org, (&job, &before)).await })).await;
    office.signals().jobs.notify_one();
    made.map_err(Failed::into_problem)
}

async fn make(tx: &Tx, org: OrganisationId, (job, first): (&NewJob, &Before)) -> Result<JobRow, Failed> {
    // First of all: what it did may have emptied the list by now.
    if let Some(before) = repeated(tx, org, job).await? {
        return Ok(before);
    }
    if job.ids.is_empty() && !on_incidents::is_under_way(&job.params) {
        return Err(Failed::NoRows);
    }
    if store::jobs::count_open(tx, org, job.user).await? >= JOBS_OPEN_MAX {
        return Err(Failed::TooMany);
    }
    if let Some(draft) = &first.draft {
        compose::take_new(tx, org, (job.user, draft)).await.map_err(Failed::Draft)?;
    }
    let id = store::jobs::insert(tx, org, job).await?;
    let made = store::jobs::find(tx, org, job.user, id).await?.ok_or(StoreError::Missing("job"))?;
    if first.wait_s > 0 {
        store::jobs::postpone(tx, &made, job.at.plus_seconds(i64::from(first.wait_s))).await?;
    }
    Ok(made)
}

/// One of one's own jobs.
///
/// # Errors
/// When there is none, or the store fails.
pub async fn find(office: &Office, actor: &Actor, id: JobId) -> Result<JobRow, Problem> {
    let conn = office.store().read();
    let found = store::jobs::find(&conn, actor.organisation, actor.user, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("job"))
}

/// Stops a job before its next batch; what was done stays done. One that is over stays as it is, and one that has written no
/// mail yet is over at once, and writes none.
///
/// # Errors
/// When there is none, or the store fails.
pub async fn cancel(office: &Office, actor: &Actor, id: JobId) -> Result<JobRow, Problem> {
    let (org, user, at) = (actor.organisation, actor.user, office.now());
    let asked: Result<(), StoreError> = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if !store::jobs::request_cancel(tx, org, user, id).await? {
                    return Ok(());
                }
                let job = store::jobs::find(tx, org, user, id).await?;
                let is_untouched = |job: &JobRow| job.kind.writes_mail() && job.state == JobState::Waiting;
                if let Some(job) = job.filter(is_untouched) {
                    // Whoever composes its first mail at this moment finds the batch gone.
                    store::jobs::finish(tx, &job, JobState::Cancelled, at).await?;
                }
                Ok(())
            })
        })
        .await;
    asked.map_err(problem::from_store)?;
    office.signals().jobs.notify_one();
    find(office, actor, id).await
}

/// Why no job was made.
enum Failed {
    NoRows,
    TooMany,
    Draft(Refused),
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failed {
    fn into_problem(self) -> Problem {
        match self {
            Self::Store(error) => problem::from_store(error),
            Self::Draft(refused) => refused.into_problem(),
            Self::NoRows => {
                let detail = "no row of the list fits the filters any more; look at the list again";
                Problem::conflict("job.no_rows", detail)
            }
            Self::TooMany => {
                let detail = format!("you have {JOBS_OPEN_MAX} jobs under way; wait for one or stop one");
                Problem::new(ProblemKind::Limit, "job.too_many", detail)
                    .with("max", JOBS_OPEN_MAX.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_takes_so_many_rows_and_says_when_there_were_more() {
        let mut rows = Rows::default();
        assert!(rows.add(0..10));
        assert!(rows.add(10..i64::try_from(JOB_ROWS_MAX).unwrap()));
        assert!(!rows.cut);
        assert!(!rows.add([-1]));
        assert_eq!((rows.ids.len(), rows.cut), (JOB_ROWS_MAX, true));
    }
}
