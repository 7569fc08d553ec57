//! What lists and actions on selections answer.

use domain::Problem;
use domain::ids::Id;
use flows::Bulk;
use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows, in the order asked for.
    pub(crate) rows: Vec<T>,
    /// The cursor of the next page; null at the end.
    pub(crate) next: Option<String>,
    /// How many rows the whole list has.
    pub(crate) total: Total,
}

/// How many there are, counted up to a bound: 10,000 rows of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Total {
    /// As many as were counted.
    pub(crate) count: u64,
    /// Whether there are more than that.
    pub(crate) more: bool,
}

impl From<store::Count> for Total {
    fn from(count: store::Count) -> Self {
        Self { count: count.count, more: count.more }
    }
}

impl<T> Page<T> {
    /// The page in the API's words.
    pub(crate) fn of<R>(page: store::Page<R>, into: impl FnMut(R) -> T) -> Self {
        let store::Page { rows, next, total } = page.map(into);
        Self { rows, next, total: total.into() }
    }
}

/// A list that is short by nature, whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rows<T> {
    /// The rows, in their own order.
    pub(crate) rows: Vec<T>,
}

impl<T> Rows<T> {
    /// The list in the API's words.
    pub(crate) fn of<R>(rows: impl IntoIterator<Item = R>, into: impl FnMut(R) -> T) -> Self {
        Self { rows: rows.into_iter().map(into).collect() }
    }
}

/// What an action on selected rows did.
#[derive(Serialize, ToSchema)]
pub(crate) struct Done {
    /// To how many rows it was done.
    pub(crate) done: usize,
    /// The rows it was not done to.
    pub(crate) failed: Vec<NotDone>,
}

/// One row that an action was not done to.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotDone {
    /// The row's id.
    pub(crate) id: String,
    /// The problem's stable code.
    pub(crate) code: &'static str,
    /// What failed, and what to do.
    pub(crate) detail: String,
}

impl Done {
    /// The same with rows that the action does not apply to, as if they were not there.
    #[must_use]
    pub(crate) fn and_not_found<K>(mut self, ids: impl IntoIterator<Item = Id<K>>) -> Self {
        let not_there = |id: Id<K>| NotDone {
            id: id.to_string(),
            code: "not_found",
            detail: "there is no such row in this list".to_owned(),
        };
        self.failed.extend(ids.into_iter().map(not_there));
        self
    }
}

impl<K> From<Bulk<Id<K>>> for Done {
    fn from(bulk: Bulk<Id<K>>) -> Self {
        let not_done = |(id, problem): (Id<K>, Problem)| NotDone {
            id: id.to_string(),
            code: problem.code,
            detail: problem.detail.into_owned(),
        };
        Self { done: bulk.done.len(), failed: bulk.failed.into_iter().map(not_done).collect() }
    }
}
