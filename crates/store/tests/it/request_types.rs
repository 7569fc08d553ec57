//! Request types: their order, what cases show, lists by them, archiving, and what mailboxes give.

use domain::case::CaseStatus;
use domain::limits::REQUEST_TYPES_MAX;
use domain::{CaseId, OrganisationId, RequestTypeId};
use store::cases::{By, CaseChange, CaseFilter, CaseRow, CaseScope, CaseSort, Narrow};
use store::mailboxes::{self, MailboxSettings, MailboxUpdate};
use store::request_types::{self, RequestTypeRow};
use store::{ListQuery, PasswordChange, Store, StoreError, cases};

use crate::db::{Db, START, on_both};
use crate::fixtures::{insert_case, new_case, world, write};

const BY: By = By { user: None, at: START };

async fn make(store: &Store, org: OrganisationId, name: &'static str) -> RequestTypeId {
    let made = write(store, move |tx| Box::pin(async move { request_types::insert(tx, org, name).await }));
    made.await.unwrap()
}

async fn archive(
    store: &Store,
    org: OrganisationId,
    (id, instead): (RequestTypeId, Option<RequestTypeId>),
) -> bool {
    write(store, move |tx| {
        Box::pin(async move { request_types::archive(tx, org, id, (instead, START)).await })
    })
    .await
}

async fn restore(store: &Store, org: OrganisationId, id: RequestTypeId) -> bool {
    write(store, move |tx| Box::pin(async move { request_types::restore(tx, org, id).await })).await
}

async fn case_of(store: &Store, org: OrganisationId, title: &str, kind: Option<RequestTypeId>) -> CaseId {
    insert_case(store, org, cases::NewCase { request_type_id: kind, ..new_case(title) }).await
}

async fn find(store: &Store, org: OrganisationId, case: CaseId) -> CaseRow {
    cases::find(&store.read(), org, case, &CaseScope::All).await.unwrap().unwrap()
}

async fn names(store: &Store, org: OrganisationId) -> Vec<String> {
    let rows = request_types::list(&store.read(), org).await.unwrap();
    rows.into_iter().map(|row: RequestTypeRow| row.name).collect()
}

/// The titles of a list by request type, page by page, those that ask for one alone.
async fn titles(store: &Store, org: OrganisationId, asked: Option<RequestTypeId>) -> Vec<String> {
    let narrow = Narrow { request_type: asked, ..Narrow::default() };
    let filter = CaseFilter { narrow, ..CaseFilter::of(CaseScope::All, &CaseStatus::LIVING) };
    let mut query = ListQuery { sort: CaseSort::RequestType, limit: 2, ..ListQuery::default() };
    let mut titles = Vec::new();
    loop {
        let page = cases::list(&store.read(), org, &query, &filter).await.unwrap();
        titles.extend(page.rows.into_iter().map(|case| case.title));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return titles,
        }
    }
}

#[test]
fn request_types_stand_in_their_order_and_lists_of_cases_follow_it() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let question = make(&store, org, "Spørsmål").await;
        let fault = make(&store, org, "Feil").await;
        let order = make(&store, org, "Bestilling").await;
        for (title, kind) in [
            ("uten", None),
            ("b", Some(order)),
            ("f", Some(fault)),
            ("s", Some(question)),
            ("f2", Some(fault)),
        ] {
            case_of(&store, org, title, kind).await;
        }
        assert_eq!(names(&store, org).await, ["Spørsmål", "Feil", "Bestilling"]);
        assert_eq!(titles(&store, org, None).await, ["s", "f", "f2", "b", "uten"]);
        write(&store, move |tx| Box::pin(async move { request_types::put_at(tx, org, order, 1).await }))
            .await;
        assert_eq!(names(&store, org).await, ["Bestilling", "Spørsmål", "Feil"]);
        assert_eq!(titles(&store, org, None).await, ["b", "s", "f", "f2", "uten"]);
        assert_eq!(titles(&store, org, Some(fault)).await, ["f", "f2"]);
    });
}

#[test]
fn cases_of_an_archived_type_are_shown_as_of_another_until_it_comes_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (old, next, last) = (
            make(&store, org, "Gammel").await,
            make(&store, org, "Neste").await,
            make(&store, org, "Sist").await,
        );
        let case = case_of(&store, org, "gammel", Some(old)).await;
        case_of(&store, org, "neste", Some(next)).await;
        case_of(&store, org, "sist", Some(last)).await;
        assert!(archive(&store, org, (old, Some(next))).await);
        assert!(!archive(&store, org, (old, None)).await, "it is archived already");
        // What it stood for goes on to the one that stands for it.
        assert!(archive(&store, org, (next, Some(last))).await);
        let shown = find(&store, org, case).await;
        assert_eq!((shown.request_type_id, shown.request_type_name.as_deref()), (Some(last), Some("Sist")));
        for asked in [old, next, last] {
            assert_eq!(
                titles(&store, org, Some(asked)).await.len(),
                3,
                "who asks for it finds where it went"
            );
        }
        assert!(restore(&store, org, old).await);
        assert!(!restore(&store, org, old).await);
        assert_eq!(find(&store, org, case).await.request_type_id, Some(old));
        assert_eq!(names(&store, org).await, ["Sist", "Gammel", "Neste"]);
        assert_eq!(titles(&store, org, Some(last)).await, ["neste", "sist"]);
    });
}

