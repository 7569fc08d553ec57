//! What comes back counts for whoever it is about, and for nobody else.

use domain::CaseId;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::intake::IntakeState;
use domain::outbox::DeliveryState;
use flows::compose::{self, NewReply};
use flows::filters::FilterInput;
use flows::returns::{self, AddressesDeed};
use store::intake::Inserted;

use crate::address_trials::complaint;
use crate::house::House;
use crate::returns::{answer_again, answered, answered_two, failures, report, sent_id, standing};

const KARI: &str = "kari@customer.test";
const DAY: i64 = 24 * 3600;

async fn is_blocked(house: &House) -> bool {
    standing(house, KARI).await.is_some_and(|known| known.block.is_some())
}

async fn clear(house: &House) {
    let id = standing(house, KARI).await.unwrap().id;
    let deed = AddressesDeed::Clear(String::new());
    returns::act(&house.office, &house.actor, (&[id], deed)).await.unwrap();
}

async fn waiting(house: &House) -> usize {
    let conn = house.office.store().read();
    store::returns::list_waiting(&conn, house.actor.organisation, 50).await.unwrap().len()
}

#[tokio::test]
async fn a_second_report_about_a_mail_undoes_nothing_that_a_person_cleared() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    house.receive(&report(&id, "failed")).await;
    assert!(is_blocked(&house).await);
    house.clock.advance_seconds(60);
    clear(&house).await;
    house.clock.advance_seconds(60);
    let second =
        report(&id, "failed").replace("<failed@", "<failed2@").replace("no mailbox here", "user unknown");
    house.receive(&second).await;
    assert!(!is_blocked(&house).await, "the mail left before somebody let the address go");

    answer_again(&house, case, 2).await;
    let sent = house.sink.taken().last().unwrap().raw.clone();
    let new_id = mail::header_value(&sent, "Message-ID").unwrap();
    house.receive(&report(&new_id, "failed").replace("<failed@", "<failed3@")).await;
    assert!(is_blocked(&house).await, "a mail since then says how it stands now");
}

#[tokio::test]
async fn a_taken_mail_that_came_back_does_not_stand_for_those_that_arrive_later() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "552 5.2.2 mailbox full");
    let case = answered(&house).await;
    for number in 2..=3 {
        answer_again(&house, case, number).await;
    }
    assert_eq!(standing(&house, KARI).await.unwrap().returns, 3);
    // One is taken, and then comes back as spam, which is not the address's fault.
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 4).await;
    let spam = report(&sent_id(&house), "failed")
        .replace("5.1.1", "5.7.1")
        .replace("no mailbox here", "rejected as spam");
    house.receive(&spam).await;
    // The next arrives and stays there.
    house.clock.advance_seconds(60);
    answer_again(&house, case, 5).await;
    house.clock.advance_seconds(2 * DAY);
    house.sink.answer_recipient(KARI, "552 5.2.2 mailbox full");
    answer_again(&house, case, 6).await;
    assert_eq!(standing(&house, KARI).await.unwrap().returns, 1, "it was well since");
}

const NOT_WANTED: &str = "550 5.7.1 <kari@customer.test>: the recipient has blocked your address";

#[tokio::test]
async fn who_refuses_a_sender_twice_is_blocked_for_mailings_unless_mail_arrived_in_between() {
    let house = House::open().await;
    let refuse = || house.sink.answer_recipient(KARI, NOT_WANTED);
    refuse();
    let case = answered(&house).await;
    for number in [2, 4] {
        house.clock.advance_seconds(DAY);
        house.sink.accept_recipient(KARI);
        answer_again(&house, case, number).await;
        house.clock.advance_seconds(79 * DAY);
        refuse();
        answer_again(&house, case, number + 1).await;
        assert!(!is_blocked(&house).await, "{number}: mail arrived since it was refused before");
    }
    house.clock.advance_seconds(DAY);
    answer_again(&house, case, 6).await;
    let block = standing(&house, KARI).await.unwrap().block.unwrap();
    assert_eq!(block.scope, domain::blocks::BlockScope::Mailings, "and none this time");
}

async fn is_doubtful(house: &House) -> bool {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let memory = returns::memory(house.office.now());
    let keys = [KARI.to_owned()];
    let doubtful = store::standings::doubtful_among(&conn, organisation, &keys, memory).await.unwrap();
    let counts = standing(house, KARI).await.unwrap().returns_within(memory) > 0;
    assert_eq!(counts, !doubtful.is_empty(), "all places say the same");
    counts
}

