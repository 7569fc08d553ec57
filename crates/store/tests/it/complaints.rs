//! Complaints, and what people said of mailings: what is taken back, what an older node left, and what migrations found.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{OrganisationId, StandingId, Timestamp, UserId};
use store::returns::Weight;
use store::standings::{
    self, Block, ClearedFilter, ClearedSort, Clearing, Complaint, Complaints, NewStanding, StandingRow,
    TakenBack,
};
use store::{ListQuery, Store, address_changes, returns};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{World, address, queued, world, write};
use crate::returns::{blocking, told};

const KARI: &str = "kari@a.example";
const IMPORTED: (BlockScope, BlockReason) = (BlockScope::Mailings, BlockReason::Imported);
const RETURNED: (BlockScope, BlockReason) = (BlockScope::All, BlockReason::Returned);
const BY_HAND: (BlockScope, BlockReason) = (BlockScope::Mailings, BlockReason::Hand);

/// Blocks it so, as an older node does: nothing tells of a complaint but that.
async fn block(
    store: &Store,
    org: OrganisationId,
    who: &'static str,
    ((scope, reason), class): ((BlockScope, BlockReason), Option<ReturnClass>),
) -> StandingId {
    write(store, move |tx| {
        let block = Some(Block { at: START, scope, reason });
        let new = NewStanding { class, block, ..blocking(who, START) };
        Box::pin(async move { standings::put(tx, org, &new).await })
    })
    .await
}

async fn complain(store: &Store, org: OrganisationId, reason: BlockReason) {
    write(store, move |tx| {
        Box::pin(async move { standings::record_complaint(tx, org, &address(KARI), reason).await })
    })
    .await;
}

async fn consent(store: &Store, (org, by): (OrganisationId, UserId), id: StandingId, at: Timestamp) {
    let cleared = write(store, move |tx| {
        let complaints = Complaints::Settled;
        let clearing = Clearing { by, at, deed: AddressDeed::Cleared, note: "The form", complaints };
        Box::pin(async move { standings::clear(tx, org, &[id], &clearing).await })
    });
    assert_eq!(cleared.await, [id]);
}

async fn row(store: &Store, org: OrganisationId, who: &str) -> StandingRow {
    standings::find_by_address(&store.read(), org, &address(who)).await.unwrap().unwrap()
}

async fn complaint(store: &Store, org: OrganisationId, who: &str) -> Option<BlockReason> {
    row(store, org, who).await.complaint.map(|complaint| complaint.reason)
}

/// How many decisions about it are left when all that is not kept is forgotten.
async fn kept(store: &Store, org: OrganisationId, who: &str) -> usize {
    let later = START.plus_seconds(1_000_000);
    write(store, move |tx| Box::pin(async move { address_changes::purge(tx, later, 99).await })).await;
    address_changes::list_of_address(&store.read(), org, &address(who), 9).await.unwrap().len()
}

/// What a migration makes of the rows that are there.
async fn migrate(config: &store::StoreConfig, sql: &'static str) {
    for statement in sql.split(';') {
        if let Some(at) = statement.find("UPDATE ") {
            run(&config.database, &statement[at..]).await;
        }
    }
}

#[test]
fn consent_on_record_outlives_a_later_complaint_that_is_taken_back() {
    on_both(async |Db { store, clock, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let id = block(&store, org, KARI, (IMPORTED, None)).await;
        complain(&store, org, BlockReason::Imported).await;
        let consented_at = clock.advance(1_000);
        consent(&store, (org, user), id, consented_at).await;
        assert_eq!(row(&store, org, KARI).await.complaint, None);

        let at = clock.advance(1_000);
        complain(&store, org, BlockReason::Returned).await;
        let consented_before = Some(consented_at);
        let stands = Complaint { at, reason: BlockReason::Returned, consented_before };
        assert_eq!(row(&store, org, KARI).await.complaint, Some(stands));
        write(&store, move |tx| Box::pin(async move { standings::withdraw_complaint(tx, org, id).await }))
            .await;
        assert_eq!(row(&store, org, KARI).await.complaint, None);

        // Whoever undoes that a block was taken back says nothing of consent.
        block(&store, org, KARI, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        let later = clock.advance(1_000);
        write(&store, move |tx| {
            let taken = TakenBack { returns: 0, last: None, unblocked_by: Some(user), mail: None, at: later };
            Box::pin(async move {
                standings::take_back(tx, org, id, &taken).await?;
                standings::take_back_consent(tx, org, id).await
            })
        })
        .await;
        assert_eq!(row(&store, org, KARI).await.complaint, None);
    });
}

#[test]
fn whoever_undoes_that_consent_is_on_record_has_the_complaint_again() {
    on_both(async |Db { store, clock, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let id = block(&store, org, KARI, (IMPORTED, None)).await;
        complain(&store, org, BlockReason::Imported).await;
        consent(&store, (org, user), id, clock.advance(1_000)).await;
        write(&store, move |tx| Box::pin(async move { standings::take_back_consent(tx, org, id).await }))
            .await;
        assert_eq!(complaint(&store, org, KARI).await, Some(BlockReason::Imported));
    });
}

#[test]
fn an_older_node_reads_a_block_that_a_mail_lifted_as_one_that_nobody_took_away() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        block(&store, org, KARI, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        let known = row(&store, org, KARI).await;
        write(&store, move |tx| {
            let known = known.clone();
            Box::pin(async move { standings::lift_proved(tx, org, &known, START).await.map(|_lifted| ()) })
        })
        .await;
        let newest = async || {
            let told = address_changes::list_of_address(&store.read(), org, &address(KARI), 1).await.unwrap();
            told[0].change.deed
        };
        assert_eq!(newest().await, AddressDeed::Wrote);
        run(&config.database, "DELETE FROM address_changes WHERE deed = 'cleared'").await;
        assert_eq!(newest().await, AddressDeed::Blocked);
    });
}

