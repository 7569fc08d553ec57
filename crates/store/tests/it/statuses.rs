//! Own statuses: what cases show, lists in their order, archiving, the queue, and what older programs write.

use domain::case::CaseStatus;
use domain::palette::Colour;
use domain::{CaseId, OrganisationId, StatusId, UserId};
use store::cases::{By, CaseChange, CaseFilter, CaseRow, CaseScope, CaseSort};
use store::statuses::{self, StatusChange, StatusRow, StatusTraits};
use store::{ListQuery, Store, StoreError, cases};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{insert_case, new_case, new_user, world, write};

const BY: By = By { user: None, at: START };

async fn make(store: &Store, org: OrganisationId, name: &'static str, kind: CaseStatus) -> StatusId {
    let traits = StatusTraits { colour: Colour::Spruce, ..StatusTraits::default() };
    let made = write(store, move |tx| {
        Box::pin(async move { statuses::insert(tx, org, name, (kind, traits)).await })
    });
    made.await.unwrap()
}

async fn give(store: &Store, org: OrganisationId, case: CaseId, chosen: (CaseStatus, Option<StatusId>)) {
    let change = CaseChange { status: Some(chosen.0), status_id: chosen.1, ..CaseChange::default() };
    write(store, move |tx| {
        let change = change.clone();
        Box::pin(async move { cases::update(tx, org, case, &change, BY).await })
    })
    .await;
}

async fn find(store: &Store, org: OrganisationId, case: CaseId) -> CaseRow {
    cases::find(&store.read(), org, case, &CaseScope::All).await.unwrap().unwrap()
}

async fn all(store: &Store, org: OrganisationId) -> Vec<StatusRow> {
    statuses::list(&store.read(), org).await.unwrap()
}

fn living() -> CaseFilter {
    CaseFilter::of(CaseScope::All, &CaseStatus::LIVING)
}

/// The titles of all cases of a list by status, page by page.
async fn by_status(store: &Store, org: OrganisationId, filter: &CaseFilter) -> Vec<String> {
    let mut query = ListQuery { sort: CaseSort::Status, limit: 2, ..ListQuery::default() };
    let mut titles = Vec::new();
    loop {
        let page = cases::list(&store.read(), org, &query, filter).await.unwrap();
        titles.extend(page.rows.into_iter().map(|case| case.title));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return titles,
        }
    }
}

#[test]
fn every_organisation_has_a_status_for_each_kind() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let rows = all(&store, org).await;
        assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), CaseStatus::LIVING);
        assert!(rows.iter().all(|row| row.is_default && row.name.is_none()));
        assert_eq!(rows.iter().map(|row| row.traits.in_queue).collect::<Vec<_>>(), [true, false, false]);
        let case = insert_case(&store, org, new_case("Sak")).await;
        let shown = find(&store, org, case).await;
        assert_eq!((shown.status_id, shown.status_name), (Some(rows[0].id), None));
        assert_eq!(statuses::of_case(&store.read(), org, case).await.unwrap().as_ref(), Some(&rows[0]));
    });
}

#[test]
fn a_case_shows_its_own_status_and_the_log_tells_of_it_by_name() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let own = make(&store, org, "Hos leverandør", CaseStatus::Waiting).await;
        let case = insert_case(&store, org, new_case("Sak")).await;
        give(&store, org, case, (CaseStatus::Waiting, Some(own))).await;
        let shown = find(&store, org, case).await;
        assert_eq!((shown.status, shown.status_id), (CaseStatus::Waiting, Some(own)));
        assert_eq!(shown.status_name.as_deref(), Some("Hos leverandør"));
        give(&store, org, case, (CaseStatus::Waiting, None)).await;
        let told = cases::list_log(&store.read(), org, case).await.unwrap();
        let told: Vec<_> =
            told.iter().filter(|entry| entry.what == "status").map(|entry| &entry.params).collect();
        assert_eq!((told[0]["from"].as_str(), told[0]["to"].as_str()), ("open", "Hos leverandør"));
        assert_eq!((told[1]["from"].as_str(), told[1]["to"].as_str()), ("Hos leverandør", "waiting"));
    });
}

#[test]
fn an_own_status_counts_only_while_its_kind_is_the_cases() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let own = make(&store, org, "Hos leverandør", CaseStatus::Waiting).await;
        let case = insert_case(&store, org, new_case("Sak")).await;
        give(&store, org, case, (CaseStatus::Waiting, Some(own))).await;
        // As a program writes it that knows of no own statuses.
        run(&config.database, "UPDATE cases SET status = 'closed'").await;
        let shown = find(&store, org, case).await;
        assert_eq!((shown.status, shown.status_name), (CaseStatus::Closed, None));
        assert_eq!(by_status(&store, org, &living()).await, ["Sak"]);
        assert!(by_status(&store, org, &CaseFilter { own_status: Some(own), ..living() }).await.is_empty());
        // A bin keeps it, and gives it back.
        run(&config.database, "UPDATE cases SET status = 'waiting'").await;
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(cases::throw_away(tx, org, &[case], CaseStatus::Spam, BY).await?, [case]);
                cases::restore(tx, org, &[case], BY).await
            })
        })
        .await;
        assert_eq!(find(&store, org, case).await.status_id, Some(own));
    });
}

