//! One mail for each of many cases: who gets what, what stops one alone, and a job that is killed.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};

use domain::CaseId;
use domain::blocks::BlockScope;
use domain::case::{CaseStatus, Direction};
use domain::job::JobState;
use flows::compose::{self, BulkMail, BulkSending, BulkText, NewReply};
use flows::jobs::{self, JobWorker, Rows};
use flows::worker::{Found, Worker};
use store::cases::CaseRow;
use store::jobs::JobRow;
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf};
use store::{ListQuery, StoreError};
use testkit::postgres::Postgres;

use crate::house::House;

/// How long a batch is its worker's, seconds.
const LEASE_S: i64 = 120;

/// Cases of this many customers, in the order in which they wrote.
pub(crate) async fn house_with(customers: usize) -> (House, Vec<CaseRow>) {
    let house = House::open().await;
    for number in 1..=customers {
        let mail = format!(
            "From: Customer {number} <c{number}@customer.test>\nTo: service@house.test\n\
             Subject: Question {number}\nMessage-ID: <{number}@customer.test>\n\nHow much?\n"
        );
        house.receive(&mail).await;
    }
    let mut cases = house.cases().await;
    cases.sort_by_key(|case| case.number);
    (house, cases)
}

pub(crate) async fn items(house: &House) -> Vec<OutboxRow> {
    let conn = house.office.store().read();
    let filter = OutboxFilter { shelf: OutboxShelf::All };
    store::outbox::list(&conn, house.actor.organisation, &ListQuery::default(), filter).await.unwrap().rows
}

pub(crate) fn rows(ids: impl IntoIterator<Item = CaseId>) -> Rows {
    let mut rows = Rows::default();
    rows.add(ids.into_iter().map(CaseId::get));
    rows
}

pub(crate) fn answer(text: &str) -> BulkMail {
    BulkMail::Answer { text: BulkText::Text(text.to_owned()), html: None, from: None, close: true }
}

pub(crate) async fn begin(house: &House, mail: BulkMail, cases: &[CaseRow]) -> JobRow {
    begin_so(house, (&mail).into(), cases).await
}

pub(crate) async fn begin_so(house: &House, sending: BulkSending, cases: &[CaseRow]) -> JobRow {
    let sending = sending.checked(&house.office, &house.actor).await.unwrap();
    let ids = rows(cases.iter().map(|case| case.id));
    jobs::start_mails(&house.office, &house.actor, sending, ids).await.unwrap()
}

pub(crate) async fn work(house: &House) {
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

async fn sent_text(house: &House, case: CaseId) -> Vec<String> {
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    let sent = messages.into_iter().filter(|message| message.direction == Direction::Sent);
    sent.map(|message| message.content.text).collect()
}

#[tokio::test]
async fn each_customer_gets_his_own_answer_and_the_case_is_closed_without_an_owner() {
    let (house, cases) = house_with(3).await;
    let job = begin(&house, answer("Hello [[customer.name]], it is [[case.number]]."), &cases).await;
    assert_eq!(job.total, 3);
    work(&house).await;

    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, job.failed), (JobState::Done, 3, 0));
    for (nth, case) in cases.iter().enumerate() {
        let expected = format!("Hello Customer {}, it is {}.", nth + 1, case.number);
        assert_eq!(sent_text(&house, case.id).await, [expected]);
    }
    let after = house.cases().await;
    assert!(after.iter().all(|case| case.status == CaseStatus::Closed && case.owner_id == cases[0].owner_id));
    let mut recipients: Vec<_> = items(&house).await.into_iter().flat_map(|item| item.recipients).collect();
    recipients.sort_by_key(ToString::to_string);
    let recipients: Vec<_> = recipients.iter().map(ToString::to_string).collect();
    assert_eq!(recipients, ["c1@customer.test", "c2@customer.test", "c3@customer.test"]);
}

