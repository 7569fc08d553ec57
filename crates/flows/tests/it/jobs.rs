//! Jobs that fail as a whole stand in nobody's way, and those on very long lists walk on.

use domain::job::{JobKind, JobState};
use domain::outbox::DeliveryState;
use domain::{Id, JobId, OutboxId};
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use store::deliveries::Return;
use store::jobs::NewJob;
use store::outbox::{OutboxFilter, OutboxShelf, OutboxSort};
use store::person_imports::{self, ImportRow, NewPersonImport};
use store::{ListQuery, StoreError};
use testkit::postgres::Postgres;

use crate::house::House;
use crate::sending::queue;
use crate::several::queue_by;

async fn job(house: &House, (kind, params): (JobKind, &str), ids: Vec<i64>) -> JobId {
    let (org, at) = (house.actor.organisation, house.office.now());
    let new = NewJob { user: house.actor.user, kind, params: params.to_owned(), ids, cut: false, at };
    let made: Result<JobId, StoreError> = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::jobs::insert(tx, org, &new).await }))
        .await;
    made.unwrap()
}

/// A row that the database refuses.
async fn poisoned_row(house: &House) -> i64 {
    let (org, user, at) = (house.actor.organisation, house.actor.user, house.office.now());
    let said = r#"{"name":"Kari","addresses":["kari@a.example"],"phone":"","company":"","language":null,"former":null}"#;
    let written: Result<Vec<_>, StoreError> = house
        .office
        .store()
        .write(move |tx| {
            let row = ImportRow { number: 1, cells: Vec::new(), said: said.to_owned() };
            let file = NewPersonImport { user, file_name: "a.vcf".to_owned(), headings: Vec::new(), at };
            Box::pin(async move {
                let import = person_imports::insert(tx, org, &file).await?;
                person_imports::insert_rows(tx, org, import, &[row]).await
            })
        })
        .await;
    written.unwrap().first().copied().map(Id::get).unwrap()
}

#[tokio::test]
async fn a_job_that_the_database_refuses_rests_and_others_go_on() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    database.run_sql("ALTER TABLE persons ADD CONSTRAINT nobody_is_kari CHECK (name <> 'Kari')").unwrap();
    let row = poisoned_row(&house).await;
    let poisoned = job(&house, (JobKind::PersonsImport, r#"{"known":"keep"}"#), vec![row]).await;
    let other = job(&house, (JobKind::IntakeDelete, "null"), vec![4_711]).await;
    let worker = JobWorker::new(house.office.clone());
    let state = async |id| flows::jobs::find(&house.office, &house.actor, id).await.unwrap().state;

    assert!(worker.step().await.is_err(), "the first that waits");
    while worker.step().await.unwrap() == Found::Work {}
    assert_eq!((state(poisoned).await, state(other).await), (JobState::Waiting, JobState::Done));
    house.clock.advance_seconds(61);
    assert!(worker.step().await.is_err(), "it is tried again");
    assert_eq!(worker.step().await.unwrap(), Found::Nothing);
}

/// The ids of a list's first two rows, and the parameters of a job that goes on behind them.
async fn begun(house: &House, shelf: OutboxShelf) -> (Vec<i64>, String) {
    let query = ListQuery::<OutboxSort> { limit: 2, ..ListQuery::default() };
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let page = store::outbox::list(&conn, organisation, &query, OutboxFilter { shelf }).await.unwrap();
    let walk = serde_json::json!({
        "shelf": shelf.as_str(), "search": null, "domain": "customer.test", "age": null, "destination": null,
        "behind": page.next.unwrap(),
    });
    (page.rows.iter().map(|row| row.id.get()).collect(), walk.to_string())
}

#[tokio::test]
async fn a_job_on_all_that_fits_walks_on_behind_its_first_rows() {
    let house = House::open().await;
    let (office, organisation) = (&house.office, house.actor.organisation);
    let worker = JobWorker::new(office.clone());
    let over = async |id| {
        while worker.step().await.unwrap() == Found::Work {}
        let job = flows::jobs::find(office, &house.actor, id).await.unwrap();
        (job.state, job.total, job.done)
    };
    queue(&house, organisation, 5).await;
    let (ids, walk) = begun(&house, OutboxShelf::Waiting).await;
    let stops = job(&house, (JobKind::OutboxHold, &walk), ids).await;
    house.clock.advance_seconds(1);
    queue(&house, organisation, 1).await;
    assert_eq!(over(stops).await, (JobState::Done, 6, 6), "with what was written meanwhile");
    house.send().await;
    assert_eq!(house.sink.count(), 0);

    let (ids, walk) = begun(&house, OutboxShelf::Stopped).await;
    let lets_go = job(&house, (JobKind::OutboxRelease, &walk), ids).await;
    house.clock.advance_seconds(1);
    let late = queue(&house, organisation, 1).await;
    flows::outbox::hold(office, &house.actor, &late).await.unwrap();
    assert_eq!(over(lets_go).await, (JobState::Done, 6, 6), "nothing that was stopped for something else");
    house.send().await;
    assert_eq!(house.sink.count(), 6);
}

#[tokio::test]
async fn a_job_that_walks_on_leaves_out_what_came_to_its_list_since() {
    let house = House::open().await;
    let (office, organisation) = (&house.office, house.actor.organisation);
    let worker = JobWorker::new(office.clone());
    let over = async |id| {
        while worker.step().await.unwrap() == Found::Work {}
        let job = flows::jobs::find(office, &house.actor, id).await.unwrap();
        (job.state, job.total, job.done)
    };
    let mails = queue(&house, organisation, 5).await;
    let hold = async |ids: &[OutboxId]| flows::outbox::hold(office, &house.actor, ids).await.unwrap();
    hold(&[mails[0], mails[1], mails[3]]).await;
    let (ids, walk) = begun(&house, OutboxShelf::Stopped).await;
    let lets_go = job(&house, (JobKind::OutboxRelease, &walk), ids).await;
    house.clock.advance_seconds(1);
    hold(&[mails[2], mails[4]]).await;
    assert_eq!(over(lets_go).await, (JobState::Done, 3, 3), "nothing that was stopped since");

    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    house.send().await;
    let waits = queue(&house, organisation, 1).await;
    let (ids, walk) = begun(&house, OutboxShelf::Failed).await;
    let deletes = job(&house, (JobKind::OutboxDelete, &walk), ids).await;
    house.clock.advance_seconds(1);
    house.send().await;
    assert_eq!(over(deletes).await, (JobState::Done, 3, 3), "nothing that failed since");
    let left = store::outbox::find(&office.store().read(), organisation, waits[0]).await.unwrap().unwrap();
    assert_eq!((left.state, left.deleted_at), (DeliveryState::Failed, None));
}

/// A report says that a mail did not reach Ola, whose server had taken it.
async fn came_back(house: &House, id: OutboxId) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let recipient = "ola@customer.test".parse().unwrap();
    let told = Return { recipient, at, enhanced: None, words: "no such user".to_owned(), host: None };
    let written = house.office.store().write(move |tx| {
        let told = told.clone();
        Box::pin(async move { store::deliveries::record_return(tx, organisation, id, &told).await })
    });
    let recorded: Result<_, StoreError> = written.await;
    assert!(recorded.unwrap().is_some());
}