#[test]
fn lists_by_status_follow_the_organisations_order() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let [open, _, closed] = CaseStatus::LIVING;
        let doing = make(&store, org, "Under arbeid", open).await;
        let solved = make(&store, org, "Løst", closed).await;
        for (title, chosen) in [
            ("løst", (closed, Some(solved))),
            ("ny", (open, None)),
            ("lukket", (closed, None)),
            ("venter", (CaseStatus::Waiting, None)),
            ("i arbeid", (open, Some(doing))),
        ] {
            let case = insert_case(&store, org, new_case(title)).await;
            give(&store, org, case, chosen).await;
        }
        let order = by_status(&store, org, &living()).await;
        assert_eq!(order, ["ny", "i arbeid", "venter", "lukket", "løst"]);
        let first = all(&store, org).await.into_iter().find(|row| row.id == solved).unwrap();
        write(&store, move |tx| {
            let first = first.clone();
            Box::pin(async move {
                let change = StatusChange { position: Some(1), ..StatusChange::default() };
                statuses::update(tx, org, &first, &change).await
            })
        })
        .await;
        let order = by_status(&store, org, &living()).await;
        assert_eq!(order, ["ny", "i arbeid", "venter", "løst", "lukket"]);
        let one = CaseFilter { own_status: Some(doing), ..living() };
        assert_eq!(by_status(&store, org, &one).await, ["i arbeid"]);
        let unknown = CaseFilter { own_status: Some(StatusId::new(7)), ..living() };
        assert!(by_status(&store, org, &unknown).await.is_empty());
    });
}

#[test]
fn one_who_sees_many_categories_pages_by_status_too() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        for number in 0..20_u32 {
            let name = format!("Status {number}");
            write(&store, move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    let kind = (CaseStatus::Open, StatusTraits::default());
                    statuses::insert(tx, org, &name, kind).await
                })
            })
            .await;
        }
        insert_case(&store, org, cases::NewCase { category_id: Some(world.category), ..new_case("min") })
            .await;
        insert_case(&store, org, new_case("annens")).await;
        let mut categories: Vec<_> = (1..12).map(domain::CategoryId::new).collect();
        categories.push(world.category);
        let scope = CaseScope::Own { user: world.user, categories };
        assert_eq!(by_status(&store, org, &CaseFilter { scope, ..living() }).await, ["min"]);
    });
}

#[test]
fn a_status_that_stands_for_many_pages_by_category_too() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let default = all(&store, org).await[0].id;
        write(&store, move |tx| {
            Box::pin(async move {
                for number in 3..domain::limits::STATUSES_MAX {
                    let kind = (CaseStatus::Open, StatusTraits::default());
                    let made = statuses::insert(tx, org, &format!("Status {number}"), kind).await?;
                    assert!(statuses::archive(tx, org, made.unwrap(), (default, START)).await?);
                }
                Ok(())
            })
        })
        .await;
        for title in ["en", "to", "tre"] {
            let case = cases::NewCase { category_id: Some(world.category), ..new_case(title) };
            insert_case(&store, org, case).await;
        }
        let categories = vec![world.category, domain::CategoryId::new(7)];
        let scope = CaseScope::Own { user: world.user, categories };
        let filter = CaseFilter { scope, own_status: Some(default), ..living() };
        let mut query = ListQuery { sort: CaseSort::Category, limit: 1, ..ListQuery::default() };
        let mut seen = 0;
        loop {
            let page = cases::list(&store.read(), org, &query, &filter).await.unwrap();
            seen += page.rows.len();
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, 3);
    });
}

#[test]
fn cases_of_an_archived_status_are_shown_as_of_another_until_it_comes_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (old, next) = (
            make(&store, org, "Gammel", CaseStatus::Open).await,
            make(&store, org, "Neste", CaseStatus::Open).await,
        );
        let case = insert_case(&store, org, new_case("Sak")).await;
        give(&store, org, case, (CaseStatus::Open, Some(old))).await;
        let default = all(&store, org).await[0].id;
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(statuses::archive(tx, org, old, (next, START)).await?);
                assert!(!statuses::archive(tx, org, old, (next, START)).await?);
                // What it stood for goes on to the one that stands for it.
                assert!(statuses::archive(tx, org, next, (default, START)).await?);
                Ok(())
            })
        })
        .await;
        assert_eq!(find(&store, org, case).await.status_id, Some(default));
        for asked in [old, next, default] {
            let filter = CaseFilter { own_status: Some(asked), ..living() };
            assert_eq!(by_status(&store, org, &filter).await, ["Sak"], "who asks for it finds where it went");
        }
        let restore = move |id| {
            let store = store.clone();
            async move {
                write(&store, move |tx| Box::pin(async move { statuses::restore(tx, org, id).await })).await
            }
        };
        assert!(restore(old).await);
        assert!(!restore(old).await);
    });
}

