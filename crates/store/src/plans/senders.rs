//! That who writes as whom, and what waits of it, is found along indexes.

use domain::{EmailAddress, JobId, OutboxId, Timestamp, UserId};

use super::ORG;
use super::explained::Explained;
use crate::{identities, outbox, timeline};

/// However much others wrote, and whatever became of what was sent.
pub(super) async fn what_is_from_ones_own_address_is_found_by_its_author(explained: &mut Explained) {
    let (author, own): (_, [EmailAddress; 1]) = (UserId::new(3), ["a@b".parse().unwrap()]);
    let by_author = "outbox_by_author (org_id=? AND created_by=? AND state=?";
    let addresses = outbox::own_addresses(ORG, (author, Some(&own[0])), 9);
    explained.check_walks(&addresses, &[by_author]).await;
    let place = (Timestamp::from_millis(9), OutboxId::new(9));
    let held = outbox::held_own(ORG, (author, &own, Some(place)), (Timestamp::from_millis(5), 9));
    explained.check_few(&held, by_author).await;
    let worked = (Timestamp::from_millis(4), Timestamp::from_millis(9));
    let of_job = outbox::PlannedBy { author, job: JobId::new(5), worked, at: Timestamp::from_millis(99) };
    explained.check_few(&outbox::planned(ORG, of_job), by_author).await;
    // Each is sought with its own steps, the newest first.
    let stops = timeline::last_stops(ORG, &[OutboxId::new(4), OutboxId::new(6)]);
    let walks = ["INTEGER PRIMARY KEY", "PRIMARY KEY (org_id=? AND subject_kind=? AND subject_id=?)"];
    explained.check_walks(&stops, &walks).await;
}

pub(super) async fn shared_senders_are_found_by_their_addresses(explained: &mut Explained) {
    let in_order = "identities_in_order (org_id=? AND address_key=?)";
    let keys = ["a7".to_owned(), "a8".to_owned(), "b".to_owned()];
    explained.check_few(&identities::keys_among(ORG, &keys), in_order).await;
    let address: EmailAddress = "a@b".parse().unwrap();
    explained.check_few(&identities::in_use(ORG, &address), in_order).await;
}
