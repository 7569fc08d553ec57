//! Waiting for a state of something real. The only place of the test tools that lets time pass:
//! it looks, pauses shortly, looks again, and gives up at a deadline with a sentence.

use std::time::{Duration, Instant};

/// How long something real may take to reach a state before the test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Between two looks: short beside every state we wait for, long beside the cost of a look.
const PAUSE: Duration = Duration::from_millis(10);

/// Looks until `look` gives a value.
///
/// # Panics
/// After [`DEADLINE`], naming `what`.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    try_until(DEADLINE, &mut look).unwrap_or_else(|| give_up(what))
}

/// Looks until `look` gives a value; `None` after `within`.
pub fn try_until<T>(within: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = now() + within;
    loop {
        if let Some(value) = look() {
            return Some(value);
        }
        if now() >= end {
            return None;
        }
        pause(PAUSE);
    }
}

/// Looks until `look` gives a value, without holding up the runtime. Not for a paused clock: what is
/// waited for lies outside the runtime and goes by the real one.
///
/// # Panics
/// After [`DEADLINE`], naming `what`.
pub async fn until_async<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let end = now() + DEADLINE;
    loop {
        if let Some(value) = look().await {
            return value;
        }
        if now() >= end {
            give_up(what);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Looks until `left` is 0, for as long as it changes: a busy machine is slow, and only what stands still has failed. A
/// server that broke off is left alone for a minute, which is no standstill.
///
/// # Panics
/// When it is the same for four times [`DEADLINE`], naming `what` and how many are left.
pub fn until_none_is_left(what: &str, mut left: impl FnMut() -> usize) {
    let mut before = left();
    while before > 0 {
        let next = || Some(left()).filter(|now| *now != before);
        before = try_until(4 * DEADLINE, next)
            .unwrap_or_else(|| panic!("{before} are left of {what}, and no fewer after two minutes"));
    }
}

/// Lets time pass: for scripted peers that are slow on purpose, never to wait for a state.
pub(crate) fn pause(length: Duration) {
    std::thread::sleep(length);
}

fn give_up(what: &str) -> ! {
    panic!("waited {} seconds for {what}", DEADLINE.as_secs())
}

#[expect(clippy::disallowed_methods, reason = "a deadline for real servers goes by the real clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_looks_until_there_is_something_to_see() {
        let mut looks = 0;
        let seen = until("the third look", || {
            looks += 1;
            (looks == 3).then_some(looks)
        });
        assert_eq!(seen, 3);
        assert_eq!(try_until(Duration::ZERO, || None::<u8>), None);
    }

    #[test]
    fn it_looks_for_as_long_as_something_changes() {
        let mut left = 4;
        until_none_is_left("nothing", || {
            left -= 1;
            left
        });
        assert_eq!(left, 0);
    }
}