#[tokio::test]
async fn who_wants_no_mailings_gets_no_mail_to_many_and_an_answer_all_the_same() {
    let (house, cases) = house_with(2).await;
    let (office, actor) = (&house.office, &house.actor);
    flows::returns::block(office, actor, ("c1@customer.test", BlockScope::Mailings)).await.unwrap();
    begin(&house, answer("The lift is mended."), &cases).await;
    work(&house).await;
    house.send().await;
    let reached = || house.sink.taken().into_iter().flat_map(|mail| mail.recipients).collect::<Vec<_>>();
    assert_eq!(reached(), ["c2@customer.test"]);
    assert!(house.case(cases[0].id).await.delivery_failed, "its case says so");
    assert!(!house.case(cases[1].id).await.delivery_failed);

    let reply = NewReply { text: "It is.".to_owned(), ..NewReply::default() };
    compose::reply(office, actor, cases[0].id, reply).await.unwrap();
    house.send().await;
    assert_eq!(reached(), ["c2@customer.test", "c1@customer.test"]);
}

#[tokio::test]
async fn a_job_that_is_killed_at_any_point_writes_to_nobody_twice() {
    let (house, cases) = house_with(2).await;
    begin(&house, answer("It costs ten."), &cases).await;
    let mut context = Context::from_waker(Waker::noop());
    // Each round a worker comes one poll further before it is gone; what it began runs on or not.
    for polls in 1..40 {
        let worker = JobWorker::new(house.office.clone());
        let mut step = pin!(worker.step());
        for _ in 0..polls {
            if step.as_mut().poll(&mut context).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        // What it held comes back when its lease ends.
        house.clock.advance_seconds(LEASE_S);
    }
    work(&house).await;
    for case in &cases {
        assert_eq!(sent_text(&house, case.id).await, ["It costs ten."]);
    }
    assert_eq!(items(&house).await.len(), 2);
}

#[tokio::test]
async fn what_one_worker_composes_no_other_composes_until_its_lease_ends() {
    let (house, cases) = house_with(1).await;
    let job = begin(&house, answer("It costs ten."), &cases).await;
    let gone = JobWorker::new(house.office.clone());
    let mut step = pin!(gone.step());
    let mut context = Context::from_waker(Waker::noop());
    while is_claimable(&house).await {
        assert!(step.as_mut().poll(&mut context).is_pending(), "it was done without being held");
    }
    assert_eq!(JobWorker::new(house.office.clone()).step().await.unwrap(), Found::Nothing);
    house.clock.advance_seconds(LEASE_S);
    work(&house).await;
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, items(&house).await.len()), (JobState::Done, 1, 1));
}

/// Whether a worker that came now would get a batch.
pub(crate) async fn is_claimable(house: &House) -> bool {
    let now = house.office.now();
    let looked: Result<(), StoreError> = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                match store::jobs::claim_batch(tx, now).await? {
                    // Rolled back.
                    Some(_) => Err(StoreError::Missing("nothing")),
                    None => Ok(()),
                }
            })
        })
        .await;
    looked.is_err()
}

#[tokio::test]
async fn a_case_whose_mail_cannot_be_written_is_told_of_and_the_others_have_theirs() {
    let house = House::open().await;
    for (number, octets) in [(1, 10), (2, 200_000), (3, 10)] {
        house.receive(&with_file(number, octets)).await;
    }
    let mut cases = house.cases().await;
    cases.sort_by_key(|case| case.number);
    house.forget_objects();
    let job = begin(&house, forward(), &cases).await;
    // 1, 2 and 4 minutes.
    for _ in 0..4 {
        work(&house).await;
        house.clock.advance_seconds(4 * 60);
    }
    work(&house).await;
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, job.failed), (JobState::Done, 2, 1));
    let told = &job.failures[0];
    assert_eq!((told.id, told.code.as_str()), (cases[1].id.get(), "bulk.not_written"));
    assert_eq!(items(&house).await.len(), 2);
}

fn forward() -> BulkMail {
    let to = "boss@elsewhere.test".parse().unwrap();
    BulkMail::Forward {
        to,
        to_name: None,
        text: "Please look at it.".to_owned(),
        html: None,
        from: None,
        close: false,
    }
}

