//! How mails to many go: taken back before the first is written, planned, with files that each has as its own, and with what
//! is asked of whoever receives them.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};

use domain::case::Direction;
use domain::compose::{AsWhom, DraftClaim, MailKey, Mode, SignatureChoice, Written};
use domain::job::{JobKind, JobState};
use domain::{CaseId, JobId, Timestamp, UploadId};
use flows::compose::{self, BulkHow, BulkSending, Timing};
use flows::housekeeping::Housekeeper;
use flows::jobs::{self, JobWorker};
use flows::worker::{Found, Worker};
use store::StoreError;
use store::cases::CaseRow;
use store::drafts::DraftRow;
use store::jobs::JobRow;

use crate::bulk_mail::{answer, begin_so, house_with, is_claimable, items, rows, work};
use crate::house::House;
use crate::whole_templates::upload;

const HOUR_S: i64 = 3_600;
const DAY_MS: i64 = 24 * 3_600_000;

fn so(text: &str, how: BulkHow) -> BulkSending {
    BulkSending { mail: answer(text), how, draft: None }
}

/// An answer that can be taken back for ten seconds.
fn with_undo() -> BulkSending {
    so("It costs ten.", BulkHow { timing: Timing::Undo { seconds: 10 }, ..BulkHow::default() })
}

async fn stop(house: &House, job: &JobRow) -> JobRow {
    jobs::cancel(&house.office, &house.actor, job.id).await.unwrap()
}

/// Takes the mail of a case back, and gives the draft that it becomes.
async fn taken_back(house: &House, case: CaseId) -> DraftRow {
    let (office, actor) = (&house.office, &house.actor);
    let messages = store::cases::list_messages(&office.store().read(), actor.organisation, case).await;
    let sent = messages.unwrap().into_iter().find(|message| message.direction == Direction::Sent).unwrap();
    compose::take_back(office, actor, case, sent.id).await.unwrap();
    compose::drafts_of_case(office, actor, case).await.unwrap().remove(0)
}

#[tokio::test]
async fn a_job_waits_as_long_as_it_can_be_taken_back_and_then_writes_nothing() {
    let (house, cases) = house_with(2).await;
    let job = begin_so(&house, with_undo(), &cases).await;
    house.clock.advance_seconds(9);
    work(&house).await;
    let stopped = stop(&house, &job).await;
    assert_eq!((stopped.state, stopped.done), (JobState::Cancelled, 0), "it is over at once");
    house.clock.advance_seconds(HOUR_S);
    work(&house).await;
    assert!(items(&house).await.is_empty());
}

#[tokio::test]
async fn what_was_taken_back_can_be_sent_again_as_it_is() {
    let (house, cases) = house_with(2).await;
    let first = begin_so(&house, with_undo(), &cases).await;
    assert_eq!(
        begin_so(&house, with_undo(), &cases).await.id,
        first.id,
        "it is the same as long as it waits"
    );
    stop(&house, &first).await;
    let second = begin_so(&house, with_undo(), &cases).await;
    assert_ne!(second.id, first.id);
    work(&house).await;
    assert!(items(&house).await.is_empty());
    house.clock.advance_seconds(10);
    work(&house).await;
    assert_eq!(items(&house).await.len(), 2);
}

#[tokio::test]
async fn a_job_that_is_stopped_while_its_first_mail_is_composed_writes_none() {
    let (house, cases) = house_with(2).await;
    let job = begin_so(&house, so("It costs ten.", BulkHow::default()), &cases).await;
    let worker = JobWorker::new(house.office.clone());
    let mut step = pin!(worker.step());
    let mut context = Context::from_waker(Waker::noop());
    while is_claimable(&house).await {
        assert!(step.as_mut().poll(&mut context).is_pending(), "it was done without being held");
    }
    assert_eq!(stop(&house, &job).await.state, JobState::Cancelled);
    assert_eq!(step.await.unwrap(), Found::Work);
    work(&house).await;
    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, items(&house).await.len()), (JobState::Cancelled, 0, 0));
}

