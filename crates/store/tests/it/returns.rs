//! What came back, and what is known of the addresses.

use domain::blocks::{AddressDeed, BlockReason, BlockScope, ReturnNature, ReturnSource};
use domain::returns::{Confidence, ReturnClass, ReturnKind, ReturnScope};
use domain::{About, IntakeId, OrganisationId, OutboxId, Timestamp, UserId};
use store::incidents::NewIncident;
use store::returns::{Judged, NewReturn, ReviewFilter, ReviewSort, Weight};
use store::standings::{
    Block, ClearedFilter, ClearedSort, Clearing, Complaints, Memory, NewStanding, StandingFilter,
    StandingSort, TakenBack,
};
use store::{Conn, ListQuery, StoreError, Tx, address_changes, deliveries, incidents, returns, standings};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, address, queued, world, write};

const COUNTED: Weight<'_> = Weight { counted: true, blocked: false, burst: None, incident_id: None };

/// Before all that came back.
const BEGINNING: Timestamp = Timestamp::from_millis(0);

/// All that came back since the beginning, and nothing that was taken is sure to have arrived.
const MEMORY: Memory = Memory { returned_since: START, taken_until: Timestamp::from_millis(0) };

pub(crate) fn told(who: &str, outbox: Option<OutboxId>, at: Timestamp) -> NewReturn {
    NewReturn {
        address: Some(address(who)),
        outbox_id: outbox,
        intake_id: None,
        at,
        source: ReturnSource::Smtp,
        judged: Judged {
            class: ReturnClass::MailboxUnknown,
            cause: None,
            kind: ReturnKind::Hard,
            confidence: Confidence::High,
            rule: "user-unknown".to_owned(),
            rules: Some("address/1".to_owned()),
            matched: "user unknown".to_owned(),
            of_relay: false,
        },
        words: "550 5.1.1 user unknown".to_owned(),
        about: About::default(),
        host: Some("mx.kunde.example".to_owned()),
        at_relay: false,
    }
}

pub(crate) fn blocking(who: &str, at: Timestamp) -> NewStanding {
    NewStanding {
        address: address(who),
        returns: 1,
        at,
        class: Some(ReturnClass::MailboxUnknown),
        fault: Some(ReturnScope::Address),
        rule: Some("user-unknown".to_owned()),
        words: "550 5.1.1 user unknown".to_owned(),
        host: None,
        well_at: None,
        block: Some(Block { at, scope: BlockScope::All, reason: BlockReason::Returned }),
        by: None,
    }
}

fn cleared_by(by: UserId, at: Timestamp) -> Clearing<'static> {
    Clearing { by, at, deed: AddressDeed::Cleared, note: "He rang", complaints: Complaints::Settled }
}

/// A mail of an organisation came back, and blocked its address.
pub(crate) async fn came_back(tx: &Tx, org: OrganisationId, who: &str) -> Result<(), StoreError> {
    returns::put(tx, org, &told(who, None, START), &COUNTED).await?;
    standings::put(tx, org, &blocking(who, START)).await?;
    Ok(())
}

/// Another organisation knows nothing of it.
pub(crate) async fn nothing_is_known(conn: &Conn, own: OrganisationId, who: &str) {
    let address = address(who);
    assert!(returns::list_of_address(conn, own, &address, 9).await.unwrap().is_empty());
    assert!(
        returns::list_since(conn, own, &address, (Timestamp::from_millis(0), None)).await.unwrap().is_empty()
    );
    assert_eq!(returns::newest_that_weighs(conn, own, &address).await.unwrap(), None);
    assert!(returns::list_waiting(conn, own, 9).await.unwrap().is_empty());
    for done in [false, true] {
        let query = ListQuery::<ReviewSort>::default();
        let page = returns::list_to_review(conn, own, &query, ReviewFilter { done }).await.unwrap();
        assert!(page.rows.is_empty() && page.total.count == 0);
    }
    let before = START.plus_seconds(9);
    let newest = deliveries::newest_to(conn, own, &[(address.key(), before)]).await.unwrap();
    assert_eq!(newest, [None]);
    assert_eq!(standings::find_by_address(conn, own, &address).await.unwrap(), None);
    assert!(standings::known_among(conn, own, &[address.key()]).await.unwrap().is_empty());
    assert!(standings::doubtful_among(conn, own, &[address.key()], MEMORY).await.unwrap().is_empty());
    assert!(address_changes::list_of_address(conn, own, &address, 9).await.unwrap().is_empty());
    assert!(standings::blocked_among(conn, own, &[address.key()]).await.unwrap().is_empty());
    let query = ListQuery::<StandingSort>::default();
    assert!(standings::list(conn, own, &query, StandingFilter::default()).await.unwrap().rows.is_empty());
    let (query, all) = (ListQuery::<ClearedSort>::default(), ClearedFilter::since(Timestamp::from_millis(0)));
    assert!(standings::list_cleared(conn, own, &query, all).await.unwrap().rows.is_empty());
}

