//! One mail for each of many cases: who gets what, what stops one alone, and a job that is killed.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};

use domain::CaseId;
use domain::case::{CaseStatus, Direction};
use domain::job::JobState;
use flows::compose::{BulkMail, BulkText};
use flows::jobs::{self, JobWorker, Rows};
use flows::worker::{Found, Worker};
use store::ListQuery;
use store::cases::CaseRow;
use store::jobs::JobRow;
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf};

use crate::house::House;

/// Cases of this many customers, in the order in which they wrote.
async fn house_with(customers: usize) -> (House, Vec<CaseRow>) {
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

async fn items(house: &House) -> Vec<OutboxRow> {
    let conn = house.office.store().read();
    let filter = OutboxFilter { shelf: OutboxShelf::All };
    store::outbox::list(&conn, house.actor.organisation, &ListQuery::default(), filter).await.unwrap().rows
}

fn rows(ids: impl IntoIterator<Item = CaseId>) -> Rows {
    let mut rows = Rows::default();
    rows.add(ids.into_iter().map(CaseId::get));
    rows
}

fn answer(text: &str) -> BulkMail {
    BulkMail::Answer { text: BulkText::Text(text.to_owned()), close: true }
}

async fn begin(house: &House, mail: BulkMail, cases: &[CaseRow]) -> JobRow {
    let mail = mail.checked(&house.office, &house.actor).await.unwrap();
    let ids = rows(cases.iter().map(|case| case.id));
    jobs::start_mails(&house.office, &house.actor, &mail, ids).await.unwrap()
}

async fn work(house: &House) {
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
    }
    work(&house).await;
    for case in &cases {
        assert_eq!(sent_text(&house, case.id).await, ["It costs ten."]);
    }
    assert_eq!(items(&house).await.len(), 2);
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
    let forward = BulkMail::Forward { to, text: "Please look at it.".to_owned(), close: false };
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
