//! Mail comes in, is judged, binned, restored, tried again.

use std::collections::BTreeMap;

use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator, FilterRules};
use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{FilterId, IntakeId, OrganisationId};
use store::blocked::BlockedFilter;
use store::cursors::{self, FolderCursor};
use store::filters::{self, FilterSettings};
use store::intake::{
    Blocked, Failed, FolderProgress, Inserted, IntakeFilter, IntakeShelf, IntakeSort, Placed, Source, Summary,
};
use store::{ListQuery, Store, StoreError, blocked, cases, intake, raw, timeline};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, arrival, arrivals, claim, new_case, store_mails, stored, world, write};

#[test]
fn a_source_is_stored_once_with_its_steps_and_the_cursor() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut first = Vec::new();
        for source in ["a", "b", "a"] {
            first.push(arrival(&store, world.org, source, "Hei").await);
        }
        let mut batch = arrivals(world.mailbox, first);
        let cursor = FolderCursor { uid_validity: u32::MAX, last_uid: 17 };
        batch.progress = Some(FolderProgress { folder: String::from("INBOX"), cursor });
        let answers = store_mails(&store, world.org, batch.clone()).await;
        let [Inserted::New(a), Inserted::New(b), Inserted::Known(again)] = answers[..] else {
            panic!("{answers:?}")
        };
        assert_eq!(a, again);

        let once_more = store_mails(&store, world.org, batch).await;
        assert_eq!(once_more, [Inserted::Known(a), Inserted::Known(b), Inserted::Known(a)]);

        let conn = store.read();
        assert_eq!(cursors::find(&conn, world.org, world.mailbox, "INBOX").await.unwrap(), Some(cursor));
        let wanted = ["a", "b", "c"].map(String::from);
        let known = intake::known_sources(&conn, world.org, world.mailbox, &wanted).await.unwrap();
        let expected = [("a", a), ("b", b)].map(|(source, id)| (source.to_owned(), Source::Whole(id)));
        assert_eq!(known, BTreeMap::from(expected));
        let steps = timeline::list(&conn, world.org, Subject::Intake(a)).await.unwrap();
        assert!(matches!(&steps[..], [(_, Step::Received { .. }), (_, Step::Stored { .. })]), "{steps:?}");
        let row = intake::find(&conn, world.org, a).await.unwrap().unwrap();
        assert_eq!((row.state, row.mailbox_address.as_str()), (IntakeState::Stored, "post@nord.example"));
        let bytes = raw::get(&conn, world.org, row.raw_hash).await.unwrap().unwrap();
        assert_eq!(&bytes[..], b"Subject: Hei\r\n\r\na\r\n");
        assert_eq!(row.size_octets, bytes.len() as u64);
    });
}

#[test]
fn a_batch_of_many_mails_is_one_transaction() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut mails = Vec::new();
        for number in 0..1_200 {
            mails.push(arrival(&store, world.org, &format!("s{number}"), "Hei").await);
        }
        let answers = store_mails(&store, world.org, arrivals(world.mailbox, mails)).await;
        assert!(answers.iter().all(|answer| matches!(answer, Inserted::New(_))));
        let page = list(&store, world.org, IntakeShelf::Waiting).await;
        assert_eq!(page.len(), 50);
    });
}

#[test]
fn a_verdict_ends_the_work_and_is_shown() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "a").await;
        let summary = Summary {
            from: String::from("Åse <ase@kunde.example>"),
            subject: String::from("Svar"),
            message_id: Some(String::from("x@kunde.example")),
            sent_at: Some(START),
            parser_version: 3,
        };
        let expected = summary.clone();
        let (case_id, number) = write(&store, move |tx| {
            let summary = summary.clone();
            Box::pin(async move {
                intake::claim_stored(tx, &claim("w", 10)).await?;
                let (case_id, number) = cases::insert(tx, world.org, &new_case("Svar")).await?;
                let placed = Placed { case_id, summary, at: START.plus_seconds(1) };
                assert!(intake::record_placed(tx, world.org, id, "w", &placed).await?);
                assert!(!intake::record_placed(tx, world.org, id, "w", &placed).await?, "only once");
                Ok((case_id, number))
            })
        })
        .await;
        let row = intake::find(&store.read(), world.org, id).await.unwrap().unwrap();
        assert_eq!(
            (row.state, row.case_id, row.case_number),
            (IntakeState::Placed, Some(case_id), Some(number))
        );
        assert_eq!((row.summary, row.state_at), (expected, START.plus_seconds(1)));
        assert!(list(&store, world.org, IntakeShelf::Waiting).await.is_empty());
        assert_eq!(list(&store, world.org, IntakeShelf::Placed).await, [id]);
    });
}

#[test]
fn an_imported_blocked_mail_leaves_out_each_filter_that_blocked_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "a").await;
        let (one, two) = (new_filter(&store, world, "En").await, new_filter(&store, world, "To").await);
        for filter in [one, two] {
            block(&store, world, id, filter).await;
            let row = intake::find(&store.read(), world.org, id).await.unwrap().unwrap();
            assert_eq!((row.state, row.filter_id), (IntakeState::Blocked, Some(filter)));
            let (conn, query) = (store.read(), ListQuery::default());
            let page = blocked::list(&conn, world.org, &query, BlockedFilter::default()).await.unwrap();
            assert_eq!((page.rows[0].id, page.rows[0].filter_id), (id, Some(filter)));
            let done = write(&store, move |tx| {
                Box::pin(async move { intake::requeue(tx, world.org, &[id], START).await })
            });
            assert_eq!(done.await, [id]);
        }
        let row = intake::find(&store.read(), world.org, id).await.unwrap().unwrap();
        assert_eq!((row.state, row.skip_filter_ids, row.attempts), (IntakeState::Stored, vec![one, two], 0));
        let again = write(&store, move |tx| {
            Box::pin(async move { intake::requeue(tx, world.org, &[id], START).await })
        });
        assert!(again.await.is_empty(), "what waits is not sent round again");
    });
}