#[test]
fn cases_that_show_the_same_stand_together_whatever_they_have() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (first, second, third) =
            (make(&store, org, "En").await, make(&store, org, "To").await, make(&store, org, "Tre").await);
        for (title, kind) in [("1", first), ("2", second), ("3", third), ("1b", first), ("3b", third)] {
            case_of(&store, org, title, Some(kind)).await;
        }
        assert!(archive(&store, org, (first, Some(third))).await);
        let mut shown = titles(&store, org, None).await;
        let rest = shown.split_off(1);
        assert_eq!(shown, ["2"]);
        assert_eq!(rest.len(), 4);
        // Without another in its place its cases go on showing it, behind those that can be chosen.
        assert!(archive(&store, org, (second, None)).await);
        assert_eq!(titles(&store, org, None).await.last().map(String::as_str), Some("2"));
        let filter = CaseFilter::of(CaseScope::All, &CaseStatus::LIVING);
        let query = ListQuery { sort: CaseSort::RequestType, ..ListQuery::default() };
        let page = cases::list(&store.read(), org, &query, &filter).await.unwrap();
        let names: Vec<_> = page.rows.into_iter().filter_map(|case| case.request_type_name).collect();
        assert_eq!(names, ["Tre", "Tre", "Tre", "Tre", "To"]);
    });
}

#[test]
fn a_change_is_logged_by_the_names() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let fault = make(&store, org, "Feil").await;
        let case = case_of(&store, org, "Sak", None).await;
        for kind in [Some(fault), None] {
            let change = CaseChange { request_type_id: Some(kind), ..CaseChange::default() };
            write(&store, move |tx| {
                let change = change.clone();
                Box::pin(async move { cases::update(tx, org, case, &change, BY).await })
            })
            .await;
        }
        let log = cases::list_log(&store.read(), org, case).await.unwrap();
        let told: Vec<_> = log
            .iter()
            .filter(|entry| entry.what == "request_type")
            .map(|entry| (entry.params["from"].as_str(), entry.params["to"].as_str()))
            .collect();
        assert_eq!(told, [("", "Feil"), ("Feil", "")]);
    });
}

#[test]
fn names_are_unique_among_those_that_can_be_chosen_and_their_number_is_bounded() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let first = make(&store, org, "Feil").await;
        let again = move |store: Store| async move {
            let made: Result<_, StoreError> = store
                .write(move |tx| Box::pin(async move { request_types::insert(tx, org, "FEIL").await }))
                .await;
            made
        };
        assert!(again(store.clone()).await.is_err_and(|error| error.is_duplicate()));
        assert!(archive(&store, org, (first, None)).await);
        assert!(again(store.clone()).await.is_ok());
        let back: Result<_, StoreError> = store
            .write(move |tx| Box::pin(async move { request_types::restore(tx, org, first).await }))
            .await;
        assert!(back.is_err_and(|error| error.is_duplicate()));
        let over = write(&store, move |tx| {
            Box::pin(async move {
                for number in 2..REQUEST_TYPES_MAX {
                    assert!(request_types::insert(tx, org, &format!("Type {number}")).await?.is_some());
                }
                request_types::insert(tx, org, "En til").await
            })
        });
        assert_eq!(over.await, None);
    });
}

#[test]
fn a_mailbox_gives_what_stands_for_an_archived_type() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (old, next) = (make(&store, org, "Gammel").await, make(&store, org, "Neste").await);
        let before = mailboxes::find(&store.read(), org, world.mailbox).await.unwrap().unwrap().settings;
        let settings = MailboxSettings { request_type_id: Some(old), ..before };
        write(&store, move |tx| {
            let change = MailboxUpdate {
                settings: settings.clone(),
                password: PasswordChange::Keep,
                aliases: None,
                at: START,
            };
            Box::pin(async move { mailboxes::update(tx, org, world.mailbox, &change).await })
        })
        .await;
        let given = async || {
            let found = mailboxes::find(&store.read(), org, world.mailbox).await.unwrap();
            found.unwrap().settings.request_type_id
        };
        assert_eq!(given().await, Some(old));
        assert!(archive(&store, org, (old, Some(next))).await);
        assert_eq!(given().await, Some(next));
        assert!(archive(&store, org, (next, None)).await);
        assert!(restore(&store, org, old).await);
        assert!(archive(&store, org, (old, None)).await);
        assert_eq!(given().await, None);
    });
}
