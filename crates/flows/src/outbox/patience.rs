//! What a server said is known to this process alone until it is written down: where the store does not answer, it is asked
//! again, since what is not written down is sent again (RFC 1047).

use std::time::Duration;

use store::StoreError;

/// Between the first two tries; twice as long after each.
const FIRST: Duration = Duration::from_millis(250);
/// Tries, over one minute: longer than a database takes to hand over to another.
const TRIES: u32 = 9;

/// Does this until it succeeds or its time is over; it is told whether it may have been done already, as a commit whose
/// answer was lost.
///
/// # Errors
/// One that does not pass by itself, or the last one.
pub(super) async fn until_written<T, F>(mut write: impl FnMut(bool) -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut pause = FIRST;
    for number in 1..TRIES {
        match write(number > 1).await {
            Err(error) if error.is_temporary() => {
                tracing::warn!(%error, "what a server said is not written down yet; it is tried again");
            }
            written => return written,
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    write(true).await
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use tokio::time::Instant;

    use super::*;

    /// What it came to, what each try was told, and how long it took.
    async fn fails(times: usize, error: fn() -> StoreError) -> (bool, Vec<bool>, Duration) {
        let (told, begun) = (RefCell::new(Vec::new()), Instant::now());
        let written = until_written(|is_repeated| {
            told.borrow_mut().push(is_repeated);
            let fails = told.borrow().len() <= times;
            async move { if fails { Err(error()) } else { Ok(()) } }
        });
        let is_written = written.await.is_ok();
        (is_written, told.into_inner(), begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_is_gone_for_a_while_is_told_when_it_is_back() {
        let gone = || StoreError::Closed;
        assert_eq!(fails(0, gone).await, (true, vec![false], Duration::ZERO));
        assert_eq!(fails(3, gone).await, (true, vec![false, true, true, true], FIRST * 7));
        let (is_written, told, waited) = fails(usize::MAX, gone).await;
        assert_eq!((is_written, told.len()), (false, TRIES as usize));
        assert!(waited > Duration::from_secs(60) && waited < Duration::from_secs(70), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_pass_by_itself_is_not_tried_again() {
        let lasting = || StoreError::Missing("delivery");
        assert_eq!(fails(1, lasting).await, (false, vec![false], Duration::ZERO));
    }
}
