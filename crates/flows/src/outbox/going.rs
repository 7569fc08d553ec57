//! When mail of the outbox can go at the earliest, as its list and each mail say it alike: nobody is tried before his own time,
//! nor before the end of what he waits for with others.

use std::collections::BTreeMap;

use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::deliveries::{self, Going};
use store::{parked, sending_stops};

use crate::office::Office;
use crate::problem;

/// When the first delivery of each of these items can go; those that wait for a person, or have nothing queued, are left out.
///
/// # Errors
/// When the store fails.
pub async fn going(
    office: &Office,
    organisation: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeMap<OutboxId, Timestamp>, Problem> {
    let (conn, now) = (office.store().read(), office.now());
    let stops = sending_stops::list(&conn, organisation).await.map_err(problem::from_store)?;
    if !stops.is_empty() {
        return Ok(BTreeMap::new());
    }
    let whole = parked::find(&conn, &parked::whole_organisation(organisation)).await;
    let whole = whole.map_err(problem::from_store)?.map(|parked| parked.until).filter(|until| *until > now);
    let found = deliveries::list_going(&conn, organisation, items, now).await.map_err(problem::from_store)?;
    Ok(earliest(&found, whole))
}

/// The first of each item; `whole` is until when nothing of the organisation is tried.
fn earliest(found: &[Going], whole: Option<Timestamp>) -> BTreeMap<OutboxId, Timestamp> {
    let mut first = BTreeMap::new();
    for going in found {
        let Some(at) = goes_at(going.next_attempt_at, going.parked_until.max(whole)) else { continue };
        first.entry(going.outbox).and_modify(|known| *known = at.min(*known)).or_insert(at);
    }
    first
}

/// When what has a time of its own goes that waits with others until another.
pub(super) fn goes_at(own: Option<Timestamp>, until: Option<Timestamp>) -> Option<Timestamp> {
    own.max(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn a_mail_goes_at_its_own_time_or_at_the_end_of_a_pause_whichever_is_later_and_with_its_first_recipient()
    {
        let going = |outbox, next, until: Option<i64>| Going {
            outbox: OutboxId::new(outbox),
            next_attempt_at: Some(at(next)),
            parked_until: until.map(at),
        };
        let found = [
            going(1, 5, Some(9)),
            going(2, 12, Some(9)),
            going(3, 5, Some(9)),
            going(3, 7, None),
            Going { next_attempt_at: None, ..going(4, 0, None) },
        ];
        let times = |whole| {
            let first = earliest(&found, whole);
            (1..=4).map(|id| first.get(&OutboxId::new(id)).copied()).collect::<Vec<_>>()
        };
        assert_eq!(times(None), [Some(at(9)), Some(at(12)), Some(at(7)), None]);
        assert_eq!(times(Some(at(8))), [Some(at(9)), Some(at(12)), Some(at(8)), Some(at(8))]);
        assert_eq!(times(Some(at(15))), [Some(at(15)); 4], "nothing of the organisation goes before");
    }
}
