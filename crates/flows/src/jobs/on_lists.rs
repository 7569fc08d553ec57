//! Jobs on all mail of the outbox that fits, where that is more than one begins with: it walks on behind its first rows along
//! the list, a page a step, until none is left. The list is walked by when its mail was written, which no deed changes.
//! A page is read before the transaction that writes its rows down: other writers do not wait for a long queue.

use domain::job::{JobKind, JobState};
use domain::limits::JOB_ROWS_MAX;
use domain::outbox::DeliveryState;
use domain::{OrganisationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::jobs::{self, JobRow};
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort, WaitsAt};
use store::{Conn, ListQuery, StoreError};

use super::Rows;
use crate::office::Office;

/// A list of the outbox as it was asked for.
pub type Listed = (ListQuery<OutboxSort>, OutboxFilter, Option<WaitsAt>);

/// How far a job came with such a list; its parameters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Walk {
    shelf: String,
    search: Option<String>,
    domain: Option<String>,
    age: Option<String>,
    destination: Option<String>,
    /// Where the rows end that it has.
    behind: String,
}

/// The first rows of a list, as many as a job begins with, and how it goes on where there are more.
pub(super) async fn first(
    conn: &Conn,
    organisation: OrganisationId,
    (query, filter, place): Listed,
) -> Result<(Rows, Option<Walk>), StoreError> {
    let (mut rows, mut query) = (Rows::default(), by_age(query));
    loop {
        let page = store::outbox::list_at(conn, organisation, &query, (filter, place.as_ref())).await?;
        rows.add(page.rows.iter().map(|row| row.id.get()));
        let Some(next) = page.next else { return Ok((rows, None)) };
        // Another page as this one may be too many.
        if rows.ids.len() + page.rows.len() > JOB_ROWS_MAX {
            return Ok((rows, Some(Walk::new((query.search, filter, place), next))));
        }
        query.cursor = Some(next);
    }
}

/// The same list in the order in which it is walked.
fn by_age(query: ListQuery<OutboxSort>) -> ListQuery<OutboxSort> {
    ListQuery { sort: OutboxSort::CreatedAt, descending: false, ..query.for_export() }
}

impl Walk {
    fn new((search, filter, place): (Option<String>, OutboxFilter, Option<WaitsAt>), behind: String) -> Self {
        let WaitsAt { domain, age, destination } = place.unwrap_or_default();
        Self {
            shelf: filter.shelf.as_str().to_owned(),
            search,
            domain: domain.map(|(domain, _)| domain),
            age: age.map(|age| age.as_str().to_owned()),
            destination: destination.map(|(destination, _)| destination),
            behind,
        }
    }

    /// The list from where it goes on, at an instant.
    fn listed(&self, now: Timestamp) -> Listed {
        let query = ListQuery { search: self.search.clone(), ..ListQuery::default() };
        let query = ListQuery { cursor: Some(self.behind.clone()), ..by_age(query) };
        let filter = OutboxFilter { shelf: OutboxShelf::from_name(&self.shelf).unwrap_or_default() };
        let at = |name: &Option<String>| name.clone().map(|name| (name, now));
        let (domain, destination) = (at(&self.domain), at(&self.destination));
        let age = self.age.as_deref().and_then(|age| age.parse().ok());
        let is_asked = domain.is_some() || destination.is_some();
        (query, filter, is_asked.then_some(WaitsAt { domain, age, destination }))
    }
}

/// Whether a job with these parameters finds more rows as it goes.
pub(super) fn is_under_way(params: &str) -> bool {
    walk(params).is_some()
}

fn walk(params: &str) -> Option<Walk> {
    serde_json::from_str(params).ok()
}

