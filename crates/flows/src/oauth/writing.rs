//! What a provider gave once and gives no second time is written down, though the database is away.

use std::time::Duration;

use store::StoreError;

use crate::users::Refused;

/// For how long it is tried: within the lease, after the longest request.
const WITHIN: Duration = Duration::from_secs(30);
/// The first pause between two tries; doubled each time, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Why a write brought nothing.
pub(super) trait Failure {
    /// Whether the same write may succeed later.
    fn passes(&self) -> bool;
}

impl Failure for StoreError {
    fn passes(&self) -> bool {
        self.is_temporary() && !matches!(self, Self::Closed)
    }
}

impl Failure for Refused {
    fn passes(&self) -> bool {
        self.is_unavailable()
    }
}

/// Writes again and again until the database takes it, refuses it, or the time is over. What was committed
/// though its answer was lost is tried once more: `write` must bear that.
pub(super) async fn until_written<T, E, F>(write: impl Fn() -> F) -> Result<T, E>
where
    E: Failure,
    F: Future<Output = Result<T, E>>,
{
    let (end, mut pause) = (tokio::time::Instant::now() + WITHIN, FIRST_PAUSE);
    loop {
        match write().await {
            Err(error) if error.passes() && tokio::time::Instant::now() + pause < end => {
                tracing::warn!("what a provider gave could not be written down; it is tried again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn away() -> StoreError {
        StoreError::Busy(Arc::new(std::io::Error::other("the disk is away")))
    }

    #[tokio::test(start_paused = true)]
    async fn a_commit_that_fails_is_tried_again_and_one_that_is_refused_is_not() {
        let tries = AtomicU32::new(0);
        let third = until_written(async || match tries.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Err(away()),
            _ => Ok("written"),
        });
        assert_eq!(third.await.unwrap(), "written");
        assert_eq!(tries.load(Ordering::Relaxed), 3);

        let tries = AtomicU32::new(0);
        let refused = until_written(async || {
            tries.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(StoreError::Unsealable)
        });
        assert!(matches!(refused.await, Err(StoreError::Unsealable)));
        assert_eq!(tries.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_before_the_lease_does() {
        let began = tokio::time::Instant::now();
        assert!(until_written(async || Err::<(), _>(away())).await.is_err());
        let lasted = began.elapsed();
        assert!(lasted <= WITHIN && lasted > WITHIN / 2, "{lasted:?}");
    }
}
