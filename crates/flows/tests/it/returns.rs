//! Mail that does not arrive comes back to its author.

use std::collections::BTreeSet;

use domain::blocks::{BlockReason, BlockScope, IncidentState, ReturnSource};
use domain::case::CaseStatus;
use domain::compose::{Mode, Returned, Written};
use domain::job::JobKind;
use domain::notice::{Happening, NoticeEvent};
use domain::outbox::DeliveryState;
use domain::timeline::{Step, Subject};
use domain::{CaseId, OutboxId};
use flows::compose::{self, Correction, NewReply};
use flows::jobs::JobWorker;
use flows::notify::{self, Notifier};
use flows::returns::{self, AddressesDeed};
use flows::worker::{Found, Worker};
use store::cases::MessageRow;

use crate::address_trials::complaint;
use crate::house::{House, SERVICE};
use crate::sending::queue;
use crate::several::queue_by;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

pub(crate) async fn answered(house: &House) -> CaseId {
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let reply = NewReply {
        text: "We look into it.".to_owned(),
        status: Some(CaseStatus::Closed),
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    case
}

/// The same of a mail to two: the answer goes to a second one as a copy.
pub(crate) async fn answered_two(house: &House) -> CaseId {
    house
        .receive(&format!(
            "From: Kari <kari@customer.test>\nTo: {SERVICE}\nCc: ola@customer.test\nSubject: Help\n\
             Message-ID: <1@customer.test>\n\nhello\n"
        ))
        .await;
    let case = house.cases().await[0].id;
    let cc = vec!["ola@customer.test".parse().unwrap()];
    let reply = NewReply { text: "Hello.".to_owned(), cc, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    case
}

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

pub(crate) async fn failures(house: &House, case: CaseId) -> Vec<MessageRow> {
    let all = messages(house, case).await;
    all.into_iter().filter(|message| message.content.class == "delivery_failure").collect()
}

pub(crate) fn report(id: &str, action: &str) -> String {
    format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered\nMessage-ID: <{action}@customer.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nAbout your mail.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n\
         Final-Recipient: rfc822; kari@customer.test\nAction: {action}\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 no mailbox here\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n\n--b--\n"
    )
}

pub(crate) fn sent_id(house: &House) -> String {
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned()
}

#[tokio::test]
async fn a_refusal_for_good_stands_in_the_case_unread_with_the_servers_words() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.unread, found.delivery_failed), (CaseStatus::Open, true, true));
    let entries = failures(&house, case).await;
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(entry.content.text, "550 5.1.1 no such user");
    let recipient = entry.content.to[0].address.as_ref().unwrap();
    assert_eq!(recipient.to_string(), "kari@customer.test");
    assert_eq!(entry.delivery.as_ref().unwrap().state, DeliveryState::Failed);

    // Its cure: the same mail to the same address, once the server takes it.
    house.sink.accept_recipient("kari@customer.test");
    compose::send_again(&house.office, &house.actor, case, entry.id).await.unwrap();
    assert!(!house.case(case).await.delivery_failed);
    house.send().await;
    assert_eq!(house.sink.count(), 1);
}

#[tokio::test]
async fn an_entry_about_one_recipient_lets_the_mail_go_to_him_alone() {
    let house = House::open().await;
    let both = ["kari@customer.test", "ola@customer.test"];
    both.iter().for_each(|one| house.sink.answer_recipient(one, "550 5.1.1 no such user"));
    let case = answered_two(&house).await;
    let entries = failures(&house, case).await;
    let of = |address: &str| {
        let is_of = |entry: &&MessageRow| {
            entry.content.to[0].address.as_ref().is_some_and(|to| to.to_string() == address)
        };
        entries.iter().find(is_of).unwrap().id
    };
    both.iter().for_each(|one| house.sink.accept_recipient(one));
    compose::send_again(&house.office, &house.actor, case, of(both[1])).await.unwrap();
    assert!(house.case(case).await.delivery_failed, "the other one is still not reached");
    house.send().await;
    let taken: Vec<_> = house.sink.taken().into_iter().flat_map(|taken| taken.recipients).collect();
    assert_eq!(taken, [both[1]]);
    compose::send_again(&house.office, &house.actor, case, of(both[0])).await.unwrap();
    assert!(!house.case(case).await.delivery_failed);
}

#[tokio::test]
async fn a_case_of_nobody_goes_to_the_author_of_what_failed() {
    let house = House::open().await;
    let case = answered(&house).await;
    let change = flows::cases::CaseChange { owner: Some(None), ..flows::cases::CaseChange::default() };
    flows::cases::change(&house.office, &house.actor, case, change).await.unwrap();
    house.receive(&report(&sent_id(&house), "failed")).await;
    assert_eq!(house.case(case).await.owner_id, Some(house.actor.user));
}

#[tokio::test]
async fn a_failed_mail_is_written_again_to_another_address_with_its_files() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let file = flows::uploads::File {
        name: "a.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: bytes::Bytes::from_static(b"file"),
    };
    let upload = flows::uploads::put(&house.office, &house.actor, file).await.unwrap();
    let reply =
        NewReply { text: "Here it is.".to_owned(), upload_ids: vec![upload.id], ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let entry = failures(&house, case).await.remove(0);

    let mode =
        compose::rewrite(&house.office, &house.actor, case, entry.id, Correction::default()).await.unwrap();
    assert_eq!(mode, Mode::Reply);
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    assert_eq!((draft.written.text.as_str(), draft.returned), ("Here it is.", Some(Returned::Failed)));
    assert_eq!(draft.written.to.as_deref().unwrap(), ["kari@customer.test"]);
    let again = NewReply {
        text: draft.written.text,
        to: Some(vec!["kari@else.test".parse().unwrap()]),
        upload_ids: draft.written.upload_ids,
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, again).await.unwrap();
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken[0].recipients, ["kari@else.test"]);
    assert!(String::from_utf8_lossy(&taken[0].raw).contains("filename=\"a.txt\""));
}

#[tokio::test]
async fn a_corrected_address_is_the_customers_from_then_on_where_its_author_says_so() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let reply = |text: &str| NewReply { text: text.to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply("Here it is.")).await.unwrap();
    house.send().await;
    let entry = failures(&house, case).await.remove(0);
    let rewrite =
        async |correction| compose::rewrite(&house.office, &house.actor, case, entry.id, correction).await;
    let refused = rewrite(Correction { address: None, lasting: true }).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("address_missing", Some("address")));

    // An answer that was begun meanwhile means the customer, and not the address that does not exist.
    let begun = Written { text: "And this.".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (Some(case), begun), None).await.unwrap();
    let address = Some("kari@else.test".parse().unwrap());
    rewrite(Correction { address, lasting: true }).await.unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    assert_eq!(draft.written.to.as_deref().unwrap(), ["kari@else.test"]);
    assert!(draft.written.text.contains("And this.") && !draft.joined);
    assert_eq!(house.case(case).await.customer_address, "kari@else.test");
    compose::reply(&house.office, &house.actor, case, reply("The next one.")).await.unwrap();
    house.send().await;
    let last = house.sink.taken().pop().unwrap();
    assert_eq!(last.recipients, ["kari@else.test"], "nothing goes to the address that does not exist");
}

#[tokio::test]
async fn a_report_that_comes_later_fails_the_delivery_and_one_about_a_delay_does_not() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    house.receive(&report(&id, "delayed")).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.delivery_failed), (CaseStatus::Closed, false));

    house.receive(&report(&id, "failed")).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.unread, found.delivery_failed), (CaseStatus::Open, true, true));
    let entries = failures(&house, case).await;
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert!(entry.content.text.contains("no mailbox here"), "{}", entry.content.text);
    let (conn, outbox) = (house.office.store().read(), entry.outbox_id.unwrap());
    let rows = store::deliveries::list_of_item(&conn, house.actor.organisation, outbox).await.unwrap();
    assert_eq!((rows[0].state, rows[0].log.len()), (DeliveryState::Failed, 2));
    assert_eq!(rows[0].log[1].host.as_deref(), Some("mx.customer.test"));
}

pub(crate) async fn standing(house: &House, address: &str) -> Option<store::standings::StandingRow> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    store::standings::find_by_address(&conn, organisation, &address.parse().unwrap()).await.unwrap()
}

