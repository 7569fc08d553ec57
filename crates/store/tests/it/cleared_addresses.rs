//! Addresses that are written to again: who cleared them, when and why, and what they were blocked for.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{JobId, OrganisationId, StandingId, Timestamp, UserId};
use store::standings::{
    self, ClearedFilter, ClearedRow, ClearedSort, Clearing, Complaints, NewStanding, TrialOf,
};
use store::{ListQuery, SortColumn as _, Store};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, address, queued, world, write};
use crate::returns::blocking;

const LATER: Timestamp = START.plus_seconds(3_600);

async fn block(store: &Store, org: OrganisationId, new: NewStanding) -> StandingId {
    write(store, move |tx| {
        let new = new.clone();
        Box::pin(async move { standings::put(tx, org, &new).await })
    })
    .await
}

async fn clear(
    store: &Store,
    (org, by): (OrganisationId, UserId),
    id: StandingId,
    (at, note): (Timestamp, &'static str),
) {
    let cleared = write(store, move |tx| {
        let complaints = Complaints::LeftOut;
        let clearing = Clearing { by, at, deed: AddressDeed::Cleared, note, complaints };
        Box::pin(async move { standings::clear(tx, org, &[id], &clearing).await })
    });
    assert_eq!(cleared.await, [id]);
}

async fn list(
    store: &Store,
    org: OrganisationId,
    query: &ListQuery<ClearedSort>,
    filter: ClearedFilter,
) -> Vec<ClearedRow> {
    standings::list_cleared(&store.read(), org, query, filter).await.unwrap().rows
}

fn named(rows: &[ClearedRow]) -> Vec<String> {
    rows.iter().map(|row| row.address.to_string()).collect()
}

const ALL: ClearedFilter = ClearedFilter::since(START);

#[test]
fn a_cleared_address_tells_who_cleared_it_why_and_what_it_was_blocked_for() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let id = block(&store, org, blocking("kari@a.example", START)).await;
        let query = ListQuery::default();
        assert!(list(&store, org, &query, ALL).await.is_empty(), "it is blocked");
        clear(&store, (org, user), id, (LATER, "She rang")).await;
        let cleared = ClearedRow {
            id,
            address: address("kari@a.example"),
            at: LATER,
            deed: AddressDeed::Cleared,
            by: Some(user),
            by_name: Some("Kari Nordmann".to_owned()),
            note: "She rang".to_owned(),
            scope: Some(BlockScope::All),
            reason: Some(BlockReason::Returned),
            class: Some(ReturnClass::MailboxUnknown),
        };
        assert_eq!(list(&store, org, &query, ALL).await, std::slice::from_ref(&cleared));
        let later = ClearedFilter::since(LATER.plus_seconds(1));
        assert!(list(&store, org, &query, later).await.is_empty(), "it is too long ago");
        let wrong = ClearedFilter { reason: Some(BlockReason::Hand), ..ALL };
        assert!(list(&store, org, &query, wrong).await.is_empty());
        let search = |text: &str| ListQuery { search: Some(text.to_owned()), ..ListQuery::default() };
        let found = list(&store, org, &search("RANG"), ALL).await;
        assert_eq!(found, std::slice::from_ref(&cleared), "its note is searched");

        // What comes back later, and does not block, is not what it was blocked for.
        let soft = NewStanding {
            class: Some(ReturnClass::MailboxFull),
            block: None,
            ..blocking("kari@a.example", LATER.plus_seconds(9))
        };
        block(&store, org, soft).await;
        assert_eq!(list(&store, org, &query, ALL).await, [cleared]);
        block(&store, org, blocking("kari@a.example", LATER.plus_seconds(99))).await;
        assert!(list(&store, org, &query, ALL).await.is_empty(), "it is blocked again");
    });
}

