//! Jobs that fail as a whole: they stand in nobody's way.

use domain::job::{JobKind, JobState};
use domain::{Id, JobId};
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use store::StoreError;
use store::jobs::NewJob;
use store::person_imports::{self, ImportRow, NewPersonImport};
use testkit::postgres::Postgres;

use crate::house::House;

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