/// Answers the case once more and sends it.
pub(crate) async fn answer_again(house: &House, case: CaseId, number: u32) {
    let reply = NewReply { text: format!("Answer {number}."), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

#[tokio::test]
async fn an_unknown_address_is_written_to_no_more_until_somebody_sends_it_again() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    let blocked = standing(&house, "kari@customer.test").await.unwrap();
    let block = blocked.block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Returned));
    assert_eq!((blocked.returns, blocked.last_words.as_str()), (1, "550 5.1.1 no such user"));
    let connections = house.sink.connections();

    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.connections(), connections, "nobody is connected to");
    let told = failures(&house, case).await;
    let said = &told.last().unwrap().content;
    assert!(said.text.starts_with("the address is blocked since"), "{told:?}");
    let held = said.failure.as_ref().and_then(|failure| failure.held_back.clone()).unwrap();
    assert_eq!((held.reason, held.since), (BlockReason::Returned, block.at));
    let class = held.class.map(domain::returns::ReturnClass::as_str);
    assert_eq!((class, held.words.as_str()), (Some("mailbox-unknown"), "550 5.1.1 no such user"));
    assert_eq!(standing(&house, "kari@customer.test").await.unwrap().returns, 1, "nothing came back");

    house.sink.accept_recipient("kari@customer.test");
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let query = store::ListQuery::<store::outbox::OutboxSort>::default();
    let filter = store::outbox::OutboxFilter { shelf: store::outbox::OutboxShelf::All };
    let items = store::outbox::list(&conn, organisation, &query, filter).await.unwrap().rows;
    let untried = items.iter().find(|item| item.held_back.is_some()).unwrap();
    assert_eq!(untried.held_back, Some(held.clone()));
    let log = store::deliveries::list_of_item(&conn, organisation, untried.id).await.unwrap().remove(0).log;
    assert_eq!(log.last().unwrap().held_back, Some(held));
    let held = untried.id;
    flows::outbox::send_again(&house.office, &house.actor, &[held]).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), 1);

    let knowing = compose::Knowing { blocks: true, ..compose::Knowing::default() };
    let reply = NewReply { text: "All the same.".to_owned(), knowing, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), 2, "its author was told, and wants it sent");
}

#[tokio::test]
async fn many_that_are_sent_again_pass_no_block_and_neither_does_a_job_on_one() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    answer_again(&house, case, 2).await;
    house.sink.accept_recipient("kari@customer.test");
    let failed = failed_items(&house).await;
    assert_eq!(failed.len(), 2);
    let again = flows::outbox::send_again(&house.office, &house.actor, &failed).await.unwrap();
    assert!(again.done.is_empty());
    let why: Vec<_> = again.failed.iter().map(|(_, problem)| problem.code).collect();
    assert_eq!(why, ["outbox.blocked"; 2], "they are left out, and it is said why");
    house.send().await;
    assert_eq!((house.sink.count(), failed_items(&house).await.len()), (0, 2));

    let mut rows = flows::jobs::Rows::default();
    rows.add([failed[0].get()]);
    let job = flows::jobs::start(&house.office, &house.actor, JobKind::OutboxSend, rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let job = flows::jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.done, job.failures[0].code.as_str()), (0, "outbox.blocked"));
    house.send().await;
    assert_eq!(house.sink.count(), 0, "a list of one is a list: nobody looked at the mail");
    flows::outbox::send_again(&house.office, &house.actor, &failed[..1]).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), 1, "who sends this one again means it");
}

async fn failed_items(house: &House) -> Vec<OutboxId> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let query = store::ListQuery::<store::outbox::OutboxSort>::default();
    let filter = store::outbox::OutboxFilter { shelf: store::outbox::OutboxShelf::All };
    let items = store::outbox::list(&conn, organisation, &query, filter).await.unwrap().rows;
    items.iter().filter(|item| item.state == DeliveryState::Failed).map(|item| item.id).collect()
}

#[tokio::test]
async fn a_full_mailbox_is_blocked_at_the_sixth_mail_and_a_letter_from_there_begins_anew() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "552 5.2.2 mailbox full");
    let case = answered(&house).await;
    for number in 2..=5 {
        answer_again(&house, case, number).await;
    }
    let counted = standing(&house, "kari@customer.test").await.unwrap();
    assert_eq!((counted.returns, counted.block), (5, None));
    house.clock.advance_seconds(1);
    house.receive(&FIRST.replace("<1@", "<2@")).await;
    assert_eq!(standing(&house, "kari@customer.test").await.unwrap().returns, 0);
    house.clock.advance_seconds(1);
    for number in 6..=11 {
        assert_eq!(standing(&house, "kari@customer.test").await.unwrap().block, None, "{number}");
        answer_again(&house, case, number).await;
    }
    let block = standing(&house, "kari@customer.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Limit));
}

#[tokio::test]
async fn what_is_not_the_fault_of_the_address_blocks_nobody() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "554 5.7.1 message rejected as spam");
    let case = answered(&house).await;
    for number in 2..=9 {
        answer_again(&house, case, number).await;
    }
    let known = standing(&house, "kari@customer.test").await;
    assert!(known.is_none_or(|known| known.block.is_none() && known.returns == 0));
}

#[tokio::test]
async fn a_report_counts_for_the_mail_that_it_is_about_and_a_made_up_one_for_nobody() {
    let house = House::open().await;
    let _case = answered(&house).await;
    house.receive(&report("<nobody@elsewhere.test>", "failed")).await;
    assert!(standing(&house, "kari@customer.test").await.is_none_or(|known| known.block.is_none()));
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let unmatched = store::returns::list_waiting(&conn, organisation, 10).await.unwrap();
    assert_eq!(unmatched.len(), 1);
    let real = report(&sent_id(&house), "failed").replace("<failed@", "<failed2@");
    house.receive(&real).await;
    assert!(standing(&house, "kari@customer.test").await.unwrap().block.is_some());
}

/// Of how many mails the timeline says that somebody must look first.
async fn told_as_held(house: &House) -> usize {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let mut mails = BTreeSet::new();
    for case in house.cases().await {
        mails.extend(messages(house, case.id).await.iter().filter_map(|message| message.outbox_id));
    }
    let mut held = 0;
    for id in mails {
        let steps = store::timeline::list(&conn, organisation, Subject::Outbox(id)).await.unwrap();
        held += usize::from(steps.iter().any(|(_, step)| matches!(step, Step::ReturnHeld { .. })));
    }
    held
}

/// Answers this many customers of one provider, who are all refused with the same words.
async fn refused(house: &House, from: usize, count: usize) {
    refused_with(house, (from, count), "550 5.1.1 no such user here").await;
}

async fn refused_with(house: &House, (from, count): (usize, usize), words: &str) {
    for number in from..from + count {
        let who = format!("c{number}@big.test");
        house.sink.answer_recipient(&who, words);
        let first = FIRST.replace("kari@customer.test", &who).replace("<1@", &format!("<{number}@"));
        house.receive(&first).await;
        let case = house.cases().await.last().unwrap().id;
        let reply = NewReply { text: "Thank you.".to_owned(), ..NewReply::default() };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    }
    house.send().await;
}

/// As [`refused`], of so many: the first of them is told of before the others, whose order nobody knows, so that it is blocked
/// before the incident begins.
async fn refused_one_first(house: &House, count: usize) {
    refused(house, 0, 1).await;
    refused(house, 1, count - 1).await;
}

/// What one relay tells of many domains is no fault of one provider.
#[tokio::test]
async fn unknown_users_at_many_domains_behind_one_relay_open_no_incident() {
    let house = House::open().await;
    for number in 0..24 {
        let who = format!("kari@domain{number}.test");
        house.sink.answer_recipient(&who, "550 5.1.1 no such user here");
        house
            .receive(&FIRST.replace("kari@customer.test", &who).replace("<1@", &format!("<{number}@")))
            .await;
        let case = house.cases().await.last().unwrap().id;
        let reply = NewReply { text: "Thank you.".to_owned(), ..NewReply::default() };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    }
    house.send().await;
    assert!(returns::incidents(&house.office, &house.actor).await.unwrap().is_empty());
    for number in 0..24 {
        let known = standing(&house, &format!("kari@domain{number}.test")).await.unwrap();
        assert!(known.block.is_some(), "{number}");
    }
}

async fn blocked(house: &House, numbers: std::ops::Range<usize>) -> usize {
    let mut blocked = 0;
    for number in numbers {
        let known = standing(house, &format!("c{number}@big.test")).await;
        blocked += usize::from(known.is_some_and(|known| known.block.is_some()));
    }
    blocked
}

/// How many are blocked for an incident, and how many are not.
const fn figures(incident: &returns::Incident) -> (u64, u64) {
    (incident.blocked.count, incident.held.count)
}