#[test]
fn what_an_older_node_wrote_of_complaints_is_told_of_their_addresses() {
    on_both(async |Db { store, clock, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let (listed, ours, cleared) = ("listed@a.example", "ours@a.example", "cleared@a.example");
        block(&store, org, listed, (IMPORTED, None)).await;
        block(&store, org, ours, (RETURNED, Some(ReturnClass::Complaint))).await;
        let outbox = queued(&store, org, &[ours]).await;
        write(&store, move |tx| {
            let mut back = told(ours, Some(outbox), START);
            back.judged.class = ReturnClass::Complaint;
            let weight = Weight { counted: false, blocked: true, burst: None, incident_id: None };
            Box::pin(async move { returns::put(tx, org, &back, &weight).await.map(|_id| ()) })
        })
        .await;
        let id = block(&store, org, cleared, (IMPORTED, None)).await;
        let at = clock.advance(1_000);
        consent(&store, (org, user), id, at).await;
        block(&store, org, cleared, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        for _ in 0..2 {
            write(&store, move |tx| Box::pin(async move { standings::record_untold(tx, START, 9).await }))
                .await;
            assert_eq!(complaint(&store, org, listed).await, Some(BlockReason::Imported));
            assert_eq!(complaint(&store, org, ours).await, Some(BlockReason::Returned));
            assert_eq!(complaint(&store, org, cleared).await, None);
            assert_eq!(row(&store, org, listed).await.complaint.unwrap().at, at, "and once");
            clock.advance(1_000);
        }
    });
}

#[test]
fn complaints_of_before_their_columns_are_found_and_what_was_decided_of_them_is_kept() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (listed, beside, ours, other) =
            ("listed@a.example", "beside@a.example", "ours@a.example", "other@a.example");
        block(&store, org, listed, (IMPORTED, None)).await;
        block(&store, org, beside, (IMPORTED, None)).await;
        block(&store, org, beside, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        block(&store, org, ours, (RETURNED, Some(ReturnClass::Complaint))).await;
        block(&store, org, other, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        migrate(&config, include_str!("../../migrations/0405_complaints.sql")).await;
        for (who, found, decisions) in [
            (listed, Some(BlockReason::Imported), 1),
            (beside, Some(BlockReason::Imported), 2),
            (ours, Some(BlockReason::Returned), 1),
            (other, None, 0),
        ] {
            assert_eq!(complaint(&store, org, who).await, found, "{who}");
            assert_eq!(kept(&store, org, who).await, decisions, "{who}");
        }
    });
}

#[test]
fn what_people_said_of_mailings_before_it_was_kept_is_kept_with_what_ended_it() {
    on_both(async |Db { store, config, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let (by_hand, ended, other) = ("hand@a.example", "ended@a.example", "other@a.example");
        block(&store, org, by_hand, (BY_HAND, None)).await;
        let id = block(&store, org, ended, (BY_HAND, None)).await;
        block(&store, org, other, (RETURNED, None)).await;
        consent(&store, (org, user), id, START.plus_seconds(1)).await;
        run(&config.database, "UPDATE address_changes SET kept_at = NULL").await;
        migrate(&config, include_str!("../../migrations/0416_said_by_hand.sql")).await;
        for (who, decisions) in [(by_hand, 1), (ended, 2), (other, 0)] {
            assert_eq!(kept(&store, org, who).await, decisions, "{who}");
        }
    });
}

#[test]
fn what_was_cleared_before_it_had_a_list_is_listed_as_its_decisions_tell() {
    on_both(async |Db { store, config, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let id = block(&store, org, KARI, (RETURNED, Some(ReturnClass::MailboxUnknown))).await;
        consent(&store, (org, user), id, START.plus_seconds(1)).await;
        let list = async || {
            let (query, all) = (ListQuery::<ClearedSort>::default(), ClearedFilter::since(START));
            standings::list_cleared(&store.read(), org, &query, all).await.unwrap().rows
        };
        let before = list().await;
        assert_eq!((before.len(), before[0].note.as_str()), (1, "The form"));
        run(
            &config.database,
            "UPDATE address_standings SET lifted_at = NULL, lifted_deed = NULL, lifted_note = NULL, \
             lifted_note_key = NULL, lifted_scope = NULL, lifted_reason = NULL, lifted_class = NULL",
        )
        .await;
        assert!(list().await.is_empty());
        migrate(&config, include_str!("../../migrations/0403_cleared_addresses.sql")).await;
        assert_eq!(list().await, before);
    });
}
