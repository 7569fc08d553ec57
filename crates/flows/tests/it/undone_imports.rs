//! A block list that was taken in is taken back: what it changed stands as before, and what was decided since stays.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::limits::BLOCK_IMPORT_KEPT_MS;
use domain::returns::ReturnClass;
use domain::{BlockImportId, EmailAddress, StandingId};
use flows::housekeeping::Housekeeper;
use flows::returns::{self, AddressesDeed, UndoneImport};
use flows::worker::Worker as _;
use store::standings::{Block, NewStanding, StandingRow};

use crate::house::House;

const FREE: &str = "free@x.test";
const MAILINGS: &str = "mailings@x.test";
const HAND: &str = "hand@x.test";
const TRIED: &str = "tried@x.test";

fn of(address: &str) -> EmailAddress {
    address.parse().unwrap()
}

async fn standing(house: &House, address: &str) -> Option<StandingRow> {
    let conn = house.office.store().read();
    store::standings::find_by_address(&conn, house.actor.organisation, &of(address)).await.unwrap()
}

async fn decisions(house: &House, address: &str) -> usize {
    let conn = house.office.store().read();
    let told =
        store::address_changes::list_of_address(&conn, house.actor.organisation, &of(address), 99).await;
    told.unwrap().len()
}

async fn on_trial(house: &House, address: &str) -> StandingId {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let new = NewStanding {
        address: of(address),
        returns: 1,
        at,
        class: Some(ReturnClass::MailboxUnknown),
        fault: None,
        rule: Some("mailbox-unknown".to_owned()),
        words: "550 5.1.1 no such user".to_owned(),
        host: None,
        well_at: None,
        block: Some(Block { at, scope: BlockScope::All, reason: BlockReason::Returned }),
        by: None,
    };
    let written = house.office.store().write(move |tx| {
        let new = new.clone();
        Box::pin(async move { store::standings::put(tx, organisation, &new).await })
    });
    let id = Result::<_, store::StoreError>::unwrap(written.await);
    let done = returns::act(&house.office, &house.actor, (&[id], AddressesDeed::Trial)).await.unwrap();
    assert_eq!(done.done, [id]);
    id
}

async fn imported(house: &House, list: &str) -> BlockImportId {
    let done = returns::import(&house.office, &house.actor, list.as_bytes().to_vec()).await.unwrap();
    done.undo.unwrap()
}

async fn undo(house: &House, import: BlockImportId) -> Result<UndoneImport, &'static str> {
    returns::undo_import(&house.office, &house.actor, import).await.map_err(|problem| problem.code)
}

/// The imports that are offered to be taken back, and how much each changed.
async fn listed(house: &House) -> Vec<(BlockImportId, u64)> {
    let known = returns::imports(&house.office, &house.actor).await.unwrap();
    known.iter().map(|known| (known.import.id, known.changed)).collect()
}

#[tokio::test]
async fn each_address_of_an_import_that_is_taken_back_stands_as_before() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    returns::block(office, actor, (MAILINGS, BlockScope::Mailings)).await.unwrap();
    returns::block(office, actor, (HAND, BlockScope::All)).await.unwrap();
    on_trial(&house, TRIED).await;
    let mut before = Vec::new();
    for address in [MAILINGS, HAND, TRIED] {
        before.push((address, standing(&house, address).await.unwrap(), decisions(&house, address).await));
    }
    house.clock.advance_seconds(60);

    let list = format!(
        "{FREE},COMPLAINT\n{FREE},BOUNCE\n{MAILINGS},BOUNCE\n{MAILINGS},COMPLAINT\n{HAND},COMPLAINT\n{TRIED},BOUNCE\n"
    );
    let import = imported(&house, &list).await;
    let free = standing(&house, FREE).await.unwrap();
    assert!(free.block.is_some() && free.complaint.is_some());
    assert!(standing(&house, TRIED).await.unwrap().trial.is_none());
    for (address, row, _) in &before {
        assert_ne!(standing(&house, address).await.as_ref(), Some(row), "{address}");
    }

    house.clock.advance_seconds(60);
    assert_eq!(undo(&house, import).await, Ok(UndoneImport { restored: 4, left: 0 }));
    for (address, row, decided) in before {
        assert_eq!(standing(&house, address).await, Some(row), "{address}");
        assert_eq!(decisions(&house, address).await, decided, "{address}");
    }
    let free = standing(&house, FREE).await.unwrap();
    assert_eq!((free.block, free.complaint, free.changed_by), (None, None, None));
    assert_eq!(decisions(&house, FREE).await, 0);
    assert_eq!(undo(&house, import).await, Err("block_list.no_import"), "it is taken back once");
    // Nothing is left of it that keeps an address from being blocked by the same list again.
    imported(&house, &list).await;
    assert!(standing(&house, FREE).await.unwrap().block.is_some());
}

#[tokio::test]
async fn what_was_decided_since_an_import_stays_when_it_is_taken_back() {
    let house = House::open().await;
    let import = imported(&house, &format!("{FREE},BOUNCE\n{MAILINGS},BOUNCE\n{TRIED},BOUNCE\n")).await;
    house.clock.advance_seconds(60);
    let (free, mailings) = (standing(&house, FREE).await.unwrap(), standing(&house, MAILINGS).await.unwrap());
    let clear = AddressesDeed::Clear("It is right".to_owned());
    returns::act(&house.office, &house.actor, (&[free.id], clear)).await.unwrap();
    returns::block(&house.office, &house.actor, (MAILINGS, BlockScope::All)).await.unwrap();
    assert_eq!(undo(&house, import).await, Ok(UndoneImport { restored: 1, left: 2 }));
    let cleared = standing(&house, FREE).await.unwrap();
    assert!(cleared.block.is_none() && cleared.cleared_at.is_some());
    let by_hand = standing(&house, MAILINGS).await.unwrap();
    assert_eq!(by_hand.id, mailings.id);
    assert_eq!(by_hand.block.map(|block| block.reason), Some(BlockReason::Hand));
    assert!(standing(&house, TRIED).await.unwrap().block.is_none());
}

