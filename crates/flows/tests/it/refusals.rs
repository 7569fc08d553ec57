//! A provider that refuses our mail for the reputation of our address, or so many addresses that its directory may be broken:
//! mail waits, and does not fail one by one.

use std::ops::Range;

use bytes::Bytes;
use domain::blocks::{IncidentState, KeptBy};
use domain::job::{JobKind, JobState};
use domain::outbox::{DeliveryState, ParkReason, Stream};
use domain::returns::ReturnClass;
use domain::waiting::WaitRule;
use domain::{EmailAddress, IncidentId, JobId, OrganisationId, OutboxId};
use flows::jobs::JobWorker;
use flows::outbox::LettingGo;
use flows::worker::{Found, Worker};
use flows::{outbox, returns};
use policy::blocking::mass::{self, Burst};
use serde_json::json;
use store::incidents::NewIncident;
use store::jobs::{JobRow, NewJob};
use store::outbox::NewOutbox;
use store::parked::Parked;
use store::{StoreError, deliveries};
use testkit::postgres::Postgres;

use crate::dead_exchangers::{Open, queue_to};
use crate::house::{House, SERVICE};
use crate::returns::standing;
use crate::sending::{delivery, queue_from, states};

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
    let queue = async |numbers: Range<usize>, stream| {
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

const UNVOUCHED: &str =
    "550 5.7.26 This mail is unauthenticated: DKIM = did not pass, SPF check did not pass";

#[tokio::test]
async fn mail_to_many_that_its_domain_does_not_vouch_for_waits_until_somebody_has_seen_to_it() {
    let open = Open::living().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    (0..RECIPIENTS).for_each(|number| house.sink.answer_recipient(&recipient(number), UNVOUCHED));
    let first = open.queue(BORNE + 1, Stream::Single).await;
    house.send().await;
    assert_eq!(open.of_state(&first, DeliveryState::Failed).await, BORNE + 1);
    let incident = open.incident().await;
    assert_eq!(incident.row.class, ReturnClass::AuthFailed);
    assert_eq!(incident.sender_domain.as_deref(), SERVICE.split_once('@').map(|(_, domain)| domain));
    assert_eq!(incident.failed.count, BORNE as u64 + 1);

    let many = open.queue_for(BORNE + 1..RECIPIENTS, Stream::Bulk).await;
    assert_eq!(open.of_state(&many, DeliveryState::Queued).await, many.len(), "none fails");
    let tried = house.sink.transactions();
    house.clock.advance_seconds(5);
    house.send().await;
    assert_eq!(house.sink.transactions(), tried, "and after five in a row no more is tried");
    // The provider has nothing against what is from another domain, and taking that it says nothing of this one.
    let others = queue_from(house, actor.organisation, "post@other.test", (2, Stream::Bulk)).await;
    let own = queue_from(house, actor.organisation, SERVICE, (1, Stream::Bulk)).await;
    house.send().await;
    assert_eq!(open.of_state(&others, DeliveryState::Sent).await, 2);
    assert_eq!(open.of_state(&own, DeliveryState::Queued).await, 1);
    let single = open.queue_for(0..1, Stream::Single).await;
    assert_eq!(open.of_state(&single, DeliveryState::Failed).await, 1, "its author is told at once");
    let early = returns::send_again(office, actor, incident.row.id).await.unwrap_err();
    assert_eq!(early.code, "incident.not_seen_to");

    open.accept();
    assert_eq!(returns::confirm(office, actor, incident.row.id).await.unwrap().kept_by, None);
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, many.len(), "what waited goes at once");
    assert_eq!(open.incident().await.failed.count, BORNE as u64 + 2);
    returns::send_again(office, actor, incident.row.id).await.unwrap();
    let worker = JobWorker::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    house.send().await;
    assert_eq!(open.of_state(&first, DeliveryState::Sent).await, BORNE + 1);
}

/// What mail that no domain vouches for has in common where the exchanger refuses it; before the sender's domain was noted in
/// that, it was of all mail.
fn unvouched(from: Option<&str>) -> Burst {
    let address: EmailAddress = recipient(0).parse().unwrap();
    let from: Option<EmailAddress> = from.map(|from| from.parse().unwrap());
    let place = (&address, Some("mx2.customer.test"));
    mass::ours(ReturnClass::AuthFailed, place, from.as_ref()).unwrap().0
}

