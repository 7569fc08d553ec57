//! Addresses that are written to again: a job that cleared them is taken back, and the list forgets them in time.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::job::{JobKind, JobState};
use domain::returns::ReturnClass;
use domain::{JobId, StandingId};
use flows::housekeeping::Housekeeper;
use flows::jobs::{self, JobWorker, Rows};
use flows::returns::{self, AddressesDeed};
use flows::worker::{Found, Worker};
use store::ListQuery;
use store::jobs::JobRow;
use store::standings::{Block, ClearedFilter, ClearedRow, ClearedSort, NewStanding, StandingRow};

use crate::house::House;

/// More than one batch.
const MANY: usize = 203;

async fn blocked(house: &House, count: usize) -> Vec<StandingId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let who = format!("b{number}@kunde.test");
        let scope = if number % 2 == 0 { BlockScope::All } else { BlockScope::Mailings };
        ids.push(returns::block(&house.office, &house.actor, (&who, scope)).await.unwrap());
        house.clock.advance_seconds(1);
    }
    ids
}

fn rows(ids: &[StandingId]) -> Rows {
    let mut rows = Rows::default();
    assert!(rows.add(ids.iter().map(|id| id.get())));
    rows
}

async fn work(house: &House) {
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

async fn standing(house: &House, id: StandingId) -> StandingRow {
    let conn = house.office.store().read();
    store::standings::find(&conn, house.actor.organisation, id).await.unwrap().unwrap()
}

async fn listed(house: &House, job: Option<JobId>) -> Vec<ClearedRow> {
    let filter = ClearedFilter { job, ..ClearedFilter::since(returns::cleared_since(house.office.now())) };
    let query = ListQuery::<ClearedSort> { limit: 200, ..ListQuery::default() };
    let conn = house.office.store().read();
    store::standings::list_cleared(&conn, house.actor.organisation, &query, filter).await.unwrap().rows
}

/// A job that cleared them all, over.
async fn cleared(house: &House, ids: &[StandingId]) -> JobRow {
    let deed = AddressesDeed::Clear("They moved".to_owned());
    let job = jobs::start_on_addresses(&house.office, &house.actor, deed, rows(ids)).await.unwrap();
    work(house).await;
    jobs::find(&house.office, &house.actor, job.id).await.unwrap()
}

async fn undo(house: &House, of: JobId, ids: &[StandingId]) -> JobRow {
    jobs::start_block_again(&house.office, &house.actor, Some(of), rows(ids)).await.unwrap()
}

async fn can_undo(house: &House) -> Vec<JobId> {
    let all = jobs::list(&house.office, &house.actor).await.unwrap();
    jobs::undoable(&house.office, &house.actor, &all).await.unwrap().into_iter().collect()
}

#[tokio::test]
async fn a_job_is_taken_back_for_those_that_nobody_changed_since() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let ids = blocked(&house, 4).await;
    let job = cleared(&house, &ids).await;
    assert_eq!((job.kind, job.done), (JobKind::AddressesClear, 4));
    assert_eq!(can_undo(&house).await, [job.id]);
    assert_eq!(listed(&house, Some(job.id)).await.len(), 4);
    let told = &listed(&house, None).await[0];
    assert_eq!(
        (told.note.as_str(), told.by, told.deed),
        ("They moved", Some(actor.user), AddressDeed::Cleared)
    );

    // One is blocked since, and another was and is let go again.
    house.clock.advance_seconds(60);
    returns::block_again(office, actor, &ids[..2]).await.unwrap();
    let by_hand = AddressesDeed::Clear("It is right".to_owned());
    returns::act(office, actor, (&ids[1..2], by_hand)).await.unwrap();
    assert_eq!(listed(&house, Some(job.id)).await.len(), 2);

    let taken_back = undo(&house, job.id, &ids).await;
    assert_eq!(undo(&house, job.id, &ids).await.id, taken_back.id, "asked for twice it is one");
    assert!(can_undo(&house).await.is_empty(), "it is under way");
    work(&house).await;
    let over = jobs::find(office, actor, taken_back.id).await.unwrap();
    assert_eq!((over.state, over.done, over.failed), (JobState::Done, 2, 2));
    let codes: Vec<_> = over.failures.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["address.blocked", "address.cleared_since"]);
    assert!(standing(&house, ids[1]).await.block.is_none(), "whoever let it go later meant it");
    for (id, scope) in [(ids[2], BlockScope::All), (ids[3], BlockScope::Mailings)] {
        let block = standing(&house, id).await.block.unwrap();
        assert_eq!((block.scope, block.reason), (scope, BlockReason::Hand));
    }
    assert!(can_undo(&house).await.is_empty(), "nothing of it is left");
}

