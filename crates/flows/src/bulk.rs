//! One action on many things: each is done or fails on its own.

use domain::Problem;

/// What became of each.
#[derive(Debug, Clone)]
pub struct Bulk<I> {
    /// Those it was done to.
    pub done: Vec<I>,
    /// Those it was not done to, and why.
    pub failed: Vec<(I, Problem)>,
}

impl<I> Default for Bulk<I> {
    fn default() -> Self {
        Self { done: Vec::new(), failed: Vec::new() }
    }
}

impl<I> Bulk<I> {
    /// Adds what became of one.
    pub fn add(&mut self, id: I, result: Result<(), Problem>) {
        match result {
            Ok(()) => self.done.push(id),
            Err(problem) => self.failed.push((id, problem)),
        }
    }
}

/// Refuses selections that are too large to act on in one transaction.
///
/// # Errors
/// When more than [`domain::limits::SELECTION_MAX`] things are named.
pub fn within_limit<I>(ids: &[I]) -> Result<(), Problem> {
    let max = domain::limits::SELECTION_MAX;
    if ids.len() <= max {
        return Ok(());
    }
    let detail = format!("one action takes at most {max} rows; choose fewer");
    Err(Problem::invalid("ids", "selection_too_large", detail).with("max", max.to_string()))
}