/// Another organisation changes nothing of it.
pub(crate) async fn nothing_changes(
    tx: &Tx,
    (own, their): (OrganisationId, OrganisationId),
    who: &str,
) -> Result<(), StoreError> {
    let before = standings::find_by_address(tx, their, &address(who)).await?.unwrap();
    let later = START.plus_seconds(9);
    standings::record_writer(tx, own, &address(who).key(), later).await?;
    standings::record_taken(tx, own, &[(OutboxId::new(1), address(who).key())], later).await?;
    standings::record_held(tx, own, &address(who), Some(later)).await?;
    assert!(standings::clear(tx, own, &[before.id], &cleared_by(UserId::new(1), later)).await?.is_empty());
    assert!(standings::find(tx, own, before.id).await?.is_none());
    assert!(!standings::lift_proved(tx, own, &before, later).await?);
    assert!(!standings::awaits_decision(tx, own, &address(who), &[]).await?);
    standings::withdraw_complaint(tx, own, before.id).await?;
    standings::take_back_consent(tx, own, before.id).await?;
    address_changes::forget(tx, own, &address(who)).await?;
    assert_eq!(address_changes::list_of_address(tx, their, &address(who), 9).await?.len(), 1);
    assert_eq!(standings::find_by_address(tx, their, &address(who)).await?.unwrap(), before);
    let taken =
        TakenBack { returns: 0, last: None, unblocked_by: Some(UserId::new(1)), mail: None, at: later };
    standings::take_back(tx, own, before.id, &taken).await?;
    assert_eq!(standings::find_by_address(tx, their, &address(who)).await?.unwrap(), before);
    let waiting = returns::list_waiting(tx, their, 9).await?;
    let by = (UserId::new(1), later);
    for row in returns::list_newest(tx, their, 9).await? {
        let (Some(outbox), Some(named)) = (row.told.outbox_id, &row.told.address) else { continue };
        let of_mail = (outbox, named, row.told.source.nature());
        returns::record_matched(tx, own, of_mail, by).await?;
    }
    for row in &waiting {
        assert!(returns::take_waiting(tx, own, row.id).await?.is_none());
        assert!(returns::review(tx, own, &[row.id], by).await?.is_empty());
        assert_eq!(returns::explain(tx, own, (&[row.id], &row.told.judged), by).await?, 0);
        returns::delete(tx, own, row.id).await?;
    }
    assert!(!waiting.is_empty() && returns::list_waiting(tx, their, 9).await? == waiting);
    Ok(())
}

#[test]
fn a_mail_comes_back_once_for_each_address_and_the_last_word_stays() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let outbox = queued(&store, org, &["ola@kunde.example"]).await;
        let found = write(&store, move |tx| {
            Box::pin(async move {
                returns::put(tx, org, &told("ola@kunde.example", Some(outbox), START), &COUNTED).await?;
                let later = NewReturn {
                    words: "552 5.2.2 full".to_owned(),
                    ..told("OLA@kunde.example", Some(outbox), START.plus_seconds(1))
                };
                returns::put(tx, org, &later, &Weight::default()).await?;
                returns::list_of_address(tx, org, &address("ola@kunde.example"), 9).await
            })
        })
        .await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].told.words.as_str(), found[0].counted), ("552 5.2.2 full", false));
        let purged = write(&store, move |tx| {
            Box::pin(async move {
                let young = returns::purge(tx, (BEGINNING, START), 9).await?;
                Ok((young.gone, returns::purge(tx, (BEGINNING, START.plus_seconds(2)), 9).await?.gone))
            })
        });
        assert_eq!(purged.await, (0, 1));
    });
}

