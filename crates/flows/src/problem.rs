//! What went wrong in our own house, as the world may hear it: the cause goes to the log, never
//! into an answer.

use domain::{Problem, ProblemKind};
use store::StoreError;

/// The store did not do it.
#[must_use]
pub fn from_store(error: StoreError) -> Problem {
    tracing::error!(%error, "the store failed");
    Problem::new(
        ProblemKind::Unavailable,
        "unavailable",
        "the database did not answer; nothing was changed, please try again",
    )
}

/// Something that should hold did not; `what` names the place for the log.
#[must_use]
pub fn internal(what: &'static str) -> Problem {
    tracing::error!(what, "an unexpected failure");
    Problem::new(ProblemKind::Unavailable, "unavailable", "something failed on our side; please try again")
}

/// Somebody saves what he saw before it was changed: which version it has by that, and who changed it, where it was not
/// the program.
pub fn changed_meanwhile(code: &'static str, (version, by): (i64, Option<String>)) -> Problem {
    let by = by.unwrap_or_else(|| "Posthus".to_owned());
    let detail = format!("{by} changed it since you saw it; look at it again, or save over it");
    Problem::conflict(code, detail).with("by", by).with("version", version.to_string())
}
