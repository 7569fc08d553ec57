//! How lists are asked for and answered: sort, search, page by key, capped counts.

use std::fmt;

use domain::limits::{COUNT_MAX, PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX};

/// Characters of a search text that are looked for.
const SEARCH_CHARS_MAX: usize = 100;
/// Rows that an export reads at a time.
const EXPORT_PAGE_ROWS: u32 = 1_000;

/// A column that a list can be sorted by.
pub trait SortColumn: Copy + Default + Eq + fmt::Debug + Send + Sync + 'static {
    /// All of them.
    const ALL: &'static [Self];

    /// The stable name, as in URLs.
    fn as_str(self) -> &'static str;

    /// The column with this name.
    #[must_use]
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.as_str() == name)
    }
}

/// What a page is read for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Purpose {
    /// A screen: at most [`PAGE_ROWS_MAX`] rows, and the total is counted.
    #[default]
    Screen,
    /// An export, page after page: larger pages, and nothing is counted.
    Export,
}

/// One page of one list, please.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListQuery<S> {
    /// The column to sort by.
    pub sort: S,
    /// Whether the last comes first. Rows without a value come last either way.
    pub descending: bool,
    /// Only rows that hold this text in one of the list's text columns, case ignored.
    pub search: Option<String>,
    /// Where the last page ended: its `next`.
    pub cursor: Option<String>,
    /// The most rows wanted.
    pub limit: u32,
    /// Only these rows: a selection.
    pub ids: Option<Vec<i64>>,
    /// What it is for.
    pub purpose: Purpose,
}

impl<S: Default> Default for ListQuery<S> {
    fn default() -> Self {
        Self {
            sort: S::default(),
            descending: false,
            search: None,
            cursor: None,
            limit: PAGE_ROWS_DEFAULT,
            ids: None,
            purpose: Purpose::Screen,
        }
    }
}

impl<S: SortColumn> ListQuery<S> {
    /// The same list and order without a cursor, in pages for an export.
    #[must_use]
    pub fn for_export(mut self) -> Self {
        self.purpose = Purpose::Export;
        self.limit = EXPORT_PAGE_ROWS;
        self.cursor = None;
        self
    }

    /// How many rows this page may have.
    pub(crate) fn rows_max(&self) -> u32 {
        match self.purpose {
            Purpose::Screen => self.limit.clamp(1, PAGE_ROWS_MAX),
            Purpose::Export => self.limit.clamp(1, EXPORT_PAGE_ROWS),
        }
    }

    /// The search text folded for comparison; `None` when there is nothing to look for.
    pub(crate) fn needle(&self) -> Option<String> {
        let text = self.search.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        Some(text.to_lowercase().chars().take(SEARCH_CHARS_MAX).collect())
    }
}

/// How many rows a list has, counted up to [`COUNT_MAX`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// As many as were counted.
    pub count: u64,
    /// Whether there are more than that.
    pub more: bool,
}

impl Count {
    /// From a count that stopped one above the cap.
    pub(crate) fn capped(counted: i64) -> Self {
        let counted = u64::try_from(counted).unwrap_or(0);
        Self { count: counted.min(COUNT_MAX), more: counted > COUNT_MAX }
    }
}

/// One page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
    /// How many rows the whole list has; zero where it was not counted.
    pub total: Count,
}

impl<T> Page<T> {
    /// The same page of something made from each row.
    #[must_use]
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(into).collect(), next: self.next, total: self.total }
    }
}