/// How many returns are forgotten in time, and how many decisions about this address are not.
async fn left(tx: &Tx, org: OrganisationId, who: &str) -> Result<(u64, usize), StoreError> {
    let later = START.plus_seconds(1_000_000);
    let gone = returns::purge(tx, (BEGINNING, later), 9).await?.gone;
    address_changes::purge(tx, later, 9).await?;
    Ok((gone, address_changes::list_of_address(tx, org, &address(who), 9).await?.len()))
}

#[test]
fn who_unsubscribed_is_known_while_the_address_is_blocked_and_so_is_what_was_decided_since() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let who = "ola@kunde.example";
        let outbox = queued(&store, org, &[who]).await;
        let class = ReturnClass::Unsubscribe;
        let said = NewReturn {
            judged: Judged { class, ..told(who, None, START).judged },
            ..told(who, Some(outbox), START)
        };
        let blocks = Weight { counted: false, blocked: true, ..Weight::default() };
        let mailings = Block { at: START, scope: BlockScope::Mailings, reason: BlockReason::Returned };
        let stands = NewStanding { class: Some(class), block: Some(mailings), ..blocking(who, START) };
        let undone = NewStanding { class: None, by: Some(user), ..stands.clone() };
        let found = write(&store, move |tx| {
            let (said, stands, undone) = (said.clone(), stands.clone(), undone.clone());
            Box::pin(async move {
                returns::put(tx, org, &said, &blocks).await?;
                let id = standings::put(tx, org, &stands).await?;
                let blocked = left(tx, org, who).await?;
                standings::clear(tx, org, &[id], &cleared_by(user, START.plus_seconds(1))).await?;
                standings::put(tx, org, &undone).await?;
                let again = left(tx, org, who).await?;
                standings::clear(tx, org, &[id], &cleared_by(user, START.plus_seconds(2))).await?;
                Ok([blocked, again, left(tx, org, who).await?])
            })
        });
        assert_eq!(found.await, [(0, 1), (0, 3), (1, 4)]);
    });
}

#[test]
fn what_is_kept_is_not_looked_at_again_by_whoever_looks_on() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let who = "ola@kunde.example";
        let class = ReturnClass::Unsubscribe;
        let said = |seconds: i64| NewReturn {
            judged: Judged { class, ..told(who, None, START).judged },
            ..told(who, None, START.plus_seconds(seconds))
        };
        let kept: Vec<_> = (0..3).map(said).collect();
        let goes = told("kari@kunde.example", None, START.plus_seconds(3));
        let blocks = Weight { counted: false, blocked: true, ..Weight::default() };
        let looked = write(&store, move |tx| {
            let (kept, goes) = (kept.clone(), goes.clone());
            Box::pin(async move {
                for one in &kept {
                    returns::put(tx, org, one, &blocks).await?;
                }
                standings::put(tx, org, &blocking(who, START)).await?;
                let (mut from, mut looked) = (BEGINNING, Vec::new());
                for (limit, seconds) in [(2, 9), (2, 9), (2, 9), (9, 9)] {
                    let found = returns::purge(tx, (from, START.plus_seconds(seconds)), limit).await?;
                    from = found.reached.unwrap_or(from);
                    looked.push((found.seen, found.gone));
                }
                returns::put(tx, org, &goes, &COUNTED).await?;
                let found = returns::purge(tx, (from, START.plus_seconds(9)), 9).await?;
                looked.push((found.seen, found.gone));
                Ok(looked)
            })
        });
        // The last of a look is met once more, since others may be of its instant.
        assert_eq!(looked.await, [(2, 0), (2, 0), (1, 0), (0, 0), (1, 1)]);
    });
}