async fn notices_of_incidents(house: &House) -> Vec<Happening> {
    let bell = notify::bell(&house.office, &house.actor, None).await.unwrap();
    let of_incidents = bell.notices.into_iter().filter(|one| one.row.event == NoticeEvent::Incident);
    of_incidents.map(|one| one.row.what).collect()
}

#[tokio::test]
async fn many_equal_refusals_block_nobody_more_until_a_person_has_looked() {
    let house = House::open().await;
    refused(&house, 0, 22).await;
    assert_eq!(blocked(&house, 0..22).await, 19, "the twentieth is one too many");
    let found = returns::incidents(&house.office, &house.actor).await.unwrap();
    let [incident] = &found[..] else { panic!("{found:?}") };
    assert_eq!((figures(incident), incident.row.state), ((19, 3), IncidentState::Open));
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let within_two =
        store::incidents::count_addresses(&conn, organisation, incident.row.id, 2).await.unwrap();
    let two = store::Count { count: 2, more: true };
    assert_eq!(within_two, (two, two), "no more refusals are looked at than that, of either kind");
    assert!(incident.row.words.contains("no such user here"));
    let told = notices_of_incidents(&house).await;
    let once = Happening::Incident { provider: incident.row.provider.clone() };
    assert_eq!(told, [once], "once, however many come");
    let notifier = Notifier::new(house.office.clone());
    while notifier.run_once().await.unwrap() == Found::Work {}
    house.send().await;
    let taken = house.sink.taken();
    let mails = taken.iter().map(|one| String::from_utf8_lossy(&one.raw).into_owned());
    let of_incident: Vec<String> = mails.filter(|mail| mail.contains("/email/blocked-addresses")).collect();
    let [letter] = &of_incident[..] else { panic!("{of_incident:?}") };
    assert!(letter.contains("no such user here"), "it quotes what was refused: {letter}");
    assert!(!letter.contains("svar i saken") && !letter.contains("answer in"), "there is no case: {letter}");

    let id = incident.row.id;
    assert_eq!(returns::roll_back(&house.office, &house.actor, id).await.unwrap().addresses, 19);
    assert_eq!(blocked(&house, 0..22).await, 0);
    let again = returns::confirm(&house.office, &house.actor, id).await.unwrap_err();
    assert_eq!(again.code, "incident.closed");
}

#[tokio::test]
async fn returns_that_are_one_too_many_for_very_many_addresses_block_nobody_more_either() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let rules = returns::ReturnsChange { accepted: Some(1), ..returns::ReturnsChange::default() };
    returns::set_rules(office, actor, rules).await.unwrap();
    refused_with(&house, (0, 22), "552 5.2.2 mailbox full").await;
    assert_eq!(blocked(&house, 0..22).await, 0, "one is accepted");
    assert!(returns::incidents(office, actor).await.unwrap().is_empty(), "and counting is no burst");
    house.clock.advance_seconds(24 * 3_600);
    for case in house.cases().await {
        let reply = NewReply { text: "Thank you again.".to_owned(), ..NewReply::default() };
        compose::reply(office, actor, case.id, reply).await.unwrap();
    }
    house.send().await;
    assert_eq!(blocked(&house, 0..22).await, 19, "the twentieth is one too many");
    let found = returns::incidents(office, actor).await.unwrap();
    let [incident] = &found[..] else { panic!("{found:?}") };
    assert_eq!((figures(incident), incident.row.state), ((19, 3), IncidentState::Open));
    house.clock.advance_seconds(60);
    assert_eq!(returns::confirm(office, actor, incident.row.id).await.unwrap().addresses, 3);
    for number in 0..22 {
        let block = standing(&house, &format!("c{number}@big.test")).await.unwrap().block.unwrap();
        assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Limit), "{number}");
    }
}

#[tokio::test]
async fn nothing_is_mailed_to_a_user_whose_address_is_blocked_and_the_bell_tells_him() {
    let house = House::open().await;
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let user = store::users::find(&conn, organisation, house.actor.user).await.unwrap().unwrap();
    let address = user.address.to_string();
    returns::block(&house.office, &house.actor, (&address, BlockScope::All)).await.unwrap();
    refused(&house, 0, 20).await;
    assert_eq!(notices_of_incidents(&house).await.len(), 1);
    let failed = failed_items(&house).await.len();
    let notifier = Notifier::new(house.office.clone());
    while notifier.run_once().await.unwrap() == Found::Work {}
    house.send().await;
    assert_eq!(failed_items(&house).await.len(), failed, "no letter is written that fails at once");
    assert_eq!(notices_of_incidents(&house).await.len(), 1, "it is on the screen");
}

#[tokio::test]
async fn mails_that_one_incident_refuses_are_one_entry_in_the_bell_of_their_author() {
    let house = House::open().await;
    for number in 0..22 {
        let who = [format!("c{number}@big.test")];
        house.sink.answer_recipient(&who[0], "550 5.1.1 no such user here");
        queue_by(&house, Some(house.actor.user), &who).await;
    }
    house.sink.answer_recipient("kari@customer.test", "550 5.7.1 message rejected as spam");
    queue_by(&house, Some(house.actor.user), &["kari@customer.test".to_owned()]).await;
    house.send().await;
    let bell = notify::bell(&house.office, &house.actor, None).await.unwrap();
    let mut told = Vec::new();
    for one in bell.notices {
        if let Happening::MailReturned { recipient, together, .. } = one.row.what {
            told.push((together.map(|together| together.mails), recipient));
        }
    }
    told.sort();
    let [(None, other), (Some(22), _)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(other, "kari@customer.test", "what is of no incident has its own");
}

#[tokio::test]
async fn whoever_blocks_by_hand_is_asked_about_what_he_may_not_mean() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let asked = async |address: &str, scope| {
        returns::ask_before_block(office, actor, (address, scope)).await.err().map(|problem| problem.code)
    };
    let all = BlockScope::All;
    assert_eq!(asked(SERVICE, all).await, Some("address.of_mailbox"));
    let conn = office.store().read();
    let user = store::users::find(&conn, actor.organisation, actor.user).await.unwrap().unwrap();
    let own = user.address.to_string();
    assert_eq!(asked(&own, all).await, Some("address.of_user"));
    assert_eq!(asked(&own, BlockScope::Mailings).await, None, "notices still leave");
    assert_eq!(asked("kari@customer.test", all).await, None);

    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let _case = answered(&house).await;
    assert_eq!(asked("Kari@customer.test", all).await, Some("address.blocked_by_returns"));
    assert_eq!(asked("kari@customer.test", BlockScope::Mailings).await, None, "that stands beside its block");
    returns::import(office, actor, b"ola@x.test\nliv@x.test,COMPLAINT\n".to_vec()).await.unwrap();
    assert_eq!(asked("ola@x.test", all).await, Some("address.blocked_by_list"));
    assert_eq!(asked("liv@x.test", all).await, None, "that stops more");

    house.clock.advance_seconds(60);
    returns::block(office, actor, ("kari@customer.test", all)).await.unwrap();
    let after = standing(&house, "kari@customer.test").await.unwrap();
    assert_eq!(after.block.unwrap().reason, BlockReason::Hand);
    assert_eq!(after.last_words, "550 5.1.1 no such user", "what came back stands beside it");
    let known =
        store::address_changes::list_of_address(&conn, actor.organisation, &after.address, 10).await.unwrap();
    let causes: Vec<_> = known.into_iter().map(|told| told.change.reason).collect();
    assert_eq!(causes, [Some(BlockReason::Hand), Some(BlockReason::Returned)]);
    assert_eq!(asked("kari@customer.test", all).await, None, "it is so already");
}

