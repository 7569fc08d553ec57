//! What every client core promises: no input makes it panic, and how the input was cut makes no
//! difference to what comes out.

use domain::Timestamp;
use wire::Core;

/// Feeds `data` to two cores, whole and in pieces of the length that its first octet says.
pub fn check<C: Core>(core: impl Fn() -> C, data: &[u8])
where
    C::Event: PartialEq + std::fmt::Debug,
{
    let Some((&cut, input)) = data.split_first() else { return };
    let whole = events(core(), input, input.len().max(1));
    let pieces = events(core(), input, usize::from(cut).max(1));
    assert_eq!(whole, pieces);
}

fn events<C: Core>(mut core: C, input: &[u8], cut: usize) -> Vec<C::Event> {
    let now = Timestamp::from_millis(0);
    let mut events = Vec::new();
    while core.poll_output(now).is_some() {}
    for piece in input.chunks(cut) {
        core.input(piece, now);
        while core.poll_output(now).is_some() {}
        while let Some(event) = core.poll_event() {
            events.push(event);
        }
        while core.poll_trace().is_some() {}
    }
    events
}