/// A mail with a file of so many octets that do not pack.
fn with_file(number: u32, octets: usize) -> String {
    let mut state = number;
    let noise = (0..octets).map(|nth| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if nth % 70 == 69 { '\n' } else { char::from(b'A' + u8::try_from(state >> 24).unwrap() % 26) }
    });
    format!(
        "From: c{number}@customer.test\nSubject: File {number}\nMessage-ID: <{number}@customer.test>\n\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         See {number}.\n--b\nContent-Type: text/csv; name=a{number}.csv\n\
         Content-Disposition: attachment; filename=a{number}.csv\n\n{}\n--b--\n",
        noise.collect::<String>()
    )
}

#[tokio::test]
async fn a_forward_has_the_files_of_the_mail_it_passes_on_when_a_later_one_was_removed() {
    let house = House::open().await;
    house.receive(&with_file(1, 10)).await;
    house
        .receive("From: c1@customer.test\nSubject: Re: File\nMessage-ID: <2@customer.test>\nIn-Reply-To: <1@customer.test>\n\nNever mind.\n")
        .await;
    let cases = house.cases().await;
    assert_eq!(cases.len(), 1);
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, cases[0].id).await.unwrap();
    let last = (cases[0].id, messages.last().unwrap().id);
    flows::cases::messages::remove(&house.office, &house.actor, last).await.unwrap();
    begin(&house, forward(), &cases).await;
    work(&house).await;
    let sent = items(&house).await;
    let raw = store::raw::get(&conn, house.actor.organisation, sent[0].raw_hash).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&raw).contains("a1.csv"));
}

#[tokio::test]
async fn a_request_that_is_repeated_is_the_same_job_and_one_for_other_cases_is_not() {
    let (house, cases) = house_with(2).await;
    let first = begin(&house, answer("It costs ten."), &cases).await;
    assert_eq!(begin(&house, answer("It costs ten."), &cases).await.id, first.id);
    work(&house).await;
    assert_eq!(begin(&house, answer("It costs ten."), &cases).await.id, first.id);
    assert_ne!(begin(&house, answer("It costs nine."), &cases).await.id, first.id);
    assert_ne!(begin(&house, answer("It costs ten."), &cases[..1]).await.id, first.id);
}

#[tokio::test]
async fn the_same_to_all_of_a_list_is_one_job_whatever_the_list_has_by_then() {
    let (house, cases) = house_with(2).await;
    let start = async |words: &str, cases: &[CaseRow]| {
        let rows = rows(cases.iter().map(|case| case.id)).of_list(words.to_owned());
        jobs::start_mails(&house.office, &house.actor, &answer("It costs ten."), rows).await
    };
    let first = start("status=open", &cases).await.unwrap().id;
    assert_eq!(start("status=open", &cases[1..]).await.unwrap().id, first);
    work(&house).await;
    // They are closed, and the list is empty.
    assert_eq!(start("status=open", &[]).await.unwrap().id, first);
    assert_eq!(start("status=waiting", &[]).await.unwrap_err().code, "job.no_rows");
    assert_ne!(start("status=closed", &cases).await.unwrap().id, first);
    assert_ne!(begin(&house, answer("It costs ten."), &cases).await.id, first);
}

#[tokio::test]
async fn two_requests_at_once_are_one_job_on_a_server_too() {
    let server = Postgres::start().unwrap();
    let database = server.database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    house.receive("From: c@customer.test\nSubject: Q\nMessage-ID: <1@customer.test>\n\nHow much?\n").await;
    let cases = house.cases().await;
    let ask = || begin(&house, answer("It costs ten."), &cases);
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert_eq!((one.id, one.id), (two.id, three.id));
    work(&house).await;
    assert_eq!(items(&house).await.len(), 1);
}