#[tokio::test]
async fn refusals_for_a_fault_of_ours_are_told_once_and_block_nobody_whatever_is_decided() {
    let house = House::open().await;
    // Each comes back, whichever of those that are under way together opens the incident.
    let never = flows::outbox::RefusalRules { puts_off: false };
    flows::outbox::set_refusal_rules(&house.office, &house.actor, never).await.unwrap();
    let refuse = async |numbers: std::ops::Range<usize>| {
        for number in numbers {
            let who = format!("c{number}@big.test");
            house.sink.answer_recipient(&who, "550 5.7.1 your IP is listed at Spamhaus, see https://x.test");
            let first = FIRST.replace("kari@customer.test", &who).replace("<1@", &format!("<{number}@"));
            house.receive(&first).await;
            let case = house.cases().await.last().unwrap().id;
            let reply = NewReply { text: "Thank you.".to_owned(), ..NewReply::default() };
            compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        }
        house.send().await;
    };
    refuse(0..9).await;
    assert!(returns::incidents(&house.office, &house.actor).await.unwrap().is_empty());
    refuse(9..12).await;
    let found = returns::incidents(&house.office, &house.actor).await.unwrap();
    let [incident] = &found[..] else { panic!("{found:?}") };
    assert_eq!((incident.ours, figures(incident)), (true, (0, 12)));
    assert_eq!(incident.row.class, domain::returns::ReturnClass::ReputationBlock);
    let told = notices_of_incidents(&house).await;
    assert_eq!(told, [Happening::Refused { provider: incident.row.provider.clone() }]);

    let id = incident.row.id;
    let refused = returns::roll_back(&house.office, &house.actor, id).await.unwrap_err();
    assert_eq!(refused.code, "incident.of_ours");
    assert_eq!(returns::confirm(&house.office, &house.actor, id).await.unwrap().addresses, 0);
    assert_eq!(blocked(&house, 0..12).await, 0);
    house.clock.advance_seconds(1);
    refuse(20..29).await;
    let after = returns::incidents(&house.office, &house.actor).await.unwrap();
    assert!(after.iter().all(|one| one.row.state != IncidentState::Open), "what was seen to begins anew");
    refuse(29..30).await;
    let again = returns::incidents(&house.office, &house.actor).await.unwrap();
    assert_eq!(again.iter().filter(|one| one.row.state == IncidentState::Open).count(), 1);
}

#[tokio::test]
async fn a_fault_of_ours_is_told_after_ten_mails_whomever_they_went_to() {
    let house = House::open().await;
    let never = flows::outbox::RefusalRules { puts_off: false };
    flows::outbox::set_refusal_rules(&house.office, &house.actor, never).await.unwrap();
    house.sink.answer_recipient("kari@customer.test", "550 5.7.26 house.test does not pass DMARC");
    queue(&house, house.actor.organisation, 9).await;
    house.send().await;
    assert!(returns::incidents(&house.office, &house.actor).await.unwrap().is_empty());
    queue(&house, house.actor.organisation, 1).await;
    house.send().await;
    let found = returns::incidents(&house.office, &house.actor).await.unwrap();
    let [incident] = &found[..] else { panic!("{found:?}") };
    assert_eq!((incident.ours, incident.row.class), (true, domain::returns::ReturnClass::AuthFailed));
}

#[tokio::test]
async fn a_burst_that_comes_while_nobody_has_decided_on_the_last_is_held_as_well() {
    let house = House::open().await;
    refused(&house, 0, 21).await;
    assert_eq!(blocked(&house, 0..21).await, 19);
    house.clock.advance_seconds(3 * 24 * 3600);
    refused(&house, 100, 25).await;
    assert_eq!(blocked(&house, 100..125).await, 19, "the guard is still there");
    let found = returns::incidents(&house.office, &house.actor).await.unwrap();
    let [incident] = &found[..] else { panic!("{found:?}") };
    assert_eq!(figures(incident), (38, 8), "and lifts them all");
    assert_eq!(returns::roll_back(&house.office, &house.actor, incident.row.id).await.unwrap().addresses, 38);
    assert_eq!(blocked(&house, 0..21).await + blocked(&house, 100..125).await, 0);
}

#[tokio::test]
async fn what_failed_in_a_case_is_sent_again_from_its_incident_unless_its_author_wrote_since() {
    let house = House::open().await;
    refused(&house, 0, 22).await;
    let (office, actor) = (&house.office, &house.actor);
    let found = returns::incidents(office, actor).await.unwrap().remove(0);
    assert_eq!(found.failed.count, 22, "the case's own entry about it is no answer of anybody's");
    returns::roll_back(office, actor, found.row.id).await.unwrap();
    (0..22).for_each(|number| house.sink.accept_recipient(&format!("c{number}@big.test")));
    house.clock.advance_seconds(60);
    answer_again(&house, house.cases().await[0].id, 2).await;
    let left = returns::incidents(office, actor).await.unwrap().remove(0);
    assert_eq!(left.failed.count, 21);
    let job = returns::send_again(office, actor, found.row.id).await.unwrap();
    assert_eq!(job.total, 21);
}

#[tokio::test]
async fn what_is_refused_behind_a_roll_back_is_let_go_until_as_many_came_anew() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    refused(&house, 0, 24).await;
    assert_eq!(told_as_held(&house).await, 5);
    house.clock.advance_seconds(60);
    let id = returns::incidents(office, actor).await.unwrap()[0].row.id;
    assert_eq!(returns::roll_back(office, actor, id).await.unwrap().addresses, 19);

    house.clock.advance_seconds(120);
    refused(&house, 30, 19).await;
    let found = returns::incidents(office, actor).await.unwrap();
    let [decided] = &found[..] else { panic!("{found:?}") };
    assert_eq!((decided.row.state, figures(decided)), (IncidentState::RolledBack, (0, 43)));
    assert_eq!(blocked(&house, 0..49).await, 0, "what was decided is true of them, too");
    assert_eq!(told_as_held(&house).await, 5, "nobody must look at what was decided");

    refused(&house, 60, 1).await;
    let found = returns::incidents(office, actor).await.unwrap();
    let [anew, decided] = &found[..] else { panic!("{found:?}") };
    assert_eq!((anew.row.state, figures(anew)), (IncidentState::Open, (0, 20)));
    assert_eq!((decided.row.id, decided.held.count), (id, 24), "what was decided on stays there");
    assert_eq!(told_as_held(&house).await, 6, "here somebody must");
    assert_eq!(returns::confirm(office, actor, anew.row.id).await.unwrap().addresses, 20);
    assert_eq!(blocked(&house, 0..24).await, 0, "whom he let go stays so");
    assert_eq!(blocked(&house, 30..61).await, 20);
}

#[tokio::test]
async fn an_hour_after_a_roll_back_a_refusal_blocks_again() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    refused(&house, 0, 22).await;
    let id = returns::incidents(office, actor).await.unwrap()[0].row.id;
    returns::roll_back(office, actor, id).await.unwrap();
    house.clock.advance_seconds(3_600);
    refused(&house, 30, 1).await;
    assert_eq!(blocked(&house, 30..31).await, 1);
}

#[tokio::test]
async fn an_incident_and_its_decision_count_what_is_blocked_and_who_decided_is_noted() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    refused(&house, 0, 22).await;
    let (mut blocked, mut held) = (Vec::new(), Vec::new());
    for number in 0..22 {
        let who = format!("c{number}@big.test");
        let is_blocked = standing(&house, &who).await.is_some_and(|known| known.block.is_some());
        if is_blocked { blocked.push(who) } else { held.push(who) }
    }
    house.clock.advance_seconds(60);
    let ids = [id_of(&house, &blocked[0]).await];
    let cleared = returns::act(office, actor, (&ids, AddressesDeed::Clear(String::new()))).await.unwrap();
    assert_eq!(cleared.done, ids);
    returns::block(office, actor, (&held[0], BlockScope::All)).await.unwrap();
    let incident = returns::incidents(office, actor).await.unwrap().remove(0);
    assert_eq!(figures(&incident), (18, 2));
    house.clock.advance_seconds(60);
    assert_eq!(returns::confirm(office, actor, incident.row.id).await.unwrap().addresses, 2);
    let by_decision = standing(&house, &held[1]).await.unwrap();
    assert_eq!(by_decision.block.unwrap().reason, BlockReason::Returned);
    assert_eq!(by_decision.changed_by, Some(actor.user));
    assert_eq!(standing(&house, &blocked[1]).await.unwrap().changed_by, None);
    assert!(standing(&house, &blocked[0]).await.unwrap().block.is_none(), "who was let go by hand stays so");

    let house = House::open().await;
    refused(&house, 0, 22).await;
    let first = (0..22).map(|number| format!("c{number}@big.test"));
    for who in first {
        if standing(&house, &who).await.is_some_and(|known| known.block.is_some()) {
            let deed = AddressesDeed::Clear(String::new());
            returns::act(&house.office, &house.actor, (&[id_of(&house, &who).await], deed)).await.unwrap();
            break;
        }
    }
    let incident = returns::incidents(&house.office, &house.actor).await.unwrap().remove(0);
    let lifted = returns::roll_back(&house.office, &house.actor, incident.row.id).await.unwrap();
    assert_eq!((incident.blocked.count, lifted.addresses), (18, 18));
}