#[tokio::test]
async fn each_planned_mail_has_the_files_as_its_own_and_keeps_them_when_it_comes_back() {
    let (house, cases) = house_with(2).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 200_000).await;
    let at = house.office.now().plus_seconds(HOUR_S);
    let as_whom = AsWhom {
        signature: Some(SignatureChoice::None),
        receipt: true,
        needs_tls: true,
        ..AsWhom::default()
    };
    let timing = Timing::At { at, cancel_if_answered: true };
    let how = BulkHow { as_whom, upload_ids: vec![terms], timing };
    begin_so(&house, so("It costs ten.", how), &cases).await;
    work(&house).await;
    let sent = items(&house).await;
    assert_eq!(sent.len(), 2);
    let conn = house.office.store().read();
    for item in &sent {
        let raw = store::raw::get(&conn, house.actor.organisation, item.raw_hash).await.unwrap().unwrap();
        let raw = String::from_utf8_lossy(&raw);
        assert!(raw.contains("terms.pdf") && raw.contains("Disposition-Notification-To"));
    }
    house.send().await;
    assert!(house.sink.taken().is_empty(), "it is not their time");

    let mut files: Vec<UploadId> = vec![terms];
    for case in &cases {
        let draft = taken_back(&house, case.id).await;
        assert_eq!((draft.written.send_at, draft.written.cancel_if_answered), (Some(at), true));
        let now = draft.written.as_whom;
        assert_eq!((now.signature, now.receipt, now.needs_tls), (as_whom.signature, true, true));
        assert_eq!(draft.written.upload_ids.len(), 1);
        files.extend(draft.written.upload_ids);
    }
    for (nth, file) in files.iter().enumerate() {
        assert!(!files[..nth].contains(file), "each has one of its own");
        flows::uploads::get(&house.office, &house.actor, *file).await.unwrap();
    }
}

#[tokio::test]
async fn an_old_file_of_a_draft_is_not_swept_before_the_job_has_written() {
    let (house, cases) = house_with(2).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 200_000).await;
    house.clock.advance_millis(3 * DAY_MS);
    let how = BulkHow { upload_ids: vec![terms], timing: Timing::Undo { seconds: 10 }, ..BulkHow::default() };
    begin_so(&house, so("It costs ten.", how), &cases).await;
    let before = house.office.now().plus_millis(-2 * DAY_MS);
    let swept = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::delete_before(tx, before).await }));
    assert_eq!(swept.await.unwrap(), 0);
    house.clock.advance_seconds(10);
    work(&house).await;
    assert_eq!(items(&house).await.len(), 2);
}

#[tokio::test]
async fn a_draft_beside_another_has_files_of_its_own_so_that_either_is_thrown_away_by_itself() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let terms = upload(&house, "terms.pdf", "application/pdf", 2_000).await;
    let claim = |number: u8| DraftClaim {
        version: None,
        writer: Some("one".parse().unwrap()),
        mail: Some(format!("6d616e7900000000000000000000000{number}").parse().unwrap()),
    };
    let written = Written {
        mode: Mode::New,
        html: Some(format!("<div>Terms<img src=\"cid:{terms}\"></div>")),
        upload_ids: vec![terms],
        ..Written::default()
    };
    for number in [1, 2, 2] {
        compose::put_draft(office, actor, (None, written.clone()), claim(number)).await.unwrap();
    }
    let draft = async |number| compose::new_draft(office, actor, claim(number).mail).await.unwrap().unwrap();
    let (first, beside) = (draft(1).await.written, draft(2).await.written);
    assert_eq!(first.upload_ids, [terms]);
    let own = beside.upload_ids[0];
    assert_ne!(own, terms);
    assert!(beside.html.unwrap().contains(&format!("\"cid:{own}\"")), "and shows it");

    compose::delete_new_draft(office, actor, claim(2)).await.unwrap();
    house.clock.advance_millis(3 * DAY_MS);
    let before = house.office.now().plus_millis(-2 * DAY_MS);
    let sweep = office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::delete_before(tx, before).await }));
    assert_eq!(sweep.await.unwrap(), 2, "its own, and what the second save copied anew");
    flows::uploads::get(office, actor, terms).await.unwrap();
    assert!(flows::uploads::get(office, actor, own).await.is_err(), "it is gone");
}