#[tokio::test]
async fn nobody_is_warned_of_an_address_once_mail_has_arrived_there_or_the_return_is_long_ago() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "552 5.2.2 mailbox full");
    let case = answered(&house).await;
    assert!(is_doubtful(&house).await);
    house.sink.accept_recipient(KARI);
    house.clock.advance_seconds(DAY);
    answer_again(&house, case, 2).await;
    assert!(is_doubtful(&house).await, "it may still come back");
    house.clock.advance_seconds(DAY);
    assert!(!is_doubtful(&house).await, "it arrived");

    house.sink.answer_recipient(KARI, "552 5.2.2 mailbox full");
    answer_again(&house, case, 3).await;
    house.clock.advance_seconds(89 * DAY);
    assert!(is_doubtful(&house).await);
    house.clock.advance_seconds(2 * DAY);
    assert!(!is_doubtful(&house).await, "after 90 days it is forgotten");
}

#[tokio::test]
async fn a_filter_keeps_a_report_from_people_and_not_from_what_it_is_about() {
    let house = House::open().await;
    let case = answered(&house).await;
    let (field, operator) = (FilterField::From, FilterOperator::Contains);
    let condition = FilterCondition { field, header: None, operator, value: "mailer-daemon".to_owned() };
    let filter = FilterInput {
        name: Some("Robots".to_owned()),
        conditions: Some(vec![condition]),
        actions: Some(vec![FilterAction::Block]),
        ..FilterInput::default()
    };
    flows::filters::create(&house.office, &house.actor, filter).await.unwrap();
    held_back(&house, &report("<nobody@elsewhere.test>", "failed")).await;
    assert_eq!(waiting(&house).await, 1, "what names no mail of ours is looked at all the same");
    assert!(failures(&house, case).await.is_empty());

    let late = report(&sent_id(&house), "delayed").replace("Status: 5.1.1", "Status: 4.1.1");
    held_back(&house, &late).await;
    assert_eq!(states(&house, case).await, [DeliveryState::Sent]);
    held_back(&house, &report(&sent_id(&house), "failed").replace("<failed@", "<failed2@")).await;
    assert_eq!(failures(&house, case).await.len(), 1, "the mail that it names comes back to its author");
    assert_eq!(states(&house, case).await, [DeliveryState::Failed]);
    assert!(is_blocked(&house).await && house.case(case).await.delivery_failed);
    assert_eq!((waiting(&house).await, house.cases().await.len()), (1, 1), "nobody has to look at it");
}

/// A mail that a filter holds back.
async fn held_back(house: &House, mail: &str) {
    let Inserted::New(id) = house.receive(mail).await else { panic!("it is new") };
    let conn = house.office.store().read();
    let found = store::intake::find(&conn, house.actor.organisation, id).await.unwrap().unwrap();
    assert_eq!(found.state, IntakeState::Blocked);
}

/// An answer to two, of which the first bounces at an address that nobody wrote to.
#[tokio::test]
async fn a_report_on_a_mail_of_ours_about_somebody_else_is_looked_at_by_a_person() {
    let house = House::open().await;
    let case = answered_two(&house).await;
    let forwarded =
        report(&sent_id(&house), "failed").replace("822; kari@customer.test", "822; k@forwarded.test");
    house.receive(&forwarded).await;
    assert_eq!(waiting(&house).await, 1);
    assert_eq!(states(&house, case).await, [DeliveryState::Sent, DeliveryState::Sent]);
}

#[tokio::test]
async fn what_another_recipient_of_the_mail_can_write_as_well_counts_and_blocks_nobody_at_once() {
    let house = House::open().await;
    let case = answered_two(&house).await;
    house.receive(&report(&sent_id(&house), "failed")).await;
    assert!(house.case(case).await.delivery_failed, "its author is told");
    let known = standing(&house, "kari@customer.test").await.unwrap();
    assert_eq!((known.block, known.returns), (None, 1));
}

/// Of her mail, with what we said ourselves of whom it was for (RFC 3461 4.2).
fn of_old_address(id: &str) -> String {
    let hers = "Final-Recipient: rfc822; kari@customer.test";
    let old = "Original-Recipient: rfc822; kari@customer.test\nFinal-Recipient: rfc822; old@dead.test";
    report(id, "failed").replace(hers, old)
}

#[tokio::test]
async fn a_dead_address_that_somebody_passes_mail_on_to_blocks_nobody_at_once_without_return_paths_either() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.receive(&of_old_address(&sent_id(&house))).await;
    assert!(house.case(case).await.delivery_failed, "its author is told");
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block, known.returns), (None, 1));
}