#[tokio::test]
async fn refusals_that_are_right_block_those_that_were_held_too() {
    let house = House::open().await;
    refused(&house, 0, 21).await;
    let id = returns::incidents(&house.office, &house.actor).await.unwrap()[0].row.id;
    assert_eq!(returns::confirm(&house.office, &house.actor, id).await.unwrap().addresses, 2);
    assert_eq!(blocked(&house, 0..21).await, 21);
    // What comes an hour later is a matter of its own.
    house.clock.advance_seconds(3_600);
    refused(&house, 30, 1).await;
    assert_eq!(blocked(&house, 30..31).await, 1);
}

#[tokio::test]
async fn refusals_that_are_right_end_the_trial_of_an_address_among_them() {
    let house = House::open().await;
    refused(&house, 0, 21).await;
    let (office, actor, who) = (&house.office, &house.actor, "c30@big.test");
    let id = returns::block(office, actor, (who, BlockScope::All)).await.unwrap();
    let tried = returns::act(office, actor, (&[id], AddressesDeed::Trial)).await.unwrap();
    assert_eq!(tried.done, [id]);
    house.clock.advance_seconds(60);
    refused(&house, 30, 1).await;
    let trial = standing(&house, who).await.unwrap().trial.unwrap();
    assert!(trial.awaits_mail(), "so many were refused so that it says nothing of this one");
    let incident = returns::incidents(office, actor).await.unwrap()[0].row.id;
    returns::confirm(office, actor, incident).await.unwrap();
    let after = standing(&house, who).await.unwrap();
    assert_eq!(after.trial, None);
    let block = after.block.unwrap();
    assert_eq!(
        (block.scope, block.reason),
        (BlockScope::All, BlockReason::Hand),
        "whoever blocked it stands"
    );
    house.sink.accept_recipient(who);
    let case = house.cases().await.into_iter().find(|case| case.customer_address == who).unwrap();
    answer_again(&house, case.id, 2).await;
    assert_eq!(house.sink.count(), 0, "nothing goes out any more");
}

/// A refusal like those of the open incident, reported at this moment of a mail to this address, which blocks nobody.
async fn held(house: &House, who: &str, outbox: OutboxId) {
    let incident = returns::incidents(&house.office, &house.actor).await.unwrap()[0].row.id;
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let of = "c0@big.test".parse().unwrap();
    let known = store::returns::list_of_address(&conn, organisation, &of, 1).await.unwrap().remove(0).told;
    let host = known.host.as_deref().filter(|_| !known.at_relay);
    let burst = policy::blocking::mass::burst(&of, host, &known.words).key;
    let late = store::returns::NewReturn {
        address: who.parse().ok(),
        outbox_id: Some(outbox),
        intake_id: None,
        at: house.office.now(),
        source: ReturnSource::Report,
        ..known
    };
    let written: Result<(), store::StoreError> = house
        .office
        .store()
        .write(move |tx| {
            let (late, burst) = (late.clone(), burst.clone());
            Box::pin(async move {
                let weight = store::returns::Weight {
                    counted: false,
                    blocked: false,
                    burst: Some(&burst),
                    incident_id: Some(incident),
                };
                store::returns::put(tx, organisation, &late, &weight).await?;
                Ok(())
            })
        })
        .await;
    written.unwrap();
}

#[tokio::test]
async fn refusals_that_are_right_say_nothing_of_a_trial_that_began_after_their_mail_had_left() {
    let house = House::open().await;
    refused(&house, 0, 21).await;
    let (office, actor, who) = (&house.office, &house.actor, "c30@big.test");
    house.receive(&FIRST.replace("kari@customer.test", who).replace("<1@", "<30@")).await;
    let case = house.cases().await.into_iter().find(|case| case.customer_address == who).unwrap().id;
    answer_again(&house, case, 1).await;
    assert_eq!(house.sink.count(), 1, "its server takes it");
    let outbox = messages(&house, case).await.into_iter().find_map(|message| message.outbox_id).unwrap();
    let id = returns::block(office, actor, (who, BlockScope::All)).await.unwrap();
    house.clock.advance_seconds(60);
    returns::act(office, actor, (&[id], AddressesDeed::Trial)).await.unwrap();
    house.clock.advance_seconds(60);
    held(&house, who, outbox).await;
    let incident = returns::incidents(office, actor).await.unwrap()[0].row.id;
    returns::confirm(office, actor, incident).await.unwrap();
    let after = standing(&house, who).await.unwrap();
    assert_eq!(after.returns, 1, "it counts");
    assert!(after.trial.is_some_and(|trial| trial.awaits_mail()), "{after:?}");
}

#[tokio::test]
async fn a_complaint_that_a_list_told_keeps_mailings_alone_from_who_is_let_go() {
    let house = House::open().await;
    refused(&house, 0, 22).await;
    let (office, actor) = (&house.office, &house.actor);
    let mut stopped = Vec::new();
    for number in 0..22 {
        let who = format!("c{number}@big.test");
        let block = standing(&house, &who).await.and_then(|known| known.block);
        stopped.extend(block.map(|block| (who, block)));
    }
    stopped.truncate(2);
    let tried = [id_of(&house, &stopped[1].0).await];
    assert_eq!(returns::act(office, actor, (&tried, AddressesDeed::Trial)).await.unwrap().done, tried);
    house.clock.advance_seconds(60);
    let lines = stopped
        .iter()
        .map(|(who, _)| format!("{{\"emailAddress\":\"{who}\",\"reason\":\"COMPLAINT\"}}"))
        .collect::<Vec<_>>();
    let done = returns::import(office, actor, lines.join("\n").into_bytes()).await.unwrap();
    assert_eq!((done.blocked, done.known), (1, 1), "a trial ends");
    for (who, block) in &stopped {
        let known = standing(&house, who).await.unwrap();
        assert_eq!((known.block, known.trial), (Some(*block), None), "the block of the incident stays");
    }
    house.clock.advance_seconds(60);
    let incident = returns::incidents(office, actor).await.unwrap()[0].row.id;
    assert_eq!(returns::roll_back(office, actor, incident).await.unwrap().addresses, 19);
    assert_eq!(blocked(&house, 0..22).await, 2);
    for (who, _) in &stopped {
        let block = standing(&house, who).await.unwrap().block.unwrap();
        assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Imported));
    }
}

#[tokio::test]
async fn a_complaint_that_came_to_us_before_an_incident_stands_when_that_is_rolled_back() {
    let house = House::open().await;
    let who = "c0@big.test";
    house.receive(&FIRST.replace("kari@customer.test", who).replace("<1@", "<earlier@")).await;
    let case = house.cases().await[0].id;
    answer_again(&house, case, 1).await;
    house.receive(&complaint(&house, who)).await;
    let mailings = (BlockScope::Mailings, BlockReason::Returned);
    let block = async || standing(&house, who).await.unwrap().block.map(|block| (block.scope, block.reason));
    assert_eq!(block().await, Some(mailings));
    house.clock.advance_seconds(60);
    refused_one_first(&house, 22).await;
    assert_eq!(block().await, Some((BlockScope::All, BlockReason::Returned)));
    let incident = returns::incidents(&house.office, &house.actor).await.unwrap()[0].row.id;
    returns::roll_back(&house.office, &house.actor, incident).await.unwrap();
    assert_eq!(block().await, Some(mailings), "as it was before");
    let after = standing(&house, who).await.unwrap();
    assert_eq!(after.last_class, Some(domain::returns::ReturnClass::Complaint));
    assert_eq!(blocked(&house, 0..22).await, 1);
}

#[tokio::test]
async fn a_complaint_that_was_matched_by_mistake_leaves_nothing_when_it_is_taken_back_after_an_incident() {
    let house = House::open().await;
    let (office, actor, who) = (&house.office, &house.actor, "c0@big.test");
    house.receive(&FIRST.replace("kari@customer.test", who).replace("<1@", "<earlier@")).await;
    let case = house.cases().await[0].id;
    answer_again(&house, case, 1).await;
    let outbox = messages(&house, case).await.into_iter().find_map(|message| message.outbox_id).unwrap();
    let of_nobody = complaint(&house, who).replace(&sent_id(&house), "<nobody@elsewhere.test>");
    house.receive(&of_nobody).await;
    let waiting = store::returns::list_waiting(&office.store().read(), actor.organisation, 9).await.unwrap();
    returns::match_by_hand(office, actor, (waiting[0].id, outbox)).await.unwrap();
    let mailings = (BlockScope::Mailings, BlockReason::Returned);
    let block = async || standing(&house, who).await.unwrap().block.map(|block| (block.scope, block.reason));
    assert_eq!(block().await, Some(mailings));
    house.clock.advance_seconds(60);
    refused_one_first(&house, 22).await;
    house.clock.advance_seconds(60);
    let incident = returns::incidents(office, actor).await.unwrap()[0].row.id;
    returns::roll_back(office, actor, incident).await.unwrap();
    assert_eq!(block().await, Some(mailings));
    house.clock.advance_seconds(60);
    returns::unmatch(office, actor, (outbox, who, None)).await.unwrap();
    let after = standing(&house, who).await.unwrap();
    assert_eq!((after.block, after.complaint), (None, None));
}

