//! Keeps one host from trying links, or from fetching without end: counted in the database, so that every node counts
//! the same.

use std::net::IpAddr;

use domain::limits::{FILE_LINK_HOST_FETCHES_MAX, FILE_LINK_MISSES_MAX, FILE_LINK_WAIT_MS};
use domain::{Problem, ProblemKind, Timestamp};
use store::{Conn, StoreError, Tx, sign_in_throttle};

use crate::problem;
use crate::sign_in::host_key;

/// What is counted of a host.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    /// Links that are none.
    Miss,
    /// Files that it got.
    Fetch,
}

impl Counted {
    const fn max(self) -> u32 {
        match self {
            Self::Miss => FILE_LINK_MISSES_MAX,
            Self::Fetch => FILE_LINK_HOST_FETCHES_MAX,
        }
    }

    fn key(self, peer: IpAddr) -> String {
        let what = match self {
            Self::Miss => "file_miss",
            Self::Fetch => "file_fetch",
        };
        format!("{what}:{}", host_key(peer))
    }
}

/// Refuses a host that has to wait.
///
/// # Errors
/// 429 then; 503 when the store does not answer.
pub(super) async fn admit(
    conn: &Conn,
    counted: Counted,
    (peer, now): (IpAddr, Timestamp),
) -> Result<(), Problem> {
    let found = sign_in_throttle::find(conn, &counted.key(peer)).await.map_err(problem::from_store)?;
    let Some(found) = found.filter(|found| found.count >= counted.max()) else { return Ok(()) };
    let left_ms = FILE_LINK_WAIT_MS - now.millis_since(found.last_at);
    if left_ms <= 0 {
        return Ok(());
    }
    let seconds = left_ms.div_euclid(1000) + 1;
    let detail = "too many requests for files; wait before you try again";
    Err(Problem::new(ProblemKind::Limit, "file_links.throttled", detail)
        .with("retry_after_s", seconds.to_string()))
}

/// Counts one more.
pub(super) async fn count(
    tx: &Tx,
    counted: Counted,
    (peer, now): (IpAddr, Timestamp),
) -> Result<(), StoreError> {
    sign_in_throttle::record_failure(tx, &counted.key(peer), now, FILE_LINK_WAIT_MS).await?;
    Ok(())
}