#[test]
fn a_complaint_and_a_return_of_one_mail_stand_beside_each_other_whichever_comes_first() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for sources in [
            [ReturnSource::Complaint, ReturnSource::Report, ReturnSource::Complaint],
            [ReturnSource::Report, ReturnSource::Complaint, ReturnSource::Smtp],
        ] {
            let outbox = queued(&store, org, &["ola@kunde.example"]).await;
            let (failure, complaint) = write(&store, move |tx| {
                Box::pin(async move {
                    for (source, seconds) in sources.into_iter().zip(0..) {
                        let at = START.plus_seconds(seconds);
                        let told = NewReturn { source, ..told("ola@kunde.example", Some(outbox), at) };
                        returns::put(tx, org, &told, &COUNTED).await?;
                    }
                    let (who, by) = (address("ola@kunde.example"), (UserId::new(7), START));
                    assert!(returns::has_come_back(tx, org, (outbox, &who)).await?);
                    let of = |nature| (outbox, &who, nature);
                    let failure = returns::find_of_mail(tx, org, of(ReturnNature::Failure)).await?;
                    let complaint = returns::find_of_mail(tx, org, of(ReturnNature::Complaint)).await?;
                    returns::record_matched(tx, org, of(ReturnNature::Complaint), by).await?;
                    let taken = returns::take_of_mail(tx, org, (outbox, &who, None)).await?;
                    assert_eq!(taken.as_ref().and_then(|taken| taken.matched_by), Some(UserId::new(7)));
                    assert_eq!(taken.map(|taken| taken.row.id), complaint.as_ref().map(|row| row.id));
                    let asked = (outbox, &who, Some(ReturnNature::Failure));
                    let taken = returns::take_of_mail(tx, org, asked).await?;
                    assert_eq!(taken.as_ref().and_then(|taken| taken.matched_by), None);
                    assert_eq!(taken.map(|taken| taken.row.id), failure.as_ref().map(|row| row.id));
                    Ok((failure, complaint))
                })
            })
            .await;
            let sources = |row: Option<returns::ReturnRow>| row.map(|row| (row.told.source, row.counted));
            assert_eq!(sources(complaint), Some((ReturnSource::Complaint, true)));
            assert!(sources(failure).is_some_and(|(source, _)| source != ReturnSource::Complaint));
        }
    });
}

#[test]
fn a_report_of_no_mail_of_ours_stands_once_however_often_it_is_read() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let told_by = |intake: i64, seconds: i64| NewReturn {
            intake_id: Some(IntakeId::new(intake)),
            ..told("ola@kunde.example", None, START.plus_seconds(seconds))
        };
        let found = write(&store, move |tx| {
            Box::pin(async move {
                for (intake, seconds) in [(7, 0), (7, 1), (8, 2)] {
                    returns::put(tx, org, &told_by(intake, seconds), &Weight::default()).await?;
                }
                returns::list_waiting(tx, org, 9).await
            })
        });
        let read: Vec<_> = found.await.into_iter().map(|row| row.told.intake_id.map(|id| id.get())).collect();
        assert_eq!(read, [Some(8), Some(7)]);
    });
}

#[test]
fn addresses_are_doubtful_while_they_are_blocked_or_mail_comes_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let found = write(&store, move |tx| {
            Box::pin(async move {
                standings::put(tx, org, &blocking("a@a.example", START)).await?;
                let counted = NewStanding { block: None, ..blocking("b@a.example", START) };
                standings::put(tx, org, &counted).await?;
                let well = NewStanding { returns: 0, ..counted };
                standings::put(tx, org, &NewStanding { address: address("c@a.example"), ..well }).await?;
                let keys = ["a@a.example", "b@a.example", "c@a.example"].map(str::to_owned);
                let blocked = standings::blocked_among(tx, org, &keys).await?.len();
                let doubtful = standings::doubtful_among(tx, org, &keys, MEMORY).await?.len();
                Ok((blocked, doubtful, standings::known_among(tx, org, &keys).await?.len()))
            })
        });
        assert_eq!(found.await, (1, 2, 3));
    });
}

#[test]
fn an_address_is_doubtful_until_a_mail_has_arrived_there_or_what_came_back_is_forgotten() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let taken_at = START.plus_seconds(60);
        let found = write(&store, move |tx| {
            Box::pin(async move {
                let counted = NewStanding { block: None, ..blocking("a@a.example", START) };
                standings::put(tx, org, &counted).await?;
                standings::put(tx, org, &blocking("b@a.example", START)).await?;
                let keys = ["a@a.example", "b@a.example"].map(str::to_owned);
                let taken = keys.clone().map(|key| (OutboxId::new(1), key));
                standings::record_taken(tx, org, &taken, taken_at).await?;
                let mut found = Vec::new();
                for (returned_since, taken_until) in [
                    (START, taken_at.plus_millis(-1)),
                    (START, taken_at),
                    (START.plus_millis(1), taken_at.plus_millis(-1)),
                ] {
                    let memory = Memory { returned_since, taken_until };
                    let doubtful = standings::doubtful_among(tx, org, &keys, memory).await?;
                    let known = standings::known_among(tx, org, &keys).await?;
                    let within = keys.clone().map(|key| known[&key].returns_within(memory));
                    found.push((doubtful.into_keys().collect::<String>(), within));
                }
                Ok(found)
            })
        });
        let (both, blocked) = ("a@a.exampleb@a.example".to_owned(), "b@a.example".to_owned());
        let expected = [(both, [1, 1]), (blocked.clone(), [0, 1]), (blocked, [0, 1])];
        assert_eq!(found.await, expected, "what blocked an address is told as long as it is blocked");
    });
}