#[test]
fn cleared_addresses_are_pages_in_every_order_and_of_their_organisation() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let other = world(&store, "syd").await.org;
        for (number, who) in ["c@a.example", "a@b.example", "b@c.example"].into_iter().enumerate() {
            let id = block(&store, org, blocking(who, START)).await;
            clear(&store, (org, user), id, (START.plus_seconds(number as i64), "")).await;
        }
        for sort in ClearedSort::ALL.iter().copied() {
            let mut query = ListQuery { sort, limit: 2, ..ListQuery::default() };
            let first = standings::list_cleared(&store.read(), org, &query, ALL).await.unwrap();
            assert_eq!((first.total.count, first.rows.len()), (3, 2), "{sort:?}");
            query.cursor = first.next;
            let rest = list(&store, org, &query, ALL).await;
            let all: Vec<_> = first.rows.into_iter().chain(rest).collect();
            let wanted = match sort {
                ClearedSort::Address => ["a@b.example", "b@c.example", "c@a.example"],
                ClearedSort::ClearedAt
                | ClearedSort::Domain
                | ClearedSort::Class
                | ClearedSort::Reason
                | ClearedSort::Scope
                | ClearedSort::Deed
                | ClearedSort::Note
                | ClearedSort::ClearedBy => ["c@a.example", "a@b.example", "b@c.example"],
            };
            assert_eq!(named(&all), wanted, "{sort:?}");
        }
        assert!(list(&store, other, &ListQuery::default(), ALL).await.is_empty());
    });
}

#[test]
fn a_trial_that_went_well_is_among_them_and_says_so() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let mail = queued(&store, org, &["kari@a.example"]).await;
        let id = block(&store, org, blocking("kari@a.example", START)).await;
        write(&store, move |tx| {
            Box::pin(async move {
                let row = standings::find(tx, org, id).await?.unwrap();
                let trial = TrialOf { by: user, at: START, until: LATER };
                assert!(standings::begin_trial(tx, org, &row, trial).await?);
                assert!(standings::take_trial(tx, org, ("kari@a.example", mail), LATER).await?);
                let row = standings::find(tx, org, id).await?.unwrap();
                let tried = row.trial.unwrap();
                assert!(standings::lift_trial(tx, org, (&row, &tried), START).await?);
                Ok(())
            })
        })
        .await;
        let rows = list(&store, org, &ListQuery::default(), ALL).await;
        assert_eq!((rows[0].deed, rows[0].by), (AddressDeed::TrialKept, Some(user)));
    });
}

#[test]
fn what_a_job_cleared_is_found_by_it_until_it_is_cleared_anew_or_forgotten() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let other = world(&store, "syd").await.org;
        let (job, none) = (JobId::new(7), JobId::new(8));
        let mut ids = Vec::new();
        for who in ["a@a.example", "b@a.example"] {
            let id = block(&store, org, blocking(who, START)).await;
            clear(&store, (org, user), id, (LATER, "")).await;
            ids.push(id);
        }
        let by_job = ids[0];
        write(&store, move |tx| {
            Box::pin(async move {
                standings::record_cleared_by(tx, other, &[by_job], none).await?;
                standings::record_cleared_by(tx, org, &[by_job], job).await
            })
        })
        .await;
        let of_job = ClearedFilter { job: Some(job), ..ALL };
        assert_eq!(named(&list(&store, org, &ListQuery::default(), of_job).await), ["a@a.example"]);
        let conn = store.read();
        assert!(standings::is_cleared_by(&conn, org, by_job, job).await.unwrap());
        assert!(
            !standings::is_cleared_by(&conn, other, by_job, job).await.unwrap(),
            "of another organisation"
        );
        assert!(!standings::is_cleared_by(&conn, org, ids[1], job).await.unwrap());
        let found = standings::clearing_jobs(&conn, org, &[job, none], START).await.unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [job]);
        assert!(standings::clearing_jobs(&conn, other, &[job], START).await.unwrap().is_empty());

        // A person blocks it and lets it go: that is not the job's doing.
        block(&store, org, blocking("a@a.example", LATER)).await;
        assert!(standings::clearing_jobs(&conn, org, &[job], START).await.unwrap().is_empty());
        clear(&store, (org, user), by_job, (LATER.plus_seconds(9), "")).await;
        assert!(!standings::is_cleared_by(&conn, org, by_job, job).await.unwrap());

        let forget = async |before: Timestamp| {
            write(&store, move |tx| Box::pin(async move { standings::forget_cleared(tx, before, 9).await }))
                .await
        };
        assert_eq!(forget(LATER).await, 0);
        assert_eq!(forget(LATER.plus_seconds(1)).await, 1);
        assert_eq!(named(&list(&store, org, &ListQuery::default(), ALL).await), ["a@a.example"]);
    });
}