#[tokio::test]
async fn whoever_somebody_said_gets_no_mailings_gets_none_when_an_incident_is_rolled_back() {
    let house = House::open().await;
    let (office, actor, who) = (&house.office, &house.actor, "c0@big.test");
    returns::block(office, actor, (who, BlockScope::Mailings)).await.unwrap();
    house.clock.advance_seconds(60);
    refused_one_first(&house, 22).await;
    let block = async || standing(&house, who).await.unwrap().block.map(|block| (block.scope, block.reason));
    assert_eq!(block().await, Some((BlockScope::All, BlockReason::Returned)));
    let incident = returns::incidents(office, actor).await.unwrap()[0].row.id;
    returns::roll_back(office, actor, incident).await.unwrap();
    assert_eq!(block().await, Some((BlockScope::Mailings, BlockReason::Hand)));
    assert_eq!(standing(&house, who).await.unwrap().changed_by, Some(actor.user), "who said so is named");
}

#[tokio::test]
async fn a_list_tells_of_a_complaint_beside_one_that_came_to_us() {
    let house = House::open().await;
    answered(&house).await;
    let who = "kari@customer.test";
    house.receive(&complaint(&house, who)).await;
    let told = standing(&house, who).await.unwrap();
    assert_eq!(told.complaint.map(|complaint| complaint.reason), Some(BlockReason::Returned));
    let list = format!("{{\"emailAddress\":\"{who}\",\"reason\":\"COMPLAINT\"}}");
    let imported = returns::import(&house.office, &house.actor, list.into_bytes()).await.unwrap();
    assert_eq!((imported.blocked, imported.known), (0, 1));
    let both = standing(&house, who).await.unwrap();
    assert_eq!(both.block, told.block);
    assert_eq!(both.complaint.map(|complaint| complaint.reason), Some(BlockReason::Imported));
}

#[tokio::test]
async fn who_got_mail_while_nobody_had_decided_is_not_blocked_for_what_was_refused_before() {
    let house = House::open().await;
    refused(&house, 0, 22).await;
    let mut held = Vec::new();
    for case in house.cases().await {
        let known = standing(&house, &case.customer_address).await.unwrap();
        held.extend(known.block.is_none().then_some(case));
    }
    assert_eq!(held.len(), 3);
    let well = held[0].customer_address.as_str();
    house.sink.accept_recipient(well);
    house.clock.advance_seconds(60);
    answer_again(&house, held[0].id, 2).await;
    assert_eq!(house.sink.count(), 1);
    house.clock.advance_seconds(60);
    let incident = returns::incidents(&house.office, &house.actor).await.unwrap().remove(0);
    assert_eq!(figures(&incident), (19, 2));
    let decided = returns::confirm(&house.office, &house.actor, incident.row.id).await.unwrap();
    assert_eq!(decided.addresses, 2);
    assert!(standing(&house, well).await.unwrap().block.is_none(), "mail arrives there");
    assert!(standing(&house, &held[1].customer_address).await.unwrap().block.is_some());
}

#[tokio::test]
async fn a_complaint_that_is_matched_by_hand_stands_whatever_its_owner_writes_and_until_somebody_lets_him_go()
{
    let house = House::open().await;
    let (office, actor, who) = (&house.office, &house.actor, "c0@big.test");
    let let_go = async || {
        let id = returns::block(office, actor, (who, BlockScope::All)).await.unwrap();
        let deed = AddressesDeed::ClearComplained("Form of 1 May".to_owned());
        assert_eq!(returns::act(office, actor, (&[id], deed)).await.unwrap().done, [id]);
        house.clock.advance_seconds(60);
    };
    let from = |id: &str| FIRST.replace("kari@customer.test", who).replace("<1@", id);
    house.receive(&from("<earlier@")).await;
    let case = house.cases().await[0].id;
    answer_again(&house, case, 1).await;
    let outbox = messages(&house, case).await.into_iter().find_map(|message| message.outbox_id).unwrap();
    let_go().await;
    let of_nobody = complaint(&house, who).replace(&sent_id(&house), "<nobody@elsewhere.test>");
    house.receive(&of_nobody).await;
    house.clock.advance_seconds(60);
    house.receive(&from("<later@")).await;
    house.clock.advance_seconds(60);
    let matched = async || {
        let conn = office.store().read();
        let waits = store::returns::list_waiting(&conn, actor.organisation, 9).await.unwrap();
        returns::match_by_hand(office, actor, (waits[0].id, outbox)).await.unwrap();
        standing(&house, who).await.unwrap().block.map(|block| (block.scope, block.reason))
    };
    assert_eq!(matched().await, Some((BlockScope::Mailings, BlockReason::Returned)));
    house.clock.advance_seconds(60);
    returns::unmatch(office, actor, (outbox, who, None)).await.unwrap();
    house.clock.advance_seconds(60);
    let_go().await;
    assert_eq!(matched().await, None, "his consent is younger");
}

/// On PostgreSQL two transactions may count at the same time, and neither sees what the other writes.
#[tokio::test]
async fn a_block_that_was_written_while_the_incident_was_opened_is_lifted_with_the_others() {
    let house = House::open().await;
    refused(&house, 0, 21).await;
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let of = "c0@big.test".parse().unwrap();
    let known = store::returns::list_of_address(&conn, organisation, &of, 1).await.unwrap().remove(0).told;
    let host = known.host.as_deref().filter(|_| !known.at_relay);
    let burst = policy::blocking::mass::burst(&of, host, &known.words).key;
    let of_late: domain::EmailAddress = "late@big.test".parse().unwrap();
    let late = store::returns::NewReturn {
        address: Some(of_late.clone()),
        outbox_id: None,
        intake_id: None,
        ..known
    };
    let at = house.office.now();
    let new = store::standings::NewStanding {
        address: of_late.clone(),
        returns: 1,
        at,
        class: Some(late.judged.class),
        fault: None,
        rule: None,
        words: late.words.clone(),
        host: None,
        well_at: None,
        block: Some(store::standings::Block { at, scope: BlockScope::All, reason: BlockReason::Returned }),
        by: None,
    };
    let written: Result<(), store::StoreError> = house
        .office
        .store()
        .write(move |tx| {
            let (late, new, burst) = (late.clone(), new.clone(), burst.clone());
            Box::pin(async move {
                let escaped = store::returns::Weight {
                    counted: true,
                    blocked: true,
                    burst: Some(&burst),
                    incident_id: None,
                };
                store::returns::put(tx, organisation, &late, &escaped).await?;
                store::standings::put(tx, organisation, &new).await?;
                Ok(())
            })
        })
        .await;
    written.unwrap();
    let incident = returns::incidents(&house.office, &house.actor).await.unwrap().remove(0);
    assert_eq!(incident.blocked.count, 19, "it does not belong to it");
    assert_eq!(returns::roll_back(&house.office, &house.actor, incident.row.id).await.unwrap().addresses, 20);
    assert!(standing(&house, "late@big.test").await.unwrap().block.is_none());
}

#[tokio::test]
async fn a_complaint_about_a_mail_of_ours_ends_mailings_and_answers_still_go() {
    let house = House::open().await;
    let case = answered(&house).await;
    let complaint = format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: The invoice\nMessage-ID: <c@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <kari@customer.test>\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: <{SERVICE}>\nTo: <kari@customer.test>\n\
         Message-ID: {}\n\nhei\n--b--\n",
        sent_id(&house)
    );
    house.receive(&complaint).await;
    let block = standing(&house, "kari@customer.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Returned));
    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.count(), 2);
}

pub(crate) async fn id_of(house: &House, address: &str) -> domain::StandingId {
    standing(house, address).await.unwrap().id
}

