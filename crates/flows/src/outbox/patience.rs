//! What a server said is known to this process alone until it is written down: where the store does not answer, it is asked
//! again, since what is not written down is sent again (RFC 1047).

use std::fmt::Display;
use std::time::Duration;

/// Between the first two tries; twice as long after each.
const FIRST: Duration = Duration::from_millis(250);
/// Tries, over one minute: longer than a database takes to hand over to another.
const TRIES: u32 = 9;

/// Does this until it succeeds or its time is over.
///
/// # Errors
/// The last one.
pub(super) async fn until_written<T, E, F>(mut write: impl FnMut() -> F) -> Result<T, E>
where
    E: Display,
    F: Future<Output = Result<T, E>>,
{
    let mut pause = FIRST;
    for _ in 1..TRIES {
        match write().await {
            Ok(done) => return Ok(done),
            Err(error) => {
                tracing::warn!(%error, "what a server said is not written down yet; it is tried again")
            }
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    write().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::time::Instant;

    use super::*;

    async fn fails(times: u32) -> (Result<u32, &'static str>, u32, Duration) {
        let (asked, begun) = (Cell::new(0), Instant::now());
        let written = until_written(|| {
            asked.set(asked.get() + 1);
            let now = asked.get();
            async move { if now > times { Ok(now) } else { Err("no answer") } }
        });
        let written = written.await;
        (written, asked.get(), begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_is_gone_for_a_while_is_told_when_it_is_back() {
        let (written, asked, _) = fails(0).await;
        assert_eq!((written, asked), (Ok(1), 1));
        let (written, asked, waited) = fails(3).await;
        assert_eq!((written, asked, waited), (Ok(4), 4, FIRST * 7));
        let (written, asked, waited) = fails(u32::MAX).await;
        assert_eq!((written, asked), (Err("no answer"), TRIES));
        assert!(waited > Duration::from_secs(60) && waited < Duration::from_secs(70), "{waited:?}");
    }
}
