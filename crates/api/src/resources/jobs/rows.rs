//! The rows of a list that fit its filters and search, for a job.

use std::future::Future;

use flows::jobs::Rows;
use store::{ListQuery, Page, SortColumn, StoreError};

use crate::problem::Refusal;

/// Reads the list from its first row to its last, or to a job's limit.
pub(super) async fn all<S, T, F, A>(
    query: ListQuery<S>,
    mut read: F,
    id: impl Fn(&T) -> i64,
) -> Result<Rows, Refusal>
where
    S: SortColumn,
    F: FnMut(ListQuery<S>) -> A,
    A: Future<Output = Result<Page<T>, StoreError>>,
{
    let mut rows = Rows::default();
    let mut query = query.for_export();
    loop {
        let page = read(query.clone()).await?;
        let wants_more = rows.add(page.rows.iter().map(&id));
        match page.next {
            Some(next) if wants_more => query.cursor = Some(next),
            Some(_) | None => return Ok(rows),
        }
    }
}
