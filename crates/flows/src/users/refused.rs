//! Why a transaction is rolled back: the store failed, or a rule says no.

use domain::Problem;
use store::StoreError;

use crate::problem;

/// A problem on its way out of a transaction.
pub(crate) struct Refused(Problem);

impl Refused {
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