#[test]
fn a_mail_that_is_taken_is_noted_for_whom_something_came_back_that_does_not_count() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let at = |seconds: i64| START.plus_seconds(seconds);
        let found = write(&store, move |tx| {
            Box::pin(async move {
                let kari = address("kari@a.example");
                let taken = |number: i64| [(OutboxId::new(number), "kari@a.example".to_owned())];
                standings::record_taken(tx, org, &taken(1), at(0)).await?;
                assert_eq!(standings::find_by_address(tx, org, &kari).await?, None, "nothing is known of it");
                standings::open(tx, org, &kari).await?;
                standings::record_taken(tx, org, &taken(2), at(1)).await?;
                standings::record_taken(tx, org, &taken(3), at(2)).await?;
                let first = standings::find_by_address(tx, org, &kari).await?.unwrap();
                standings::record_held(tx, org, &kari, Some(at(1))).await?;
                standings::record_taken(tx, org, &taken(4), at(4)).await?;
                let next = standings::find_by_address(tx, org, &kari).await?.unwrap();
                Ok([first, next].map(|row| (row.taken.map(|taken| taken.at), row.well_at)))
            })
        });
        let found = found.await;
        assert_eq!(found, [(Some(at(1)), None), (Some(at(4)), Some(at(1)))]);
    });
}

#[test]
fn a_block_that_escaped_its_incident_is_found_by_what_it_has_in_common_and_when_it_came() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let counts = write(&store, move |tx| {
            Box::pin(async move {
                let new = NewIncident {
                    burst: "a.example 550",
                    provider: "a.example",
                    class: ReturnClass::MailboxUnknown,
                    words: "550",
                    at: START.plus_seconds(100),
                };
                let id = incidents::open(tx, org, &new, START.plus_seconds(100)).await?;
                let mut counts = Vec::new();
                // Too early, just in time, behind the beginning, too late, and of other words.
                for (number, (seconds, burst)) in [
                    (89, "a.example 550"),
                    (90, "a.example 550"),
                    (104, "a.example 550"),
                    (105, "a.example 550"),
                    (100, "a.example 551"),
                ]
                .into_iter()
                .enumerate()
                {
                    let escaped = Weight { blocked: true, burst: Some(burst), ..COUNTED };
                    let who = format!("kari{number}@a.example");
                    let back = told(&who, None, START.plus_seconds(seconds));
                    returns::put(tx, org, &back, &escaped).await?;
                    incidents::attach_escaped(tx, org, id, (10_000, 5_000)).await?;
                    let (blocked, held) = incidents::counts(tx, org, id, 100).await?;
                    counts.push((blocked.count, held.count));
                }
                Ok(counts)
            })
        });
        assert_eq!(counts.await, [(0, 0), (1, 0), (2, 0), (2, 0), (2, 0)]);
    });
}

#[test]
fn blocked_addresses_are_narrowed_to_those_that_one_rule_blocked() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        write(&store, move |tx| {
            Box::pin(async move {
                standings::put(tx, org, &blocking("a@a.example", START)).await?;
                let own = NewStanding { rule: Some("own-1".to_owned()), ..blocking("b@a.example", START) };
                standings::put(tx, org, &own).await?;
                // Blocked by hand: what judged its last return stands.
                let by_hand = NewStanding { class: None, fault: None, rule: None, ..own };
                standings::put(tx, org, &by_hand).await?;
                Ok(())
            })
        })
        .await;
        let list = async |rule: &str| {
            let filter = StandingFilter { rule: Some(rule.to_owned()), ..StandingFilter::default() };
            let query = ListQuery::<StandingSort>::default();
            let page = standings::list(&store.read(), org, &query, filter).await.unwrap();
            page.rows.iter().map(|row| row.address.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(list("own-1").await, ["b@a.example"]);
        assert_eq!(list("user-unknown").await, ["a@a.example"]);
        assert!(list("own").await.is_empty());
    });
}