#[tokio::test]
async fn two_workers_at_once_write_each_mail_once() {
    let (house, cases) = house_with(4).await;
    let job = begin(&house, answer("It costs ten."), &cases).await;
    tokio::join!(work(&house), work(&house), work(&house));
    assert_eq!(items(&house).await.len(), 4);
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done), (JobState::Done, 4));
}

#[tokio::test]
async fn what_cannot_be_written_for_one_case_stops_that_one_alone() {
    let (house, cases) = house_with(2).await;
    house.receive("From: bare@gmail.com\nSubject: No name\nMessage-ID: <9@gmail.com>\n\nHi.\n").await;
    let bare = house.cases().await.into_iter().find(|case| case.title == "No name").unwrap();
    let all = [cases[0].clone(), bare.clone(), cases[1].clone(), cases[0].clone()];
    let job = begin(&house, answer("Dear [[company.name]]!"), &all).await;
    assert_eq!(job.total, 3, "a case that is named twice is answered once");
    work(&house).await;
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.done, job.failed), (2, 1), "who writes from a mail provider has no company");
    assert_eq!((job.failures[0].id, job.failures[0].code.as_str()), (bare.id.get(), "bulk.no_value"));
}

#[tokio::test]
async fn cases_are_passed_on_one_by_one_until_somebody_stops_it() {
    let (house, cases) = house_with(3).await;
    let to = "boss@elsewhere.test".parse().unwrap();
    let forward = BulkMail::Forward {
        to,
        to_name: None,
        text: "Please look at it.".to_owned(),
        html: None,
        from: None,
        close: false,
    };
    let job = begin(&house, forward, &cases).await;
    let worker = JobWorker::new(house.office.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    jobs::cancel(&house.office, &house.actor, job.id).await.unwrap();
    work(&house).await;
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done), (JobState::Cancelled, 1));
    let sent = items(&house).await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].recipients[0].to_string(), "boss@elsewhere.test");
    assert_eq!(house.cases().await.iter().filter(|case| case.status == CaseStatus::Closed).count(), 0);
}

#[tokio::test]
async fn an_empty_text_an_unknown_variable_and_too_many_cases_are_refused_before_anything_goes() {
    let (house, cases) = house_with(1).await;
    let refused =
        |mail: BulkMail| async { mail.checked(&house.office, &house.actor).await.unwrap_err().code };
    assert_eq!(refused(answer("  ")).await, "text_missing");
    assert_eq!(refused(answer("[[customer.shoe_size]]")).await, "template.unknown_variable");
    let many = (1..=2_001).map(CaseId::new);
    let mail = answer("Hello");
    let too_many = jobs::start_mails(&house.office, &house.actor, &mail, rows(many)).await.unwrap_err();
    assert_eq!(too_many.code, "job.too_many_mails");
    assert_eq!((cases.len(), items(&house).await.len()), (1, 0));
}

#[tokio::test]
async fn a_list_that_was_cut_off_gets_no_mail_at_all() {
    let (house, cases) = house_with(1).await;
    let mail = answer("Hello").checked(&house.office, &house.actor).await.unwrap();
    let case = cases[0].id.get();
    let mut cut = Rows::default();
    assert!(!cut.add(std::iter::repeat_n(case, domain::limits::JOB_ROWS_MAX + 1)));
    assert!(cut.cut, "the list had more rows than are read");
    // Of the rows that were read each is the same case, so that their number alone refuses nothing.
    let refused = jobs::start_mails(&house.office, &house.actor, &mail, cut).await.unwrap_err();
    assert_eq!((refused.code, refused.kind), ("job.too_many_mails", domain::ProblemKind::Conflict));
    work(&house).await;
    assert!(items(&house).await.is_empty(), "nobody was written to");
    // Where each row is done for itself, those that were read are.
    let mut cut = Rows::default();
    cut.add(std::iter::repeat_n(4_711, domain::limits::JOB_ROWS_MAX + 1));
    let job = jobs::start(&house.office, &house.actor, domain::job::JobKind::OutboxHold, cut).await.unwrap();
    assert!(job.cut, "and the user is told that there were more");
}
