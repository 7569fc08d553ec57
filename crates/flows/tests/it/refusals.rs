//! A provider that refuses our mail for the reputation of our address: mail waits, and does not fail one by one.

use domain::outbox::{DeliveryState, Stream};
use domain::waiting::WaitRule;
use domain::{OrganisationId, OutboxId};
use flows::{outbox, returns};
use serde_json::json;

use crate::dead_exchangers::{Open, queue_to};
use crate::house::House;
use crate::sending::{delivery, states};

const LISTED: &str = "550 5.7.1 Service unavailable; client host [192.0.2.1] blocked using a DNS block list";
/// As `policy::blocking::mass` has it: so many are refused before somebody is told.
const BORNE: usize = 9;
const RECIPIENTS: usize = 40;

fn recipient(number: usize) -> String {
    format!("kari{number}@customer.test")
}

impl Open {
    /// Each to somebody else: what one address came back as is counted once.
    async fn queue(&self, count: usize, stream: Stream) -> Vec<OutboxId> {
        self.queue_of(self.house.actor.organisation, count, stream).await
    }

    async fn queue_of(&self, organisation: OrganisationId, count: usize, stream: Stream) -> Vec<OutboxId> {
        let mut items = Vec::new();
        for number in 0..count {
            items.push(queue_to(&self.house, organisation, (&recipient(number), stream)).await);
        }
        items
    }

    fn refuse(&self) {
        (0..RECIPIENTS).for_each(|number| self.house.sink.answer_recipient(&recipient(number), LISTED));
    }

    fn accept(&self) {
        (0..RECIPIENTS).for_each(|number| self.house.sink.accept_recipient(&recipient(number)));
    }

    async fn of_state(&self, items: &[OutboxId], state: DeliveryState) -> usize {
        let states = states(&self.house, self.house.actor.organisation, items).await;
        states.into_iter().filter(|found| *found == state).count()
    }

    /// A world in which the provider refuses us, and has refused so many that the incident is open.
    async fn listed() -> Self {
        let open = Self::living().await;
        open.refuse();
        let first = open.queue(BORNE + 1, Stream::Single).await;
        open.house.send().await;
        assert_eq!(
            open.of_state(&first, DeliveryState::Failed).await,
            BORNE + 1,
            "each fails as long as it may be one"
        );
        let incidents = returns::incidents(&open.house.office, &open.house.actor).await.unwrap();
        assert_eq!((incidents.len(), incidents[0].ours), (1, true));
        open
    }
}

#[tokio::test]
async fn mail_to_many_waits_for_growing_periods_and_goes_when_some_of_it_is_taken() {
    let open = Open::listed().await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    let many = open.queue(30, Stream::Bulk).await;
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Queued).await, 30, "none fails");
    let tried = house.sink.transactions();
    house.clock.advance_seconds(30);
    house.send().await;
    assert_eq!(house.sink.transactions(), tried, "and the provider is left alone");
    let waits = outbox::why(&house.office, own, many[29]).await.unwrap();
    assert_eq!(
        (waits[0].rule, waits[0].destination.as_deref()),
        (WaitRule::Refused, Some("mx2.customer.test"))
    );
    let shown = returns::incidents(&house.office, &house.actor).await.unwrap();
    assert_eq!(shown[0].waits_until, waits[0].until);

    house.clock.set(waits[0].until.unwrap());
    house.send().await;
    let again = outbox::why(&house.office, own, many[29]).await.unwrap();
    assert_eq!((again[0].rule, again[0].failures), (WaitRule::Refused, 2));
    assert!(house.sink.transactions() <= tried + 6, "some find out, and not all");

    open.accept();
    house.clock.advance_seconds(3600);
    house.send().await;
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, 30);
}

#[tokio::test]
async fn single_mail_is_tried_and_put_off_and_another_organisations_mail_is_not_held_up() {
    let open = Open::listed().await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    open.queue(3, Stream::Bulk).await;
    house.send().await;
    let single = open.queue(1, Stream::Single).await;
    house.send().await;
    let row = delivery(house, own, single[0]).await;
    assert_eq!((row.state, row.attempts), (DeliveryState::Queued, 1));
    assert!(row.log[0].words.contains("block list"), "{}", row.log[0].words);

    open.accept();
    let other = open.another().await;
    let others = open.queue_of(other, 2, Stream::Bulk).await;
    house.send().await;
    assert_eq!(states(house, other, &others).await, [DeliveryState::Sent; 2]);
    house.clock.set(row.next_attempt_at.unwrap());
    house.send().await;
    assert_eq!(delivery(house, own, single[0]).await.state, DeliveryState::Sent);
}

#[tokio::test]
async fn whoever_has_seen_to_it_lets_the_mail_go_and_the_setting_turns_it_off() {
    let open = Open::listed().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let many = open.queue(5, Stream::Bulk).await;
    house.send().await;
    open.accept();
    let incident = returns::incidents(office, actor).await.unwrap().remove(0);
    house.clock.advance_seconds(5);
    returns::confirm(office, actor, incident.row.id).await.unwrap();
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, 5);

    let open = Open::listed().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let waits = open.queue(5, Stream::Bulk).await;
    house.send().await;
    assert_eq!(open.of_state(&waits, DeliveryState::Queued).await, 5);
    house.clock.advance_seconds(5);
    flows::settings::set(office, actor, "refusals.puts_off", json!(false)).await.unwrap();
    let fails = open.queue(2, Stream::Single).await;
    house.send().await;
    assert_eq!(open.of_state(&fails, DeliveryState::Failed).await, 2);
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(open.of_state(&waits, DeliveryState::Failed).await, 5, "what waited goes on, and is refused");
}

#[tokio::test]
async fn what_a_relay_refuses_for_reputation_is_put_off_and_holds_up_nothing_else_of_it() {
    let house = House::open().await;
    let own = house.actor.organisation;
    let queue = async |numbers: std::ops::Range<usize>, stream| {
        let mut items = Vec::new();
        for number in numbers {
            items.push(queue_to(&house, own, (&recipient(number), stream)).await);
        }
        house.send().await;
        items
    };
    (0..RECIPIENTS).for_each(|number| house.sink.answer_recipient(&recipient(number), LISTED));
    let first = queue(0..BORNE + 1, Stream::Single).await;
    assert_eq!(states(&house, own, &first).await, [DeliveryState::Failed; BORNE + 1]);

    // Any server behind the relay may be the one that says so.
    let there = RECIPIENTS..RECIPIENTS + 8;
    let many = queue(10..18, Stream::Bulk).await;
    let taken = queue(there, Stream::Bulk).await;
    assert_eq!(states(&house, own, &many).await, [DeliveryState::Queued; 8]);
    assert_eq!(states(&house, own, &taken).await, [DeliveryState::Sent; 8]);
    for item in &many {
        assert_eq!(delivery(&house, own, *item).await.attempts, 1);
    }
    (0..RECIPIENTS).for_each(|number| house.sink.accept_recipient(&recipient(number)));
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(states(&house, own, &many).await, [DeliveryState::Sent; 8]);
}