#[tokio::test]
async fn a_job_that_walks_on_goes_by_what_each_mail_was_when_it_was_asked_for() {
    let house = House::open().await;
    let (office, organisation) = (&house.office, house.actor.organisation);
    let worker = JobWorker::new(office.clone());
    let over = async |id| {
        while worker.step().await.unwrap() == Found::Work {}
        let job = flows::jobs::find(office, &house.actor, id).await.unwrap();
        (job.state, job.total, job.done)
    };
    let (kari, ola) = ("kari@customer.test".to_owned(), "ola@customer.test".to_owned());
    house.sink.answer_recipient(&kari, "451 4.3.0 the disk is full");
    queue(&house, organisation, 3).await;
    house.clock.advance_seconds(1);
    let sent = queue_by(&house, None, std::slice::from_ref(&ola)).await;
    house.send().await;
    let (ids, walk) = begun(&house, OutboxShelf::Waiting).await;
    let deletes = job(&house, (JobKind::OutboxDelete, &walk), ids).await;
    house.clock.advance_seconds(1);
    came_back(&house, sent).await;
    assert_eq!(flows::outbox::send_again(office, &house.actor, &[sent]).await.unwrap().done, [sent]);
    assert_eq!(over(deletes).await, (JobState::Done, 3, 3), "it had been sent");

    house.send().await;
    house.sink.answer_recipient(&kari, "550 5.1.1 no such user");
    queue(&house, organisation, 2).await;
    house.clock.advance_seconds(1);
    let both = queue_by(&house, None, &[kari, ola]).await;
    house.send().await;
    let (ids, walk) = begun(&house, OutboxShelf::Failed).await;
    let deletes = job(&house, (JobKind::OutboxDelete, &walk), ids).await;
    house.clock.advance_seconds(1);
    came_back(&house, both).await;
    assert_eq!(over(deletes).await, (JobState::Done, 3, 3), "it had failed for another recipient");
}

#[tokio::test]
async fn a_job_that_walks_on_is_stopped_as_any_other() {
    let house = House::open().await;
    queue(&house, house.actor.organisation, 5).await;
    let (ids, walk) = begun(&house, OutboxShelf::Waiting).await;
    let stops = job(&house, (JobKind::OutboxHold, &walk), ids).await;
    let worker = JobWorker::new(house.office.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Work, "its first rows");
    flows::jobs::cancel(&house.office, &house.actor, stops).await.unwrap();
    while worker.step().await.unwrap() == Found::Work {}
    let job = flows::jobs::find(&house.office, &house.actor, stops).await.unwrap();
    assert_eq!((job.state, job.done), (JobState::Cancelled, 2));
    house.send().await;
    assert_eq!(house.sink.count(), 3);
}