#[tokio::test]
async fn what_is_done_about_persons_is_done_to_each_or_says_why_not() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let input = flows::people::PersonInput {
        name: Some("Kari".to_owned()),
        addresses: Some(vec!["kari@a.test".to_owned(), "kari@b.test".to_owned()]),
        ..flows::people::PersonInput::default()
    };
    let kari = flows::people::create_person(office, actor, input).await.unwrap().0;
    let mut ids = Vec::new();
    for address in ["kari@a.test", "nobody@c.test"] {
        returns::block(office, actor, (address, BlockScope::All)).await.unwrap();
        ids.push(id_of(&house, address).await);
    }
    let former = returns::act(office, actor, (&ids, AddressesDeed::Former)).await.unwrap();
    assert_eq!((former.done.as_slice(), former.failed[0].1.code), (&ids[..1], "address.of_nobody"));
    assert!(flows::people::find_person(office, actor, kari).await.unwrap().former);

    let kind = domain::people_list::PeopleListKind::Selection;
    let list = flows::people::create_list(office, actor, (kind, "To follow up"), Vec::new()).await.unwrap();
    let added = returns::act(office, actor, (&ids, AddressesDeed::List(list))).await.unwrap();
    assert_eq!(added.done, ids);
    assert_eq!(flows::people::find_list(office, actor, list).await.unwrap().persons, 2);
    let again =
        flows::people::create_list(office, actor, (kind, "to follow up"), Vec::new()).await.unwrap_err();
    assert_eq!(again.code, "people_list.name_taken");

    let deleted = returns::act(office, actor, (&ids, AddressesDeed::Delete)).await.unwrap();
    assert_eq!(deleted.done, ids);
    let made_of_it = flows::people::find_list(office, actor, list).await.unwrap().persons;
    assert_eq!(made_of_it, 1, "whoever is known by nothing but an address goes with it");
    let left = flows::people::find_person(office, actor, kari).await.unwrap().addresses;
    assert_eq!(left, ["kari@b.test".parse().unwrap()]);
    assert!(standing(&house, "kari@a.test").await.is_none());
}

#[tokio::test]
async fn a_new_selection_is_made_with_its_first_person_or_not_at_all() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let kind = domain::people_list::PeopleListKind::Selection;
    let into = |name: &str| AddressesDeed::NewList(kind, name.to_owned());
    let nobody = [domain::StandingId::new(7)];
    let none = returns::act(office, actor, (&nobody, into("Nobody"))).await.unwrap();
    assert!(none.done.is_empty() && flows::people::lists(office, actor, kind).await.unwrap().is_empty());

    let mut ids = Vec::new();
    for address in ["a@customer.test", "b@customer.test"] {
        ids.push(returns::block(office, actor, (address, BlockScope::All)).await.unwrap());
    }
    let done = returns::act(office, actor, (&[ids[0], nobody[0]], into(" To call "))).await.unwrap();
    assert_eq!((done.done, done.failed.len()), (vec![ids[0]], 1));
    let lists = flows::people::lists(office, actor, kind).await.unwrap();
    assert_eq!((lists.len(), lists[0].name.as_str(), lists[0].persons), (1, "To call", 1));
    let taken = returns::act(office, actor, (&ids, into("to call"))).await.unwrap_err();
    assert_eq!((taken.code, taken.field), ("people_list.name_taken", Some("name")));

    // A job does it batch by batch into the one set.
    let mut rows = flows::jobs::Rows::default();
    rows.add(ids.iter().map(|id| id.get()));
    flows::jobs::start_on_addresses(office, actor, into("All of them"), rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let lists = flows::people::lists(office, actor, kind).await.unwrap();
    assert_eq!((lists[0].name.as_str(), lists[0].persons), ("All of them", 2));
}

#[tokio::test]
async fn lists_of_other_services_block_once_and_go_out_in_their_forms() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let list = b"address,code,error,created_at\na@x.test,550,unknown,\"Fri, 02 Jan 2026 03:04:05 UTC\"\nno address,1,2,3\n";
    let imported = returns::import(office, actor, list.to_vec()).await.unwrap();
    assert_eq!(
        (imported.service, imported.blocked, imported.left_out.refused),
        (returns::Service::Mailgun, 1, 1)
    );
    let block = standing(&house, "a@x.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Imported));
    let complaint = b"{\"emailAddress\":\"a@x.test\",\"reason\":\"COMPLAINT\"}\n{\"emailAddress\":\"b@x.test\",\"reason\":\"COMPLAINT\"}";
    let again = returns::import(office, actor, complaint.to_vec()).await.unwrap();
    assert_eq!((again.blocked, again.known), (1, 1));
    assert_eq!(standing(&house, "b@x.test").await.unwrap().block.unwrap().scope, BlockScope::Mailings);
    // Whom a block list kept out is not to blame, nor does who unsubscribed stop answers in a case.
    let blocks = b"status,reason,email,created
5.7.1,\"550 5.7.1 blocked using Spamhaus\",c@x.test,1767323045\n5.1.1,550 5.1.1 no such user,d@x.test,1767323045\n";
    let imported = returns::import(office, actor, blocks.to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.left_out.spared.count), (1, 1));
    assert_eq!(imported.left_out.spared.first, ["c@x.test".parse().unwrap()]);
    assert!(standing(&house, "c@x.test").await.is_none() && standing(&house, "d@x.test").await.is_some());
    let unsubscribed = br#"{"Suppressions":[{"EmailAddress":"e@x.test","SuppressionReason":"ManualSuppression","Origin":"Recipient","CreatedAt":"0001-01-01T00:00:00Z"}]}"#;
    returns::import(office, actor, unsubscribed.to_vec()).await.unwrap();
    let block = standing(&house, "e@x.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.at), (BlockScope::Mailings, office.now()), "and nobody knows since when");
    let unreadable = returns::import(office, actor, b"{}".to_vec()).await.unwrap_err();
    assert_eq!(unreadable.code, "block_list.unreadable");
    let ses =
        String::from_utf8(returns::export(office, actor, returns::Service::Ses).await.unwrap()).unwrap();
    assert_eq!(ses.lines().count(), 4);
    assert!(ses.contains("\"b@x.test\"") && ses.contains("COMPLAINT"), "{ses}");
}

#[tokio::test]
async fn a_list_of_another_service_is_looked_at_before_anything_of_it_is_written() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    returns::import(office, actor, b"kari@x.test\n".to_vec()).await.unwrap();
    let list = b"status,reason,email,created
5.1.1,550 5.1.1 no such user,kari@x.test,1767323045
5.1.1,550 5.1.1 no such user,ola@x.test,1767323045
5.1.1,550 5.1.1 no such user,OLA@x.test,1767323045
5.7.1,\"550 5.7.1 blocked using Spamhaus\",per@x.test,1767323045
5.1.1,550 5.1.1 no such user,nobody,1767323045
";
    let preview = returns::preview(office, actor, list.to_vec()).await.unwrap();
    assert_eq!((preview.service, preview.entries), (returns::Service::SendGrid, 5));
    let would_block = returns::WouldBlock { bounces: 1, ..returns::WouldBlock::default() };
    assert_eq!((preview.would_block, preview.known), (would_block, 2));
    assert_eq!(preview.left_out.spared.first, ["per@x.test".parse().unwrap()]);
    assert_eq!((preview.left_out.refused, preview.left_out.refusals[0].why.as_str()), (1, "shape"));
    assert!(standing(&house, "ola@x.test").await.is_none(), "nothing is written");
    let imported = returns::import(office, actor, list.to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.known), (1, 2), "it is what comes of it");
    assert_eq!(imported.left_out, preview.left_out);

    // A complaint of whoever is blocked for all mail stops no more, and a bounce of whoever complained does.
    let list = b"ola@x.test,COMPLAINT\nliv@x.test,COMPLAINT\nliv@x.test,BOUNCE\nliv@x.test,COMPLAINT\n";
    let preview = returns::preview(office, actor, list.to_vec()).await.unwrap();
    let would_block = returns::WouldBlock { bounces: 1, complaints: 0, by_hand: 0 };
    assert_eq!((preview.would_block, preview.known), (would_block, 3), "an address is counted once");
    let imported = returns::import(office, actor, list.to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.known), (1, 3));
    let unreadable = returns::preview(office, actor, b"{}".to_vec()).await.unwrap_err();
    assert_eq!(unreadable.code, "block_list.unreadable");
}