#[tokio::test]
async fn mail_to_many_waits_for_an_incident_that_was_opened_before_its_domain_was_noted() {
    let open = Open::living().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    (0..RECIPIENTS).for_each(|number| house.sink.answer_recipient(&recipient(number), UNVOUCHED));
    let Burst { provider, key } = unvouched(None);
    let before = house.opened(&provider, (ReturnClass::AuthFailed, &key)).await;
    let many = open.queue_for(0..BORNE + 3, Stream::Bulk).await;
    assert_eq!(open.of_state(&many, DeliveryState::Queued).await, many.len(), "none fails");
    let single = open.queue_for(BORNE + 3..2 * BORNE + 5, Stream::Single).await;
    assert_eq!(open.of_state(&single, DeliveryState::Failed).await, single.len());
    let shown = returns::incidents(office, actor).await.unwrap();
    assert_eq!(shown.len(), 1, "what is refused meanwhile is of that one");
    assert_eq!((shown[0].row.id, shown[0].sender_domain.as_deref()), (before, None));
    assert_eq!((shown[0].failed.count, shown[0].waiting.count), (single.len() as u64, many.len() as u64));

    open.accept();
    house.clock.advance_seconds(5);
    assert_eq!(returns::confirm(office, actor, before).await.unwrap().kept_by, None);
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, many.len(), "what waited goes at once");
}

const UNKNOWN: &str = "550 5.1.1 no such user here";
/// As `policy::blocking::mass` has it: so many are blocked before somebody is asked.
const BLOCKED: usize = 19;
/// Everybody at the provider whose directory breaks.
const EVERYBODY: usize = 100;

impl Open {
    async fn queue_for(&self, numbers: Range<usize>, stream: Stream) -> Vec<OutboxId> {
        let mut items = Vec::new();
        for number in numbers {
            let to = recipient(number);
            items.push(queue_to(&self.house, self.house.actor.organisation, (&to, stream)).await);
        }
        self.house.send().await;
        items
    }

    /// A world in which a provider's directory is broken, and so many were refused that the incident is open; with the
    /// single mails that failed for it.
    async fn without_directory() -> (Self, Vec<OutboxId>) {
        let open = Self::living().await;
        (0..EVERYBODY).for_each(|number| open.house.sink.answer_recipient(&recipient(number), UNKNOWN));
        let first = open.queue_for(0..BLOCKED + 2, Stream::Single).await;
        assert_eq!(open.of_state(&first, DeliveryState::Failed).await, BLOCKED + 2);
        assert_eq!((open.incident().await.blocked.count, open.incident().await.held.count), (19, 2));
        (open, first)
    }

    fn directory_is_back(&self) {
        (0..EVERYBODY).for_each(|number| self.house.sink.accept_recipient(&recipient(number)));
    }

    async fn incident(&self) -> returns::Incident {
        returns::incidents(&self.house.office, &self.house.actor).await.unwrap().remove(0)
    }

    async fn blocked(&self, numbers: Range<usize>) -> usize {
        let mut blocked = 0;
        for number in numbers {
            let known = standing(&self.house, &recipient(number)).await;
            blocked += usize::from(known.is_some_and(|known| known.block.is_some()));
        }
        blocked
    }
}