#[tokio::test]
async fn an_import_is_taken_back_of_addresses_that_were_cleared_in_between_where_that_was_undone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    returns::block(office, actor, (MAILINGS, BlockScope::Mailings)).await.unwrap();
    let before = standing(&house, MAILINGS).await.unwrap();
    house.clock.advance_seconds(60);
    let import = imported(&house, &format!("{FREE},BOUNCE\n{MAILINGS},BOUNCE\n")).await;
    let left = [standing(&house, FREE).await.unwrap(), standing(&house, MAILINGS).await.unwrap()];
    let ids = [left[0].id, left[1].id];
    house.clock.advance_seconds(60);
    let clear = AddressesDeed::Clear("Not these".to_owned());
    assert_eq!(returns::act(office, actor, (&ids, clear)).await.unwrap().done, ids);
    house.clock.advance_seconds(60);
    assert_eq!(returns::block_again(office, actor, &ids).await.unwrap().done, ids);
    for (address, left) in [FREE, MAILINGS].into_iter().zip(left) {
        let row = standing(&house, address).await.unwrap();
        assert_eq!((row.block, row.changed_by, row.well_at), (left.block, left.changed_by, left.well_at));
    }
    house.clock.advance_seconds(60);
    assert_eq!(undo(&house, import).await, Ok(UndoneImport { restored: 2, left: 0 }));
    assert_eq!(standing(&house, FREE).await.unwrap().block, None);
    assert_eq!(standing(&house, MAILINGS).await.unwrap().block, before.block);
    let conn = office.store().read();
    let told = store::address_changes::list_of_address(&conn, actor.organisation, &of(MAILINGS), 9).await;
    let told: Vec<_> = told.unwrap().iter().map(|told| (told.change.deed, told.change.reason)).collect();
    assert!(told.iter().all(|told| *told == (AddressDeed::Blocked, Some(BlockReason::Hand))), "{told:?}");
}

#[tokio::test]
async fn of_two_imports_the_later_one_is_taken_back_first() {
    let house = House::open().await;
    let first = imported(&house, &format!("{FREE},COMPLAINT\n")).await;
    house.clock.advance_seconds(60);
    let second = imported(&house, &format!("{FREE},BOUNCE\n")).await;
    assert_eq!(undo(&house, second).await, Ok(UndoneImport { restored: 1, left: 0 }));
    let block = standing(&house, FREE).await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Imported));
    assert_eq!(undo(&house, first).await, Ok(UndoneImport { restored: 1, left: 0 }));
    assert!(standing(&house, FREE).await.unwrap().block.is_none());
}

#[tokio::test]
async fn an_import_that_changed_nothing_or_is_older_than_a_week_is_not_taken_back() {
    let house = House::open().await;
    let import = imported(&house, &format!("{FREE},BOUNCE\n")).await;
    let again = returns::import(&house.office, &house.actor, format!("{FREE},BOUNCE\n").into_bytes()).await;
    assert_eq!(again.unwrap().undo, None);
    house.clock.advance_seconds(BLOCK_IMPORT_KEPT_MS / 1000 + 1);
    assert_eq!(undo(&house, import).await, Err("block_list.no_import"));
    Housekeeper::new(house.office.clone()).step().await.unwrap();
    let conn = house.office.store().read();
    let since = domain::Timestamp::from_millis(0);
    let known =
        store::standings::list_imported(&conn, house.actor.organisation, (import, since), 9).await.unwrap();
    assert!(known.is_empty(), "and nothing of it is kept");
    assert!(standing(&house, FREE).await.unwrap().block.is_some());
}

#[tokio::test]
async fn imports_are_listed_the_newest_first_for_as_long_as_they_can_be_taken_back() {
    let house = House::open().await;
    let first = imported(&house, &format!("{FREE},BOUNCE\n{HAND},BOUNCE\n")).await;
    house.clock.advance_seconds(60);
    let second = imported(&house, &format!("{MAILINGS},COMPLAINT\n")).await;
    assert_eq!(listed(&house).await, [(second, 1), (first, 2)]);
    undo(&house, second).await.unwrap();
    assert_eq!(listed(&house).await, [(first, 2)]);
    house.clock.advance_seconds(BLOCK_IMPORT_KEPT_MS / 1000);
    assert!(listed(&house).await.is_empty());
}

#[tokio::test]
async fn what_an_import_did_that_was_stopped_on_the_way_is_taken_back_as_a_whole() {
    let house = House::open().await;
    let list = (0..1_100).map(|number| format!("a{number}@x.test,BOUNCE\n")).collect::<Vec<_>>().concat();
    let (office, actor) = (house.office.clone(), house.actor.clone());
    let importing =
        tokio::spawn(async move { returns::import(&office, &actor, list.into_bytes()).await.map(drop) });
    while listed(&house).await.is_empty() && !importing.is_finished() {}
    importing.abort();
    // Whether it ended before or was stopped: what it did is one import.
    let _ended = importing.await;
    let known = listed(&house).await;
    let &[(import, changed)] = &known[..] else { panic!("{known:?}") };
    let undone = undo(&house, import).await.unwrap();
    assert!(undone.restored >= changed && undone.left == 0, "{undone:?} {changed}");
    assert!(listed(&house).await.is_empty());
    assert!(standing(&house, "a0@x.test").await.unwrap().block.is_none());
}