#[tokio::test]
async fn a_file_that_is_gone_and_a_time_that_has_passed_are_refused_before_anything_goes() {
    let (house, _) = house_with(1).await;
    let refused = async |how: BulkHow| {
        let checked = so("Hello", how).checked(&house.office, &house.actor).await;
        checked.unwrap_err().code
    };
    let gone = BulkHow { upload_ids: vec![UploadId::new(4_711)], ..BulkHow::default() };
    assert_eq!(refused(gone).await, "upload_missing");
    let timing = Timing::At { at: house.office.now(), cancel_if_answered: false };
    assert_eq!(refused(BulkHow { timing, ..BulkHow::default() }).await, "plan.past");
}

#[tokio::test]
async fn of_two_windows_that_send_one_draft_to_many_the_second_is_told_that_it_is_gone() {
    let (house, cases) = house_with(2).await;
    let (office, actor) = (&house.office, &house.actor);
    let mail: Option<MailKey> = Some("6d616e79000000000000000000000001".parse().unwrap());
    let of = |writer: &str| DraftClaim { version: None, writer: Some(writer.parse().unwrap()), mail };
    let keep = async |text: &str, writer: &str| {
        let written = Written { mode: Mode::New, text: text.to_owned(), ..Written::default() };
        compose::put_draft(office, actor, (None, written), of(writer)).await.unwrap().version
    };
    let version = keep("It costs ten.", "one").await;
    let send = async |writer: &str, case: &CaseRow| {
        let draft = Some(DraftClaim { version: Some(version), ..of(writer) });
        let sending = BulkSending { draft, ..so("It costs ten.", BulkHow::default()) };
        let sending = sending.checked(office, actor).await.unwrap();
        jobs::start_mails(office, actor, sending, rows([case.id])).await
    };
    let job = send("one", &cases[0]).await.unwrap();
    assert!(compose::new_draft(office, actor, mail).await.unwrap().is_none(), "it ends with the job");
    assert_eq!(send("two", &cases[1]).await.unwrap_err().code, "draft.gone");
    assert_eq!(send("one", &cases[0]).await.unwrap().id, job.id, "its answer was lost");
    work(&house).await;
    assert_eq!(items(&house).await.len(), 1, "no job of the second is left");

    // What was written on elsewhere stays, and is looked at first.
    keep("It costs", "three").await;
    keep("It costs twelve.", "three").await;
    assert_eq!(send("two", &cases[1]).await.unwrap_err().code, "draft.changed");
    assert!(compose::new_draft(office, actor, mail).await.unwrap().is_some());
}

/// The jobs that are told as planned, and for when.
async fn planned(house: &House) -> Vec<(JobId, Timestamp)> {
    let all = jobs::list(&house.office, &house.actor).await.unwrap();
    jobs::planned(&all, &all, house.office.now()).into_iter().collect()
}