#[tokio::test]
async fn mail_to_many_waits_while_a_provider_may_have_lost_its_directory_and_what_failed_is_sent_again() {
    let (open, failed) = Open::without_directory().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let many = open.queue_for(BLOCKED + 2..EVERYBODY, Stream::Bulk).await;
    assert_eq!(open.of_state(&many, DeliveryState::Queued).await, many.len(), "none fails");
    let tried = house.sink.transactions();
    assert!(tried < EVERYBODY / 2, "and few are tried: {tried}");
    house.clock.advance_seconds(5);
    house.send().await;
    assert_eq!(house.sink.transactions(), tried, "the provider is left alone");
    let single = open.queue_for(EVERYBODY..EVERYBODY + 1, Stream::Single).await;
    assert_eq!(open.of_state(&single, DeliveryState::Sent).await, 1, "single mail goes on");

    let incident = open.incident().await;
    let told = (incident.failed.count, incident.waiting.count, incident.waits_until.is_some());
    assert_eq!(told, (21, many.len() as u64, true));
    let early = returns::send_again(office, actor, incident.row.id).await.unwrap_err();
    assert_eq!(early.code, "incident.not_rolled_back");

    open.directory_is_back();
    assert_eq!(returns::roll_back(office, actor, incident.row.id).await.unwrap().addresses, 19);
    house.send().await;
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, many.len(), "what waited goes at once");
    assert_eq!(open.of_state(&failed, DeliveryState::Failed).await, 21, "what failed is nobody's to repeat");
    returns::send_again(office, actor, incident.row.id).await.unwrap();
    let worker = JobWorker::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    house.send().await;
    assert_eq!(open.of_state(&failed, DeliveryState::Sent).await, 21);
    assert_eq!((open.incident().await.failed.count, open.incident().await.waiting.count), (0, 0));
    let again = returns::send_again(office, actor, incident.row.id).await.unwrap_err();
    assert_eq!(again.code, "job.no_rows");
}

impl Open {
    /// A job whose first walk found nothing yet, as one on an incident of very many refusals.
    async fn walking_job(&self, incident: IncidentId) -> JobId {
        let (organisation, user) = (self.house.actor.organisation, self.house.actor.user);
        let params = json!({ "incident": incident, "until": null, "is_over": false }).to_string();
        let (kind, at) = (JobKind::OutboxSend, self.house.office.now());
        let job = NewJob { user, kind, params, ids: Vec::new(), cut: false, at };
        let made = self.house.office.store().write(move |tx| {
            let job = job.clone();
            Box::pin(async move { store::jobs::insert(tx, organisation, &job).await })
        });
        made.await.unwrap()
    }

    async fn job(&self, id: JobId) -> JobRow {
        flows::jobs::find(&self.house.office, &self.house.actor, id).await.unwrap()
    }
}

#[tokio::test]
async fn a_job_that_sends_again_walks_on_until_nothing_is_left_and_its_incident_remembers_how_far() {
    let (open, failed) = Open::without_directory().await;
    let (office, actor) = (&open.house.office, &open.house.actor);
    let incident = open.incident().await.row.id;
    returns::roll_back(office, actor, incident).await.unwrap();
    let (stopped, job) = (open.walking_job(incident).await, open.walking_job(incident).await);
    flows::jobs::cancel(office, actor, stopped).await.unwrap();
    let worker = JobWorker::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let stopped = open.job(stopped).await;
    assert_eq!((stopped.state, stopped.total), (JobState::Cancelled, 0), "whoever stops it ends the walk");
    let job = open.job(job).await;
    assert_eq!((job.state, job.total, job.done), (JobState::Done, failed.len() as u64, failed.len() as u64));
    let after = open.incident().await;
    assert!(after.row.sent_again_to.is_some());
    assert_eq!(after.failed, store::Count::default(), "nothing is offered any more");
    let again = returns::send_again(office, actor, incident).await.unwrap_err();
    assert_eq!(again.code, "job.no_rows");

    // What is refused within the hour is let go with the others, and stands behind them.
    open.directory_is_back();
    open.house.send().await;
    assert_eq!(open.of_state(&failed, DeliveryState::Sent).await, failed.len());
    let late = BLOCKED + 2..BLOCKED + 4;
    late.clone().for_each(|number| open.house.sink.answer_recipient(&recipient(number), UNKNOWN));
    let late = open.queue_for(late, Stream::Single).await;
    assert_eq!(open.of_state(&late, DeliveryState::Failed).await, late.len());
    assert_eq!(open.incident().await.failed.count, 2);
    assert_eq!(returns::send_again(office, actor, incident).await.unwrap().total, 2);
}

