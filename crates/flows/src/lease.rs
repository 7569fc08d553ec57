//! Leases that are held while work goes on, and given back by time when the worker dies.

use std::future::Future;
use std::time::Duration;

use domain::Timestamp;
use store::Claim;

use crate::office::Office;

/// Why a claimed piece of work was not written down.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotWritten {
    /// The lease ended: somebody else has it, and what was done for it must be rolled back.
    #[error("the lease ended before the work was written down; somebody else has it")]
    LeaseLost,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// A claim for this node's worker of this name, up to `limit` pieces of work.
pub(crate) fn claim(office: &Office, worker: &str, limit: u32) -> Claim {
    Claim { now: office.now(), owner: owner(office, worker), lease_until: until(office), limit }
}

/// The name under which this node's worker holds leases.
pub(crate) fn owner(office: &Office, worker: &str) -> String {
    format!("{}/{worker}", office.settings().node)
}

/// When a lease taken or extended now ends.
pub(crate) fn until(office: &Office) -> Timestamp {
    office.now().plus_millis(office.settings().lease_ms)
}

/// Does `work` and calls `extend` three times a lease, so that only a worker that is dead or
/// stuck loses what it holds.
pub(crate) async fn held_while<T, F>(
    office: &Office,
    work: impl Future<Output = T>,
    extend: impl Fn() -> F,
) -> T
where
    F: Future<Output = Result<(), store::StoreError>>,
{
    let third = Duration::from_millis(u64::try_from(office.settings().lease_ms / 3).unwrap_or(1).max(1));
    let extending = async {
        loop {
            tokio::time::sleep(third).await;
            if let Err(error) = extend().await {
                tracing::warn!(%error, "a lease could not be extended");
            }
        }
    };

    // Both go on at once: the extension may have to wait for rows that the work has locked.
    tokio::select! {
        biased;
        done = work => done,
        () = extending => unreachable!("it ends only with the work"),
    }
}