#[test]
fn blocked_addresses_are_pages_in_every_order_and_leave_when_they_are_cleared() {
    on_both(async |Db { store, .. }: Db| {
        let (org, user) = {
            let world = world(&store, "nord").await;
            (world.org, world.user)
        };
        for (number, who) in ["c@a.example", "a@b.example", "b@c.example"].into_iter().enumerate() {
            let new = blocking(who, START.plus_seconds(number as i64));
            write(&store, move |tx| {
                let new = new.clone();
                Box::pin(async move { standings::put(tx, org, &new).await })
            })
            .await;
        }
        let list = async |sort: StandingSort| {
            let query = ListQuery { sort, ..ListQuery::default() };
            let page = standings::list(&store.read(), org, &query, StandingFilter::default()).await.unwrap();
            page.rows.iter().map(|row| row.address.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(list(StandingSort::Address).await, ["a@b.example", "b@c.example", "c@a.example"]);
        assert_eq!(list(StandingSort::Domain).await, ["c@a.example", "a@b.example", "b@c.example"]);
        for alike in [
            StandingSort::Class,
            StandingSort::Fault,
            StandingSort::Reason,
            StandingSort::Scope,
            StandingSort::Returns,
            StandingSort::Words,
            StandingSort::Host,
            StandingSort::ChangedBy,
        ] {
            assert_eq!(list(alike).await, ["c@a.example", "a@b.example", "b@c.example"], "{alike:?}");
        }
        assert_eq!(list(StandingSort::BlockedAt).await, ["c@a.example", "a@b.example", "b@c.example"]);
        let query = ListQuery::<StandingSort>::default();
        let first =
            standings::list(&store.read(), org, &query, StandingFilter::default()).await.unwrap().rows[0].id;
        let cleared = write(&store, move |tx| {
            Box::pin(async move {
                let by = cleared_by(user, START.plus_seconds(60));
                Ok((
                    standings::clear(tx, org, &[first], &by).await?,
                    standings::clear(tx, org, &[first], &by).await?,
                ))
            })
        });
        assert_eq!(cleared.await, (vec![first], Vec::new()));
        assert_eq!(list(StandingSort::Address).await.len(), 2);
        let row = standings::find(&store.read(), org, first).await.unwrap().unwrap();
        assert_eq!((row.block, row.returns, row.changed_by), (None, 0, Some(user)));
        let told = address_changes::list_of_address(&store.read(), org, &row.address, 9).await.unwrap();
        let told = told.into_iter().map(|one| one.change);
        let told: Vec<_> = told.map(|one| (one.deed, one.by, one.reason, one.note)).collect();
        let blocked = (AddressDeed::Blocked, None, Some(BlockReason::Returned), String::new());
        let cleared = (AddressDeed::Cleared, Some(user), None, "He rang".to_owned());
        assert_eq!(told, [cleared, blocked]);
    });
}

#[test]
fn what_a_person_alone_blocked_stands_together_when_ordered_by_fault() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        write(&store, move |tx| {
            Box::pin(async move {
                let by_hand = |who: &str, reason| NewStanding {
                    class: None,
                    fault: None,
                    words: String::new(),
                    block: Some(Block { at: START, scope: BlockScope::All, reason }),
                    ..blocking(who, START)
                };
                // In between come one that mail came back from and one of a list.
                standings::put(tx, org, &by_hand("a@kunde.example", BlockReason::Hand)).await?;
                standings::put(tx, org, &blocking("b@kunde.example", START)).await?;
                standings::put(tx, org, &by_hand("c@kunde.example", BlockReason::Imported)).await?;
                standings::put(tx, org, &by_hand("d@kunde.example", BlockReason::Hand)).await?;
                // Blocked by hand, though mail came back from it: the address is to blame.
                standings::put(tx, org, &by_hand("b@kunde.example", BlockReason::Hand)).await?;
                Ok(())
            })
        })
        .await;
        let query = ListQuery { sort: StandingSort::Fault, ..ListQuery::default() };
        let page = standings::list(&store.read(), org, &query, StandingFilter::default()).await.unwrap();
        let order: Vec<String> = page.rows.iter().map(|row| row.address.to_string()).collect();
        let wanted = ["c@kunde.example", "b@kunde.example", "a@kunde.example", "d@kunde.example"];
        assert_eq!(order, wanted);
    });
}