#[tokio::test]
async fn a_complaint_of_a_list_stands_beside_the_bounce_that_blocks_all_mail_whichever_comes_first() {
    const SAID: &str = "550 5.1.1 no such user";
    let bounce = format!("a@x.test,{SAID},2026-01-02 03:04:05\n");
    let complaint = "a@x.test,spam complaint,2026-01-03 03:04:05\n".to_owned();
    let (first, then) = ((&bounce, &complaint), (&complaint, &bounce));
    for (one, other) in [first, then] {
        for files in [vec![format!("{one}{other}")], vec![one.clone(), other.clone()]] {
            let house = House::open().await;
            let (office, actor) = (&house.office, &house.actor);
            for rows in files {
                let list = format!("email,reason,date\n{rows}");
                returns::import(office, actor, list.into_bytes()).await.unwrap();
                house.clock.advance_seconds(60);
            }
            let row = standing(&house, "a@x.test").await.unwrap();
            let block = row.block.map(|block| (block.scope, block.reason));
            assert_eq!(block, Some((BlockScope::All, BlockReason::Imported)));
            assert_eq!(row.complaint.map(|complaint| complaint.reason), Some(BlockReason::Imported));
            assert_eq!(
                (row.last_class, row.last_words.as_str()),
                (None, SAID),
                "it is why all mail is blocked"
            );
            assert_eq!((row.returns, row.last_return_at), (0, None), "no mail of ours came back");
            let cleared = AddressesDeed::Clear(String::new());
            let cleared = returns::act(office, actor, (&[row.id], cleared)).await.unwrap();
            assert_eq!(cleared.failed[0].1.code, "address.consent_unsaid");
        }
    }
}

#[tokio::test]
async fn a_list_leaves_own_mailboxes_and_what_users_sign_in_with_alone_and_names_them() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let list = format!("{}\nADA@house.test\nola@x.test\n", SERVICE);
    let preview = returns::preview(office, actor, list.clone().into_bytes()).await.unwrap();
    assert_eq!((preview.entries, preview.would_block.by_hand + preview.would_block.bounces), (3, 1));
    let named: Vec<_> = preview.left_out.own.first.iter().map(domain::EmailAddress::key).collect();
    assert_eq!(
        (preview.left_out.own.count, named),
        (2, vec!["service@house.test".to_owned(), "ada@house.test".to_owned()])
    );
    let imported = returns::import(office, actor, list.into_bytes()).await.unwrap();
    assert_eq!((imported.blocked, imported.left_out.own.count), (1, 2));
    assert!(standing(&house, "ada@house.test").await.is_none());
    // What is said of them is that they are not blocked, and that is so for mailings, too.
    let complaint = b"ada@house.test,COMPLAINT\nAda@HOUSE.test,COMPLAINT\n".to_vec();
    let preview = returns::preview(office, actor, complaint.clone()).await.unwrap();
    assert_eq!((preview.entries, preview.known, preview.left_out.own.count), (2, 1, 1));
    let imported = returns::import(office, actor, complaint).await.unwrap();
    assert_eq!((imported.blocked, imported.known, imported.left_out.own.count), (0, 1, 1));
    assert!(standing(&house, "ada@house.test").await.is_none());
}

#[tokio::test]
async fn an_address_of_a_list_is_counted_once_in_whatever_spelling_it_stands_there() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let list = "status,reason,email,created
5.1.1,550 5.1.1 no such user,ola@blåbær.test,1767323045
5.1.1,550 5.1.1 no such user,OLA@xn--blbr-roah.test,1767323045
5.7.1,\"550 5.7.1 blocked using Spamhaus\",per@x.test,1767323045
5.7.1,\"550 5.7.1 blocked using Spamhaus\",PER@X.test,1767323045
4.2.2,452 4.2.2 mailbox full,liv@x.test,1767323045
4.2.2,452 4.2.2 mailbox full,Liv@x.test,1767323045
";
    let preview = returns::preview(office, actor, list.as_bytes().to_vec()).await.unwrap();
    let left = |left: &returns::LeftOut| (left.spared.count, left.passing.count, left.spared.first.len());
    assert_eq!((preview.entries, preview.would_block.bounces, preview.known), (6, 1, 3));
    assert_eq!(left(&preview.left_out), (1, 1, 1));
    let imported = returns::import(office, actor, list.as_bytes().to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.known), (1, 3));
    assert_eq!(left(&imported.left_out), (1, 1, 1));
}

#[tokio::test]
async fn a_list_blocks_nobody_for_what_may_pass_and_says_whom_it_left_alone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let mailgun = b"address,code,error,created_at
full@x.test,552,5.2.2 The recipient's mailbox is full,\"Fri, 02 Jan 2026 03:04:05 UTC\"
code@x.test,552,,\"Fri, 02 Jan 2026 03:04:05 UTC\"
later@x.test,450,4.9.9 something nobody knows,\"Fri, 02 Jan 2026 03:04:05 UTC\"
gone@x.test,550,5.1.1 no such user,\"Fri, 02 Jan 2026 03:04:05 UTC\"
strange@x.test,550,something nobody knows,\"Fri, 02 Jan 2026 03:04:05 UTC\"
";
    let preview = returns::preview(office, actor, mailgun.to_vec()).await.unwrap();
    let named = |addresses: &[domain::EmailAddress]| -> Vec<String> {
        addresses.iter().map(ToString::to_string).collect()
    };
    let passing = ["full@x.test", "code@x.test"];
    assert_eq!((preview.entries, preview.would_block.bounces), (5, 2));
    assert_eq!(named(&preview.left_out.passing.first), passing);
    assert_eq!(
        named(&preview.left_out.spared.first),
        ["later@x.test"],
        "a server that is down is no mailbox"
    );
    let imported = returns::import(office, actor, mailgun.to_vec()).await.unwrap();
    assert_eq!(
        (imported.blocked, imported.left_out.passing.count, imported.left_out.spared.count),
        (2, 2, 1)
    );
    assert_eq!(named(&imported.left_out.passing.first), passing);
    assert!(standing(&house, "full@x.test").await.is_none_or(|known| known.block.is_none()));

    let sendgrid = b"status,reason,email,created
4.2.2,mailbox full,a@x.test,1767323045\n5.2.2,552 5.2.2 over quota,b@x.test,1767323045\n
4.9.9,something nobody knows,c@x.test,1767323045\n";
    let imported = returns::import(office, actor, sendgrid.to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.left_out.passing.count), (0, 3), "{imported:?}");
}

#[tokio::test]
async fn a_list_of_ours_blocks_again_whom_many_returns_blocked() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "552 5.2.2 mailbox full");
    let case = answered(&house).await;
    for number in 2..=6 {
        answer_again(&house, case, number).await;
    }
    let list = returns::export(&house.office, &house.actor, returns::Service::SendGrid).await.unwrap();
    let there = House::open().await;
    let imported = returns::import(&there.office, &there.actor, list).await.unwrap();
    assert_eq!((imported.blocked, imported.left_out.passing.count), (1, 0));
}

#[tokio::test]
async fn words_of_a_list_are_read_as_those_of_the_addresss_own_provider() {
    let house = House::open().await;
    let list = b"status,reason,email,created
5.4.1,550 5.4.1 Recipient address rejected: Access denied.,gone@outlook.com,1767323045
5.4.1,550 5.4.1 Recipient address rejected: Access denied.,there@x.test,1767323045
5.5.0,550 5.5.0 <old@x.test>... User unknown,old@x.test,1767323045\n";
    let imported = returns::import(&house.office, &house.actor, list.to_vec()).await.unwrap();
    assert_eq!((imported.blocked, imported.left_out.spared.count), (2, 1));
    assert_eq!(imported.left_out.spared.first, ["there@x.test".parse().unwrap()]);
}

#[tokio::test]
async fn a_report_that_names_somebody_else_blocks_nobody_and_is_left_to_a_person() {
    let house = House::open().await;
    answered(&house).await;
    let forged =
        report(&sent_id(&house), "failed").replace("kari@customer.test\nAction", "boss@big.test\nAction");
    house.receive(&forged).await;
    for address in ["boss@big.test", "kari@customer.test"] {
        assert!(standing(&house, address).await.is_none_or(|known| known.block.is_none()), "{address}");
    }
    let conn = house.office.store().read();
    let review = store::returns::list_waiting(&conn, house.actor.organisation, 9).await.unwrap();
    let [row] = &review[..] else { panic!("{review:?}") };
    assert_eq!((row.told.address.clone(), row.told.outbox_id), ("boss@big.test".parse().ok(), None));
}

#[tokio::test]
async fn a_report_that_no_case_waits_for_is_left_to_a_person_though_its_mailbox_takes_no_such_mail() {
    let house = House::open().await;
    let rules = flows::mailboxes::RulesInput {
        imports_automatic: Some(false),
        ..flows::mailboxes::RulesInput::default()
    };
    let change = flows::mailboxes::MailboxInput { rules, ..flows::mailboxes::MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, change).await.unwrap();
    house.receive(&report("<unknown@elsewhere.test>", "failed")).await;
    assert!(house.cases().await.is_empty());
    let conn = house.office.store().read();
    let review = store::returns::list_waiting(&conn, house.actor.organisation, 9).await.unwrap();
    assert_eq!(review.len(), 1, "{review:?}");
}