#[tokio::test]
async fn mail_to_many_goes_by_itself_when_the_directory_is_found_well() {
    let (open, _failed) = Open::without_directory().await;
    let many = open.queue_for(BLOCKED + 2..EVERYBODY, Stream::Bulk).await;
    open.directory_is_back();
    for _ in 0..3 {
        open.house.clock.advance_seconds(3600);
        open.house.send().await;
    }
    assert_eq!(open.of_state(&many, DeliveryState::Sent).await, many.len());
    assert_eq!(open.incident().await.row.state, IncidentState::Open, "what was blocked waits for a person");
}

#[tokio::test]
async fn mail_to_many_goes_on_and_blocks_those_it_does_not_reach_once_somebody_says_that_they_are_wrong() {
    let (open, _failed) = Open::without_directory().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let wrong = BLOCKED + 2..RECIPIENTS;
    let many = open.queue_for(wrong.clone(), Stream::Bulk).await;
    assert_eq!(open.blocked(wrong.clone()).await, 0);
    house.clock.advance_seconds(5);
    assert_eq!(returns::confirm(office, actor, open.incident().await.row.id).await.unwrap().addresses, 2);
    for _ in 0..3 {
        house.send().await;
        house.clock.advance_seconds(60);
    }
    assert_eq!(open.of_state(&many, DeliveryState::Failed).await, many.len());
    assert_eq!(open.blocked(wrong).await, many.len(), "he has decided on these words");
    assert_ne!(
        open.incident().await.row.state,
        IncidentState::Open,
        "and is not asked again for all that waited"
    );
}

#[tokio::test]
async fn a_list_with_some_wrong_addresses_does_not_hold_up_those_that_are_right() {
    let (open, _failed) = Open::without_directory().await;
    let (wrong, right) = (BLOCKED + 2..BLOCKED + 6, BLOCKED + 6..RECIPIENTS);
    right.clone().for_each(|number| open.house.sink.accept_recipient(&recipient(number)));
    let wrong = open.queue_for(wrong, Stream::Bulk).await;
    let right = open.queue_for(right, Stream::Bulk).await;
    assert_eq!(open.of_state(&right, DeliveryState::Sent).await, right.len());
    assert_eq!(open.of_state(&wrong, DeliveryState::Queued).await, wrong.len());
    let incident = open.incident().await;
    assert_eq!((incident.waiting.count, incident.waits_until), (4, None));
    assert_eq!(incident.holds_until, Some(incident.row.held_since.plus_seconds(24 * 3600)));
    // Whoever has not decided after a day is not waited for.
    open.house.clock.advance_seconds(25 * 3600);
    open.house.send().await;
    assert_eq!(open.of_state(&wrong, DeliveryState::Failed).await, wrong.len());
    assert_eq!(open.incident().await.holds_until, None, "and it is said so");
}

#[tokio::test]
async fn of_one_transaction_each_recipient_waits_for_what_he_was_refused_for() {
    let (open, _failed) = Open::without_directory().await;
    let (house, organisation) = (&open.house, open.house.actor.organisation);
    let of_addresses = open.incident().await.row.id;
    let Burst { provider, key } = unvouched(Some(SERVICE));
    let of_sender = house.opened(&provider, (ReturnClass::AuthFailed, &key)).await;
    house.sink.answer_recipient(&recipient(30), UNVOUCHED);
    let item = house.mail_to(30..32).await;
    let queued = house.office.store().write(move |tx| {
        let item = item.clone();
        Box::pin(async move { store::outbox::insert_into(tx, organisation, &item, Stream::Bulk).await })
    });
    Result::<OutboxId, StoreError>::unwrap(queued.await);
    house.send().await;
    let shown = returns::incidents(&house.office, &house.actor).await.unwrap();
    for incident in [of_addresses, of_sender] {
        let found = shown.iter().find(|it| it.row.id == incident).unwrap();
        assert_eq!(found.waiting.count, 1, "{}", found.row.burst);
    }
}

#[tokio::test]
async fn what_lies_in_the_bin_is_not_offered_to_be_sent_again() {
    let (open, failed) = Open::without_directory().await;
    let (office, actor) = (&open.house.office, &open.house.actor);
    assert_eq!(outbox::delete(office, actor, &failed[..1]).await.unwrap().done, failed[..1]);
    let incident = open.incident().await;
    assert_eq!((incident.failed.count, incident.failed.more), (20, false));
    returns::roll_back(office, actor, incident.row.id).await.unwrap();
    let job = returns::send_again(office, actor, incident.row.id).await.unwrap();
    assert_eq!(job.total, 20);
}