#[tokio::test]
async fn taking_a_job_back_goes_on_where_a_node_died_and_stops_when_it_is_asked_to() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let ids = blocked(&house, MANY).await;
    let job = cleared(&house, &ids).await;
    let taken_back = undo(&house, job.id, &ids).await;
    let node = JobWorker::new(office.clone());
    assert_eq!(node.step().await.unwrap(), Found::Work);
    drop(node);
    let half = jobs::find(office, actor, taken_back.id).await.unwrap();
    assert_eq!((half.state, half.done), (JobState::Running, 200));
    jobs::cancel(office, actor, taken_back.id).await.unwrap();
    work(&house).await;
    assert_eq!(jobs::find(office, actor, taken_back.id).await.unwrap().state, JobState::Cancelled);
    assert_eq!(can_undo(&house).await, [job.id], "three are left");
    let left: Vec<_> = listed(&house, Some(job.id)).await.into_iter().map(|row| row.id).collect();
    assert_eq!(left.len(), 3);
    undo(&house, job.id, &left).await;
    work(&house).await;
    assert!(listed(&house, None).await.is_empty() && can_undo(&house).await.is_empty());
}

#[tokio::test]
async fn cleared_addresses_leave_their_list_in_time_and_their_history_stays() {
    let house = House::open().await;
    let ids = blocked(&house, 1).await;
    cleared(&house, &ids).await;
    house.clock.advance_seconds(91 * 24 * 3600);
    assert!(listed(&house, None).await.is_empty());
    let housekeeper = Housekeeper::new(house.office.clone());
    while housekeeper.step().await.unwrap() == Found::Work {}
    let conn = house.office.store().read();
    let row = standing(&house, ids[0]).await;
    let told =
        store::address_changes::list_of_address(&conn, house.actor.organisation, &row.address, 9).await;
    assert_eq!(told.unwrap()[0].change.note, "They moved");
}

/// A return has blocked the address for all mail, so long ago that the decision is forgotten.
async fn returned_long_ago(house: &House, who: &str) -> StandingId {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let new = NewStanding {
        address: who.parse().unwrap(),
        returns: 1,
        at,
        class: Some(ReturnClass::MailboxUnknown),
        fault: None,
        rule: None,
        words: "550 5.1.1 user unknown".to_owned(),
        host: None,
        well_at: None,
        block: Some(Block { at, scope: BlockScope::All, reason: BlockReason::Returned }),
        by: None,
    };
    house.clock.advance_seconds(60);
    let later = house.office.now();
    let written = house.office.store().write(move |tx| {
        let new = new.clone();
        Box::pin(async move {
            let id = store::standings::put(tx, organisation, &new).await?;
            store::address_changes::purge(tx, later.plus_seconds(1), 99).await?;
            Ok(id)
        })
    });
    Result::<_, store::StoreError>::unwrap(written.await)
}

#[tokio::test]
async fn what_a_block_was_is_known_when_the_decision_on_it_is_forgotten() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let (kari, ola) = ("kari@kunde.test", "ola@kunde.test");
    let ids = [returned_long_ago(&house, kari).await, returned_long_ago(&house, ola).await];
    // What somebody says of mailings since is narrower, and all that is written down of her.
    returns::block(office, actor, (kari, BlockScope::Mailings)).await.unwrap();
    house.clock.advance_seconds(60);
    returns::act(office, actor, (&ids, AddressesDeed::Clear(String::new()))).await.unwrap();
    house.clock.advance_seconds(60);
    assert_eq!(returns::block_again(office, actor, &ids).await.unwrap().done, ids);
    for id in ids {
        let block = standing(&house, id).await.block.unwrap();
        assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Returned));
    }
}

#[tokio::test]
async fn a_clearing_that_is_undone_leaves_the_block_as_it_was_and_what_was_learnt_since() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let (kari, ola) = ("kari@kunde.test", "ola@kunde.test");
    let ids = [returned_long_ago(&house, kari).await, returned_long_ago(&house, ola).await];
    let before = [standing(&house, ids[0]).await, standing(&house, ids[1]).await];
    house.clock.advance_seconds(60);
    returns::act(office, actor, (&ids, AddressesDeed::Clear(String::new()))).await.unwrap();
    house.clock.advance_seconds(60);
    let (organisation, wrote_at) = (actor.organisation, office.now());
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::standings::record_writer(tx, organisation, ola, wrote_at).await })
    });
    Result::<_, store::StoreError>::unwrap(written.await);
    house.clock.advance_seconds(60);
    assert_eq!(returns::block_again(office, actor, &ids).await.unwrap().done, ids);
    let after = standing(&house, ids[0]).await;
    assert_eq!(after, StandingRow { cleared_at: after.cleared_at, ..before[0].clone() });
    assert_eq!(after.written_since(), None, "who cleared it is not she");
    let after = standing(&house, ids[1]).await;
    assert_eq!((after.block, after.returns, after.well_at), (before[1].block, 0, Some(wrote_at)));
    assert!(listed(&house, None).await.is_empty());
}
