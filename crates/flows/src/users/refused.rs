//! Why a transaction is rolled back: the store failed, or a rule says no.

use domain::{Problem, ProblemKind};
use store::StoreError;

use crate::problem;

/// A problem on its way out of a transaction.
pub(crate) struct Refused(Problem);

impl Refused {
    /// Whether the store failed, and no rule said no.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.0.kind == ProblemKind::Unavailable
    }

    pub(crate) fn into_problem(self) -> Problem {
        self.0
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self(problem::from_store(error))
    }
}