#[tokio::test]
async fn a_copy_that_went_no_further_opens_no_case_where_the_report_says_that_she_has_her_mail() {
    let house = House::open().await;
    let case = answered(&house).await;
    let before = house.case(case).await;
    let arrived = "Final-Recipient: rfc822; kari@customer.test\nAction: delivered\nStatus: 2.0.0\n\n";
    let old = "Original-Recipient: rfc822; kari";
    let told = of_old_address(&sent_id(&house)).replace(old, &format!("{arrived}{old}"));
    house.receive(&told).await;
    let after = house.case(case).await;
    assert_eq!((after.status, after.delivery_failed), (before.status, false));
    assert!(failures(&house, case).await.is_empty());
    assert_eq!(states(&house, case).await, [DeliveryState::Sent]);
    assert!(standing(&house, KARI).await.is_none_or(|known| known.returns == 0));
    assert_eq!(waiting(&house).await, 0);
}

/// Ola gets a later mail of the case, which names the one before.
async fn tell_ola(house: &House, case: CaseId) {
    let cc = vec!["ola@else.test".parse().unwrap()];
    let reply = NewReply { text: "Ola should see this, too.".to_owned(), cc, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

#[tokio::test]
async fn who_got_a_later_mail_of_the_case_cannot_have_the_one_blocked_whom_an_earlier_one_went_to_alone() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    tell_ola(&house, case).await;
    assert!(String::from_utf8_lossy(&house.sink.taken()[1].raw).contains(&id), "it names the first");
    house.receive(&report(&id, "failed")).await;
    assert!(house.case(case).await.delivery_failed, "its author is told");
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block, known.returns), (None, 1));
}

#[tokio::test]
async fn who_got_a_later_mail_of_the_case_cannot_complain_for_whom_an_earlier_one_went_to_alone() {
    for named in [KARI, "redacted"] {
        let house = House::open().await;
        let case = answered(&house).await;
        let forged = complaint(&house, KARI).replace(&format!("<{KARI}>"), named);
        tell_ola(&house, case).await;
        house.receive(&forged).await;
        let known = standing(&house, KARI).await;
        assert!(known.is_none_or(|known| known.block.is_none() && known.complaint.is_none()), "{named}");
        assert_eq!(waiting(&house).await, 1, "a person looks at it: {named}");
    }
}

#[tokio::test]
async fn who_is_written_to_by_the_recipient_herself_knows_the_mail_that_she_answers() {
    let house = House::open().await;
    answered(&house).await;
    let id = sent_id(&house);
    let forged = complaint(&house, KARI);
    let answer = format!(
        "From: Kari <{KARI}>\nTo: service@house.test\nCc: ola@else.test\nSubject: Re: The invoice\n\
         Message-ID: <2@customer.test>\nIn-Reply-To: {id}\n\nOla pays it.\n"
    );
    house.receive(&answer).await;
    house.receive(&forged).await;
    assert!(standing(&house, KARI).await.is_none_or(|known| known.complaint.is_none()));
    assert_eq!(waiting(&house).await, 1);
}

/// Whoever got a mail of ours knows its Message-ID, and may name whom he likes.
#[tokio::test]
async fn a_report_on_a_mail_of_ours_about_very_many_others_brings_few_of_them_before_a_person() {
    let house = House::open().await;
    let case = answered_two(&house).await;
    let others: String = (0..45)
        .map(|number| {
            format!("Final-Recipient: rfc822; k{number}@elsewhere.test\nAction: failed\nStatus: 5.1.1\n\n")
        })
        .collect();
    let named = report(&sent_id(&house), "failed")
        .replace("Final-Recipient: rfc822; kari", &format!("{others}Final-Recipient: rfc822; kari"));
    house.receive(&named).await;
    assert_eq!(waiting(&house).await, 20);
    let mut found = states(&house, case).await;
    found.sort_by_key(|state| state.as_str());
    assert_eq!(
        found,
        [DeliveryState::Failed, DeliveryState::Sent],
        "whoever it went to is told of all the same"
    );
}

async fn states(house: &House, case: CaseId) -> Vec<DeliveryState> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let messages = store::cases::list_messages(&conn, organisation, case).await.unwrap();
    let outbox = messages.iter().find_map(|message| message.outbox_id).unwrap();
    let rows = store::deliveries::list_of_item(&conn, organisation, outbox).await.unwrap();
    rows.iter().map(|row| row.state).collect()
}