impl House {
    /// A mail to these.
    async fn mail_to(&self, recipients: Range<usize>) -> NewOutbox {
        let (store, organisation) = (self.office.store(), self.actor.organisation);
        let at = self.office.now();
        let raw = Bytes::from_static(b"Subject: x\r\n\r\nhello\r\n");
        NewOutbox {
            from: SERVICE.parse().unwrap(),
            from_name: None,
            return_path: Some(SERVICE.parse().unwrap()),
            subject: "x".to_owned(),
            raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
            recipients: recipients.map(|number| recipient(number).parse().unwrap()).collect(),
            created_by: None,
            case_id: None,
            at,
            due_at: at,
        }
    }

    /// A mail to so many whose time is in an hour, and that waits for a provider that refuses it.
    async fn waits_for(&self, provider: &str, recipients: usize) -> OutboxId {
        let (store, organisation) = (self.office.store(), self.actor.organisation);
        let at = self.office.now();
        let item = NewOutbox { due_at: at.plus_seconds(3600), ..self.mail_to(0..recipients).await };
        let destination = store::parked::refuser_of(organisation, provider);
        let write = store.write(move |tx| {
            let (item, destination) = (item.clone(), destination.clone());
            Box::pin(async move {
                let id = store::outbox::insert_into(tx, organisation, &item, Stream::Bulk).await?;
                let rows = deliveries::list_of_item(tx, organisation, id).await?;
                let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
                for some in ids.chunks(500) {
                    deliveries::wait_for(tx, some, &destination).await?;
                }
                Ok(id)
            })
        });
        Result::<_, StoreError>::unwrap(write.await)
    }

    /// How many recipients of a mail are due.
    async fn due(&self, item: OutboxId) -> usize {
        let (conn, now) = (self.office.store().read(), self.office.now());
        let rows = deliveries::list_of_item(&conn, self.actor.organisation, item).await.unwrap();
        rows.iter().filter(|row| row.next_attempt_at.is_some_and(|at| at <= now)).count()
    }

    /// An incident of a provider with these words that is open.
    async fn opened(&self, provider: &str, (class, words): (ReturnClass, &str)) -> IncidentId {
        let (organisation, at) = (self.actor.organisation, self.office.now());
        let (provider, words) = (provider.to_owned(), words.to_owned());
        let opened = self.office.store().write(move |tx| {
            let (provider, words) = (provider.clone(), words.clone());
            Box::pin(async move {
                let new = NewIncident { burst: &words, provider: &provider, class, words: &words, at };
                store::incidents::open(tx, organisation, &new, at).await
            })
        });
        Result::<_, StoreError>::unwrap(opened.await)
    }

    /// One step of a process that has just begun.
    async fn lets_go(&self) -> Found {
        LettingGo::new(self.office.clone()).step().await.unwrap()
    }
}

#[tokio::test]
async fn a_decision_lets_all_go_that_waits_however_much_it_is() {
    let (open, _failed) = Open::without_directory().await;
    let (house, incident) = (&open.house, open.incident().await);
    let item = house.waits_for(&incident.row.provider, 2_100).await;
    assert_eq!(house.due(item).await, 0);
    let waiting = open.incident().await.waiting;
    assert_eq!((waiting.count, waiting.more), (1_000, true));
    returns::roll_back(&house.office, &house.actor, incident.row.id).await.unwrap();
    // Whatever is stopped behind the decision, and behind each step: the next process goes on.
    for due in [1_000, 2_000, 2_100] {
        assert_eq!(house.due(item).await, due);
        assert_eq!(house.lets_go().await, if due < 2_100 { Found::Work } else { Found::Nothing });
    }
    assert_eq!(house.due(item).await, 2_100);
}