#[test]
fn the_bin_keeps_the_state_and_takes_the_mail_from_its_worker() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "a").await;
        write(&store, move |tx| {
            Box::pin(async move {
                intake::claim_stored(tx, &claim("w", 10)).await?;
                assert_eq!(intake::delete(tx, world.org, &[id], START).await?, [id]);
                assert!(intake::delete(tx, world.org, &[id], START).await?.is_empty());
                let failed = Failed { error: String::from("x"), summary: None, at: START };
                assert!(!intake::record_failed(tx, world.org, id, "w", &failed).await?);
                assert!(intake::claim_stored(tx, &claim("w", 10)).await?.is_empty());
                Ok(())
            })
        })
        .await;
        assert_eq!(list(&store, world.org, IntakeShelf::Deleted).await, [id]);
        assert!(list(&store, world.org, IntakeShelf::Waiting).await.is_empty());
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(intake::restore(tx, world.org, &[id], START).await?, [id]);
                assert_eq!(intake::claim_stored(tx, &claim("w", 10)).await?.len(), 1);
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn blocked_mail_has_a_bin_of_its_own() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (held, waits) = (stored(&store, world, "a").await, stored(&store, world, "b").await);
        let filter = new_filter(&store, world, "En").await;
        block(&store, world, held, filter).await;
        write(&store, move |tx| {
            Box::pin(async move { intake::delete(tx, world.org, &[held, waits], START).await.map(|_| ()) })
        })
        .await;
        assert_eq!(list(&store, world.org, IntakeShelf::Deleted).await, [waits]);
        assert!(list(&store, world.org, IntakeShelf::Any).await.is_empty());
        let (conn, query) = (store.read(), ListQuery::default());
        let of = async |deleted| {
            let filter = BlockedFilter { deleted, ..BlockedFilter::default() };
            let page = blocked::list(&conn, world.org, &query, filter).await.unwrap();
            page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!((of(false).await, of(true).await), (vec![], vec![held]));
        assert_eq!(blocked::among(&conn, world.org, &[held, waits]).await.unwrap(), [held].into());
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(intake::delete_for_good(tx, world.org, &[held]).await?, [held]);
                Ok(())
            })
        })
        .await;
        assert!(of(true).await.is_empty());
        assert!(blocked::among(&conn, world.org, &[held]).await.unwrap().is_empty());
    });
}

#[test]
fn what_is_purged_is_gone_but_never_fetched_again() {
    on_both(async |Db { store, clock, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "a").await;
        let hash = intake::find(&store.read(), world.org, id).await.unwrap().unwrap().raw_hash;
        write(&store, move |tx| {
            Box::pin(async move {
                intake::delete(tx, world.org, &[id], START).await?;
                assert_eq!(intake::purge(tx, START, 10).await?, 0, "not before its time");
                let month = START.plus_seconds(30 * 24 * 3600);
                assert_eq!(intake::purge(tx, month, 10).await?, 0, "nor at its last moment");
                assert_eq!(intake::purge(tx, month.plus_seconds(1), 10).await?, 1);
                assert_eq!(intake::purge(tx, month.plus_seconds(1), 10).await?, 0);
                assert!(intake::restore(tx, world.org, &[id], START).await?.is_empty());
                Ok(())
            })
        })
        .await;
        let conn = store.read();
        assert_eq!(intake::find(&conn, world.org, id).await.unwrap(), None);
        assert!(timeline::list(&conn, world.org, Subject::Intake(id)).await.unwrap().is_empty());
        assert_eq!(raw::sweep_rows(&store, clock.advance(1)).await.unwrap(), 1);
        assert_eq!(raw::get(&conn, world.org, hash).await.unwrap(), None);
        let mail = arrival(&store, world.org, "a", "Hei").await;
        let answer = store_mails(&store, world.org, arrivals(world.mailbox, vec![mail])).await;
        assert_eq!(answer, [Inserted::Known(id)]);
    });
}

async fn list(store: &Store, org: OrganisationId, shelf: IntakeShelf) -> Vec<IntakeId> {
    let filter = IntakeFilter { shelf, ..IntakeFilter::default() };
    let query = ListQuery::<IntakeSort>::default();
    let page = intake::list(&store.read(), org, &query, filter).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

pub(crate) async fn new_filter(store: &Store, world: World, name: &'static str) -> FilterId {
    write(store, move |tx| {
        Box::pin(async move { filters::insert(tx, world.org, &filter_settings(name)).await })
    })
    .await
}

/// A filter that blocks what has an offer in its subject.
pub(crate) fn filter_settings(name: &str) -> FilterSettings {
    let condition = FilterCondition {
        field: FilterField::Subject,
        header: None,
        operator: FilterOperator::Contains,
        value: String::from("tilbud"),
    };
    let rules = FilterRules {
        conditions: vec![condition],
        actions: vec![FilterAction::Block],
        stop: true,
        ..FilterRules::default()
    };
    FilterSettings { name: name.to_owned(), active: true, mailbox_ids: Vec::new(), rules }
}

pub(crate) async fn block(store: &Store, world: World, id: IntakeId, filter_id: FilterId) {
    let recorded: Result<bool, StoreError> = store
        .write(move |tx| {
            Box::pin(async move {
                intake::claim_stored(tx, &claim("w", 100)).await?;
                let blocked = Blocked { filter_id, discards: false, summary: Summary::default(), at: START };
                intake::record_blocked(tx, world.org, id, "w", &blocked).await
            })
        })
        .await;
    assert!(recorded.unwrap());
}