#[test]
fn names_are_unique_among_living_statuses() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let first = make(&store, org, "Løst", CaseStatus::Closed).await;
        let again = move |store: Store| async move {
            let kind = (CaseStatus::Open, StatusTraits::default());
            let made: Result<_, StoreError> = store
                .write(move |tx| Box::pin(async move { statuses::insert(tx, org, "LØST", kind).await }))
                .await;
            made
        };
        assert!(again(store.clone()).await.is_err_and(|error| error.is_duplicate()));
        let default =
            all(&store, org).await.into_iter().find(|row| row.kind == CaseStatus::Closed).unwrap().id;
        write(&store, move |tx| {
            Box::pin(async move { statuses::archive(tx, org, first, (default, START)).await })
        })
        .await;
        assert!(again(store.clone()).await.is_ok());
        let back: Result<_, StoreError> =
            store.write(move |tx| Box::pin(async move { statuses::restore(tx, org, first).await })).await;
        assert!(back.is_err_and(|error| error.is_duplicate()));
    });
}

async fn somebody(store: &Store, org: OrganisationId, name: &'static str) -> UserId {
    write(store, move |tx| {
        Box::pin(
            async move { store::users::insert(tx, org, &new_user(&format!("{name}@else.example"))).await },
        )
    })
    .await
}

#[test]
fn the_queue_holds_what_statuses_put_there_nearest_deadline_first() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let parked = make(&store, org, "Parkert", CaseStatus::Open).await;
        let mut ids = Vec::new();
        for (title, due) in [("sist", None), ("snart", Some(5)), ("først", Some(1)), ("parkert", Some(0))] {
            let case = insert_case(&store, org, new_case(title)).await;
            let status_id = (title == "parkert").then_some(parked);
            let change = CaseChange {
                due_at: Some(due.map(|seconds| START.plus_seconds(seconds))),
                status: status_id.map(|_| CaseStatus::Open),
                status_id,
                ..CaseChange::default()
            };
            write(&store, move |tx| {
                let change = change.clone();
                Box::pin(async move { cases::update(tx, org, case, &change, BY).await })
            })
            .await;
            ids.push(case);
        }
        let user = somebody(&store, org, "per").await;
        for expected in [Some(ids[2]), Some(ids[1]), Some(ids[0]), None] {
            let next = write(&store, move |tx| {
                Box::pin(async move {
                    let next = cases::find_next(tx, org, None).await?;
                    if let Some(id) = next {
                        assert!(cases::take(tx, org, id, user, START).await?);
                    }
                    Ok(next)
                })
            });
            assert_eq!(next.await, expected);
        }
    });
}

#[test]
fn two_who_ask_at_once_get_two_cases() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for title in ["en", "to", "tre", "fire"] {
            insert_case(&store, org, new_case(title)).await;
        }
        let mut asking = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let user = somebody(&store, org, name).await;
            let store = store.clone();
            asking.push(tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let Some(id) = cases::find_next(tx, org, None).await? else { return Ok(None) };
                        Ok(cases::take(tx, org, id, user, START).await?.then_some(id))
                    })
                })
                .await
            }));
        }
        let mut taken = Vec::new();
        for one in asking {
            taken.extend(one.await.unwrap());
        }
        let count = taken.len();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!((count, taken.len()), (4, 4), "each got one, and no two the same");
    });
}

#[test]
fn no_organisation_reads_or_changes_anothers_statuses() {
    on_both(async |Db { store, .. }: Db| {
        let (theirs, own) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let status = make(&store, theirs, "Løst", CaseStatus::Closed).await;
        let case = insert_case(&store, theirs, new_case("Sak")).await;
        let conn = store.read();
        assert!(statuses::find(&conn, own, status).await.unwrap().is_none());
        assert!(statuses::of_case(&conn, own, case).await.unwrap().is_none());
        assert!(cases::continued_in(&conn, own, case).await.unwrap().is_none());
        assert!(all(&store, own).await.iter().all(|row| row.id != status));
        let row = statuses::find(&conn, theirs, status).await.unwrap().unwrap();
        let instead = all(&store, own).await[2].id;
        write(&store, move |tx| {
            let row = row.clone();
            Box::pin(async move {
                let renamed = StatusChange { name: Some(String::from("x")), ..StatusChange::default() };
                assert!(!statuses::update(tx, own, &row, &renamed).await?);
                assert!(!statuses::archive(tx, own, status, (instead, START)).await?);
                assert!(!statuses::restore(tx, own, status).await?);
                cases::continue_in(tx, own, (case, case)).await
            })
        })
        .await;
        assert!(cases::continued_in(&conn, theirs, case).await.unwrap().is_none());
        let kept = statuses::find(&conn, theirs, status).await.unwrap().unwrap();
        assert_eq!((kept.name.as_deref(), kept.archived_at), (Some("Løst"), None));
        // A foreign status on a case of ours shows nothing of theirs.
        let ours = insert_case(&store, own, new_case("Vår")).await;
        give(&store, own, ours, (CaseStatus::Closed, Some(status))).await;
        assert_eq!(find(&store, own, ours).await.status_name, None);
    });
}