#[tokio::test]
async fn what_is_put_off_in_the_instant_of_a_decision_goes_and_what_something_keeps_waits() {
    let (open, _failed) = Open::without_directory().await;
    let (house, incident) = (&open.house, open.incident().await);
    let item = house.waits_for(&incident.row.provider, 3).await;
    assert_eq!(house.lets_go().await, Found::Nothing);
    assert_eq!(house.due(item).await, 0, "nobody has decided");
    returns::confirm(&house.office, &house.actor, incident.row.id).await.unwrap();
    assert_eq!(house.due(item).await, 3);

    let late = house.waits_for(&incident.row.provider, 2).await;
    let parked = Parked {
        destination: store::parked::refuser_of(house.actor.organisation, &incident.row.provider),
        until: house.office.now().plus_seconds(60),
        reason: ParkReason::Refused,
        words: UNKNOWN.to_owned(),
        host: None,
        failures: 1,
        found_by: house.actor.organisation,
    };
    let store = house.office.store();
    let put = store.write(move |tx| Box::pin(async move { store::parked::put(tx, &parked).await }));
    Result::<_, StoreError>::unwrap(put.await);
    assert_eq!(house.lets_go().await, Found::Nothing);
    assert_eq!(house.due(late).await, 0, "the provider is left alone for a while");
    house.clock.advance_seconds(61);
    assert_eq!(house.lets_go().await, Found::Work);
    assert_eq!(house.due(late).await, 2);
}

const MOVED: (ReturnClass, &str) = (ReturnClass::MailboxUnknown, "551 moved");
const OF_REPUTATION: (ReturnClass, &str) = (ReturnClass::ReputationBlock, LISTED);

#[tokio::test]
async fn what_waits_for_two_incidents_of_a_provider_waits_for_both_decisions() {
    let (open, _failed) = Open::without_directory().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let first = open.incident().await;
    assert_eq!(first.kept_by, None);
    let provider = &first.row.provider;
    let item = house.waits_for(provider, 3).await;
    let second = house.opened(provider, MOVED).await;
    let shown = returns::incidents(office, actor).await.unwrap();
    assert!(shown.iter().all(|one| one.kept_by == Some(KeptBy::Addresses)), "each tells of the other");
    let decided = returns::confirm(office, actor, first.row.id).await.unwrap();
    assert_eq!(decided.kept_by, Some(KeptBy::Addresses));
    assert_eq!(house.due(item).await, 0, "somebody is still to decide on the other");
    let decided = returns::confirm(office, actor, second).await.unwrap();
    assert_eq!(decided.kept_by, None);
    assert_eq!(house.due(item).await, 3);
}

#[tokio::test]
async fn a_decision_says_that_mail_waits_all_the_same_for_the_reputation_of_our_address() {
    let (open, _failed) = Open::without_directory().await;
    let (house, office, actor) = (&open.house, &open.house.office, &open.house.actor);
    let first = open.incident().await;
    let provider = &first.row.provider;
    let item = house.waits_for(provider, 3).await;
    let listed = house.opened(provider, OF_REPUTATION).await;
    // However long nobody sees to it.
    house.clock.advance_seconds(25 * 3600);
    let decided = returns::roll_back(office, actor, first.row.id).await.unwrap();
    assert_eq!(decided.kept_by, Some(KeptBy::Reputation));
    let late = house.waits_for(provider, 3).await;
    assert_eq!(house.lets_go().await, Found::Nothing);
    assert_eq!(house.due(late).await, 0);
    let decided = returns::confirm(office, actor, listed).await.unwrap();
    assert_eq!(decided.kept_by, None);
    assert_eq!((house.due(item).await, house.due(late).await), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_decide_on_two_incidents_of_a_provider_at_once_let_its_mail_go() {
    let database = Postgres::start().unwrap().database().unwrap();
    for house in [House::open().await, House::open_on_postgres(database.url()).await] {
        let (office, actor) = (&house.office, &house.actor);
        for round in 0..10 {
            let one = house.opened("customer.test", MOVED).await;
            let other = house.opened("customer.test", OF_REPUTATION).await;
            let item = house.waits_for("customer.test", 3).await;
            let (left, right) =
                tokio::join!(returns::roll_back(office, actor, one), returns::confirm(office, actor, other));
            let kept = [left, right].map(|decided| decided.unwrap().kept_by);
            assert!(kept.contains(&None), "round {round}: {kept:?}");
            assert_eq!(house.due(item).await, 3, "round {round}");
        }
    }
}