#[test]
fn what_waits_for_a_person_is_pages_and_leaves_them_once() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let outbox = queued(&store, org, &["ola@kunde.example"]).await;
        let ids = write(&store, move |tx| {
            Box::pin(async move {
                let mut ids = Vec::new();
                for second in 0..3 {
                    let unmatched =
                        told(&format!("ola{second}@kunde.example"), None, START.plus_seconds(second));
                    ids.push(returns::put(tx, org, &unmatched, &Weight::default()).await?);
                }
                let mut unknown = told("ola@kunde.example", Some(outbox), START.plus_seconds(3));
                returns::put(
                    tx,
                    org,
                    &NewReturn { address: Some(address("kari@kunde.example")), ..unknown.clone() },
                    &COUNTED,
                )
                .await?;
                unknown.judged.class = ReturnClass::Unclassified;
                ids.push(returns::put(tx, org, &unknown, &COUNTED).await?);
                Ok(ids)
            })
        })
        .await;
        let page = async |done: bool, cursor: Option<String>| {
            let query = ListQuery { descending: true, limit: 3, cursor, ..ListQuery::default() };
            let filter = ReviewFilter { done };
            let page = returns::list_to_review(&store.read(), org, &query, filter).await.unwrap();
            let found: Vec<_> = page.rows.iter().map(|row| row.row.id).collect();
            (found, page.next, page.total.count)
        };
        let (first, next, total) = page(false, None).await;
        assert_eq!((first, total), (vec![ids[3], ids[2], ids[1]], 4));
        assert_eq!(page(false, next).await.0, [ids[0]]);
        let (asked, judged) =
            (ids.clone(), Judged { rule: "own-1".to_owned(), ..told("a@b.example", None, START).judged });
        let left = write(&store, move |tx| {
            let (asked, judged) = (asked.clone(), judged.clone());
            Box::pin(async move {
                let (by, later) = ((user, START.plus_seconds(60)), (user, START.plus_seconds(61)));
                let mut first = returns::review(tx, org, &asked[..2], by).await?;
                first.sort_unstable();
                let explained = returns::explain(tx, org, (&asked, &judged), later).await?;
                Ok((first, explained, returns::take_waiting(tx, org, asked[3]).await?))
            })
        });
        assert_eq!(left.await, (ids[..2].to_vec(), 2, None));
        assert!(page(false, None).await.0.is_empty());
        let (done, next, _) = page(true, None).await;
        assert_eq!(done.len(), 3);
        assert_eq!(page(true, next).await.0, [ids[0]]);
        let history =
            returns::list_of_address(&store.read(), org, &address("ola@kunde.example"), 9).await.unwrap();
        let judged = &history[0].told.judged;
        assert_eq!((judged.class, judged.rule.as_str()), (ReturnClass::MailboxUnknown, "own-1"));
        assert!(history[0].counted, "what it did to the address stays");
    });
}

