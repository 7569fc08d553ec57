//! How every worker runs: woken by a signal and by a timer, stopped between two steps.
//!
//! A worker takes no input: each step finds its own work in the database, is idempotent, and may
//! be killed at any line. Whatever it held comes back when its lease ends (invariant I5).

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// What a step found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// There was work, and there may be more: go on at once.
    Work,
    /// Nothing is due.
    Nothing,
}

/// One kind of background work.
pub trait Worker: Send + Sync {
    /// Its name in logs and metrics.
    fn name(&self) -> &'static str;

    /// How long it sleeps when nothing wakes it.
    fn period(&self) -> Duration;

    /// Does what is due, up to one batch.
    fn step(&self) -> BoxFuture<'_, Result<Found, store::StoreError>>;
}

/// How long a worker rests after its step failed: the database is away, not the work.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(2);

/// Runs steps until `stop`; a step that began is finished first.
pub async fn run(worker: Arc<dyn Worker>, wake: Arc<Notify>, stop: CancellationToken) {
    let name = worker.name();
    tracing::debug!(worker = name, "worker started");
    while !stop.is_cancelled() {
        let rest = match worker.step().await {
            Ok(Found::Work) => continue,
            Ok(Found::Nothing) => worker.period(),
            Err(error) => {
                metrics::counter!("posthus_worker_failures_total", "worker" => name).increment(1);
                tracing::error!(worker = name, %error, "worker step failed; it is tried again");
                REST_AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = wake.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    tracing::debug!(worker = name, "worker stopped");
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Three(AtomicU32, CancellationToken);

    impl Worker for Three {
        fn name(&self) -> &'static str {
            "three"
        }
        fn period(&self) -> Duration {
            Duration::from_secs(3600)
        }
        fn step(&self) -> BoxFuture<'_, Result<Found, store::StoreError>> {
            let done = self.0.fetch_add(1, Ordering::Relaxed) + 1;
            if done == 4 {
                self.1.cancel();
            }
            Box::pin(async move { Ok(if done.is_multiple_of(2) { Found::Nothing } else { Found::Work }) })
        }
    }

    #[tokio::test]
    async fn a_worker_goes_on_while_there_is_work_and_wakes_by_signal() {
        let stop = CancellationToken::new();
        let worker = Arc::new(Three(AtomicU32::new(0), stop.clone()));
        let wake = Arc::new(Notify::new());
        wake.notify_one();
        run(worker.clone(), wake, stop).await;
        assert_eq!(worker.0.load(Ordering::Relaxed), 4);
    }
}