#[tokio::test]
async fn all_that_a_job_planned_is_taken_back_at_once_but_what_was_moved_and_what_another_job_planned() {
    let (house, cases) = house_with(4).await;
    let (office, actor) = (&house.office, &house.actor);
    let at = office.now().plus_seconds(HOUR_S);
    let how = BulkHow { timing: Timing::At { at, cancel_if_answered: false }, ..BulkHow::default() };
    let job = begin_so(&house, so("It costs ten.", how.clone()), &cases[..3]).await;
    let other = begin_so(&house, so("It costs nine.", how), &cases[3..]).await;
    assert!(planned(&house).await.is_empty(), "nothing is written yet");
    work(&house).await;
    assert_eq!(planned(&house).await, [(job.id, at), (other.id, at)]);
    let sent = items(&house).await;
    let moved = sent.iter().find(|item| item.case_id == Some(cases[0].id)).unwrap().id;
    compose::reschedule(office, actor, moved, Some(at.plus_seconds(HOUR_S))).await.unwrap();

    let back = jobs::take_back(office, actor, job.id).await.unwrap();
    assert_eq!((back.kind, back.total), (JobKind::MailsTakeBack, 2));
    assert_eq!(jobs::take_back(office, actor, job.id).await.unwrap().id, back.id, "asked for twice");
    assert_eq!(planned(&house).await, [(other.id, at)]);
    work(&house).await;
    let back = jobs::find(office, actor, back.id).await.unwrap();
    assert_eq!((back.state, back.done, back.failed), (JobState::Done, 2, 0));
    for case in &cases[1..3] {
        let draft = compose::drafts_of_case(office, actor, case.id).await.unwrap().remove(0);
        assert_eq!(draft.written.send_at, Some(at));
        assert!(draft.written.text.contains("It costs ten."));
    }
    let mut left: Vec<_> = items(&house).await.iter().filter_map(|item| item.case_id).collect();
    left.sort();
    assert_eq!(left, [cases[0].id, cases[3].id]);
    let none = jobs::take_back(office, actor, job.id).await.unwrap_err();
    assert_eq!(none.code, "job.nothing_planned");

    house.clock.advance_seconds(HOUR_S);
    assert!(planned(&house).await.is_empty(), "its time has come");
}

#[tokio::test]
async fn a_mail_is_taken_back_that_a_node_wrote_whose_clock_is_ahead_of_the_one_that_saw_the_job_end() {
    let (house, cases) = house_with(1).await;
    let (office, actor) = (&house.office, &house.actor);
    let at = office.now().plus_seconds(HOUR_S);
    let how = BulkHow { timing: Timing::At { at, cancel_if_answered: false }, ..BulkHow::default() };
    let job = begin_so(&house, so("It costs ten.", how), &cases).await;
    house.clock.advance_seconds(10);
    assert_eq!(JobWorker::new(office.clone()).step().await.unwrap(), Found::Work);
    let (job, over) = (jobs::find(office, actor, job.id).await.unwrap(), office.now().plus_seconds(-2));
    let (seen, finished) = (job.clone(), JobState::Done);
    let finish = office
        .store()
        .write(move |tx| Box::pin(async move { store::jobs::finish(tx, &seen, finished, over).await }));
    let finish: Result<(), StoreError> = finish.await;
    finish.unwrap();
    assert_eq!(jobs::take_back(office, actor, job.id).await.unwrap().total, 1);
}

#[tokio::test]
async fn what_is_planned_for_weeks_ahead_is_taken_back_as_long_as_it_waits_however_many_jobs_came_since() {
    let (house, cases) = house_with(2).await;
    let (office, actor) = (&house.office, &house.actor);
    let at = office.now().plus_millis(21 * DAY_MS);
    let how = BulkHow { timing: Timing::At { at, cancel_if_answered: false }, ..BulkHow::default() };
    let job = begin_so(&house, so("It costs ten.", how.clone()), &cases[..1]).await;
    let other = begin_so(&house, so("It costs nine.", how), &cases[1..]).await;
    work(&house).await;
    let back = jobs::take_back(office, actor, other.id).await.unwrap();
    work(&house).await;
    let week_after = async || {
        house.clock.advance_seconds(8 * 24 * HOUR_S);
        Housekeeper::new(office.clone()).step().await.unwrap();
    };
    week_after().await;
    assert_eq!(planned(&house).await, [(job.id, at)]);
    for forgotten in [other.id, back.id] {
        assert!(jobs::find(office, actor, forgotten).await.is_err());
    }

    for _ in 0..31 {
        jobs::start(office, actor, JobKind::IntakeDelete, rows([CaseId::new(1)])).await.unwrap();
        work(&house).await;
    }
    assert_eq!(jobs::list(office, actor).await.unwrap().len(), 31, "the newest, and this one");
    assert_eq!(planned(&house).await, [(job.id, at)]);
    let back = jobs::take_back(office, actor, job.id).await.unwrap();
    work(&house).await;
    assert_eq!(jobs::find(office, actor, back.id).await.unwrap().done, 1);
    assert!(planned(&house).await.is_empty());
    week_after().await;
    assert!(jobs::list(office, actor).await.unwrap().is_empty());
}