/// Gives a job whose rows are done those of the next page, or ends it where there is none.
pub(super) async fn go_on(office: &Office, job: &JobRow) -> Result<(), StoreError> {
    let Some(walk) = walk(&job.params) else { return Ok(()) };
    let now = office.now();
    let (query, filter, place) = walk.listed(now);
    let filters = (filter, place.as_ref());
    let page = store::outbox::list_at(&office.store().read(), job.organisation, &query, filters).await?;
    // Whoever stops what waits wants nothing of it to leave; whatever else is done, to what he saw.
    let (ids, is_over) = match job.kind == JobKind::OutboxHold {
        true => (page.rows.iter().map(|row| row.id.get()).collect(), false),
        false => seen(office, job, (filter.shelf, &page.rows)).await?,
    };
    let next = page.next.filter(|_| !is_over).map(|behind| Walk { behind, ..walk });
    let job = job.clone();
    let written = office.store().write(move |tx| {
        let (job, ids, next) = (job.clone(), ids.clone(), next.clone());
        Box::pin(async move {
            // Whoever took longer over the page than it was his alone leaves it to the next one.
            if !jobs::take_up(tx, &job, now).await? {
                return Ok(());
            }
            // There may be more behind a page of which nothing is meant.
            match ids.is_empty() && next.is_none() {
                true => jobs::finish(tx, &job, JobState::Done, now).await,
                false => jobs::extend(tx, &job, (&ids, &next), now).await,
            }
        })
    });
    written.await
}

/// Those of these rows that lay on the shelf when the job was asked for, and whether all behind them were written since.
async fn seen(
    office: &Office,
    job: &JobRow,
    (shelf, rows): (OutboxShelf, &[OutboxRow]),
) -> Result<(Vec<i64>, bool), StoreError> {
    let all: Vec<_> = rows.iter().map(|row| row.id).collect();
    let conn = office.store().read();
    let states = store::deliveries::list_states_before(&conn, job.organisation, &all, job.id).await?;
    let is_late = |at: Option<Timestamp>| at.is_some_and(|at| at > job.created_at);
    let stops_count = shelf == OutboxShelf::Stopped || job.kind == JobKind::OutboxRelease;
    let came_late = |row: &OutboxRow| {
        is_late(Some(row.created_at))
            || is_late(row.deleted_at)
            || (stops_count && is_late(row.held_at))
            || states.get(&row.id).is_some_and(|state| !lay_on(shelf, *state))
    };
    let ids = rows.iter().filter(|row| !came_late(row)).map(|row| row.id.get()).collect();
    Ok((ids, rows.iter().any(|row| is_late(Some(row.created_at)))))
}

/// Whether mail of this state lies on a shelf, as far as its state decides.
const fn lay_on(shelf: OutboxShelf, state: DeliveryState) -> bool {
    match shelf {
        OutboxShelf::Waiting => !matches!(state, DeliveryState::Sent),
        OutboxShelf::Sent => matches!(state, DeliveryState::Sent),
        OutboxShelf::Failed => matches!(state, DeliveryState::Failed),
        OutboxShelf::Stopped | OutboxShelf::All | OutboxShelf::Deleted => true,
    }
}

#[cfg(test)]
mod tests {
    use domain::waiting::Age;

    use super::*;

    #[test]
    fn a_list_is_walked_on_as_it_was_asked_for_by_when_its_mail_was_written() {
        let now = Timestamp::from_millis(7);
        let at = |name: &str| Some((name.to_owned(), now));
        let place = WaitsAt { domain: at("a.test"), age: Some(Age::Hour), destination: at("mx:a.test") };
        let filter = OutboxFilter { shelf: OutboxShelf::Stopped };
        let asked = (Some("price".to_owned()), filter, Some(place.clone()));
        let written = serde_json::to_string(&Some(Walk::new(asked, "there".to_owned()))).unwrap();
        let (query, shelf, waits) = walk(&written).unwrap().listed(now);
        assert_eq!((query.sort, query.descending), (OutboxSort::CreatedAt, false));
        assert_eq!((query.search.as_deref(), query.cursor.as_deref()), (Some("price"), Some("there")));
        assert_eq!((shelf, waits), (filter, Some(place)));
        assert!(is_under_way(&written) && !is_under_way("null"));
        let whole = Walk::new((None, filter, None), String::new()).listed(now);
        assert_eq!(whole.2, None);
    }
}