#[test]
fn blocked_addresses_are_ordered_by_words_host_and_who_blocked_them_and_narrowed_to_those_that_write() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let on = |who: &str, words: &str, host: Option<&str>| NewStanding {
            words: words.to_owned(),
            host: host.map(str::to_owned),
            ..blocking(who, START)
        };
        let rows = [
            on("a@a.example", "550 Zebra", Some("MX1.a.example")),
            on("b@a.example", "550 apple", None),
            NewStanding { by: Some(user), ..on("c@a.example", "550 mango", Some("mx0.a.example")) },
        ];
        write(&store, move |tx| {
            let rows = rows.clone();
            Box::pin(async move {
                for row in &rows {
                    standings::put(tx, org, row).await?;
                }
                standings::record_writer(tx, org, "b@a.example", START.plus_seconds(1)).await?;
                standings::record_writer(tx, org, "a@a.example", START).await
            })
        })
        .await;
        let list = async |query: ListQuery<StandingSort>, filter: StandingFilter| {
            let page = standings::list(&store.read(), org, &query, filter).await.unwrap();
            let local = |row: &standings::StandingRow| row.address.to_string()[..1].to_owned();
            page.rows.iter().map(local).collect::<String>()
        };
        let by = |sort| ListQuery { sort, ..ListQuery::default() };
        let all = StandingFilter::default;
        assert_eq!(list(by(StandingSort::Words), all()).await, "bca");
        assert_eq!(list(by(StandingSort::Host), all()).await, "bca");
        assert_eq!(list(by(StandingSort::ChangedBy), all()).await, "cab", "those of nobody come last");
        let searched =
            |needle: &str| ListQuery { search: Some(needle.to_owned()), ..by(StandingSort::Address) };
        assert_eq!(list(searched("ZEBRA"), all()).await, "a");
        assert_eq!(list(searched("mx0"), all()).await, "c");
        let written = || StandingFilter { written_since: true, ..all() };
        for sort in [StandingSort::BlockedAt, StandingSort::Words, StandingSort::ChangedBy] {
            assert_eq!(list(by(sort), written()).await, "b");
        }
        let writer = standings::find_by_address(&store.read(), org, &address("b@a.example")).await.unwrap();
        assert_eq!(writer.unwrap().written_since(), Some(START.plus_seconds(1)));
    });
}

/// A return that comes after a block of a person or a list, and is taken back.
async fn came_and_went(tx: &Tx, org: OrganisationId, who: &str) -> Result<(), StoreError> {
    let later = START.plus_seconds(9);
    let returned = NewStanding { block: None, ..blocking(who, later) };
    let id = standings::put(tx, org, &returned).await?;
    let taken = TakenBack { returns: 0, last: None, unblocked_by: None, mail: None, at: later };
    standings::take_back(tx, org, id, &taken).await
}

#[test]
fn what_a_person_or_a_list_said_of_an_address_outlives_a_return_that_is_taken_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let by = |who: &str, reason: BlockReason, words: &str| NewStanding {
            class: None,
            fault: None,
            words: words.to_owned(),
            block: Some(Block { at: START, scope: BlockScope::All, reason }),
            ..blocking(who, START)
        };
        // By hand first: where it lost its place, its id would put it in front.
        let (hand, listed) = ("hand@kunde.example", "listed@kunde.example");
        let news =
            [by(hand, BlockReason::Hand, ""), by(listed, BlockReason::Imported, "asked to be left alone")];
        write(&store, move |tx| {
            let news = news.clone();
            Box::pin(async move {
                for new in &news {
                    standings::put(tx, org, new).await?;
                }
                came_and_went(tx, org, hand).await?;
                came_and_went(tx, org, listed).await
            })
        })
        .await;
        let query = ListQuery { sort: StandingSort::Fault, ..ListQuery::default() };
        let page = standings::list(&store.read(), org, &query, StandingFilter::default()).await.unwrap();
        let found: Vec<_> =
            page.rows.iter().map(|row| (row.address.to_string(), row.last_words.as_str())).collect();
        assert_eq!(found, [(listed.to_owned(), "asked to be left alone"), (hand.to_owned(), "")]);
        assert!(page.rows.iter().all(|row| row.last_class.is_none() && row.block.is_some()));
    });
}

#[test]
fn the_newest_return_that_weighs_is_found_however_old_it_is() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let who = "ola@kunde.example";
        let mails = [queued(&store, org, &[who]).await, queued(&store, org, &[who]).await];
        let found = write(&store, move |tx| {
            Box::pin(async move {
                let old = NewReturn {
                    judged: Judged { of_relay: true, ..told(who, None, START).judged },
                    about: About::MailOfSeveral,
                    at_relay: true,
                    ..told(who, Some(mails[0]), START)
                };
                returns::put(tx, org, &old, &COUNTED).await?;
                let new = told(who, Some(mails[1]), START.plus_seconds(400 * 86_400));
                returns::put(tx, org, &new, &Weight::default()).await?;
                returns::newest_that_weighs(tx, org, &address(who)).await
            })
        })
        .await;
        let told = found.unwrap().told;
        assert_eq!((told.at, told.about, told.at_relay), (START, About::MailOfSeveral, true));
        assert_eq!(told.judged.scope(), ReturnScope::Source, "whatever the class says");
    });
}
