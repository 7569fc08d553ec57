//! Pages by key against the same rows sorted in memory.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use domain::case::CaseStatus;
use domain::{CategoryId, OrganisationId, UserId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use store::cases::{CaseChange, CaseFilter, CaseRow, CaseScope, CaseSort};
use store::mailboxes::{MailboxFilter, MailboxRow, MailboxSort};
use store::{
    Count, ListQuery, SortColumn, Store, StoreError, cases, categories, mailboxes, priorities, request_types,
    users,
};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, new_case, new_user, settings, world, write};

/// What varies between the cases of the property test.
#[derive(Clone, Debug)]
struct Sample {
    title: String,
    customer: Option<String>,
    status: CaseStatus,
    at: i64,
    category: usize,
    owner: usize,
    priority: usize,
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let sample = (
        prop::sample::select(vec!["å", "Å", "z", "Z", "a", "B", "", "50%", "_"]),
        prop::option::of(prop::sample::select(vec!["Ola", "ola", "Øst", "Åse"])),
        prop::sample::select(CaseStatus::ALL.to_vec()),
        0..4_i64,
        (0..4_usize, 0..3_usize, 0..4_usize),
    );
    let sample = sample.prop_map(|(title, customer, status, at, (category, owner, priority))| Sample {
        title: title.to_owned(),
        customer: customer.map(str::to_owned),
        status,
        at,
        category,
        owner,
        priority,
    });
    prop::collection::vec(sample, 1..25)
}

#[test]
fn pages_of_cases_are_the_sorted_list_cut_in_pieces() {
    on_both(async |Db { store, .. }: Db| {
        let mut runner = TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() });
        for round in 0..3 {
            let samples = samples().new_tree(&mut runner).unwrap().current();
            let names = ["nord", "sor", "vest"];
            let world = world(&store, names[round]).await;
            let owners = insert_samples(&store, world, samples).await;
            check_all_orders(&store, world, owners).await;
        }
    });
}

async fn insert_samples(store: &Store, world: World, samples: Vec<Sample>) -> Vec<Option<UserId>> {
    let org = world.org;
    write(store, move |tx| {
        Box::pin(async move {
            let mut somebody = new_user("anders@else.example");
            somebody.name = String::from("Anders");
            let owners = vec![None, Some(world.user), Some(users::insert(tx, org, &somebody).await?)];
            let mut category_ids = vec![None, Some(world.category)];
            for name in ["Ærlig", "abc"] {
                category_ids.push(Some(categories::insert(tx, org, name).await?));
            }
            // Two of the same rank: their order is settled by their ids.
            let mut priority_ids = vec![None, Some(world.priority)];
            for name in ["Like", "Haste"] {
                priority_ids
                    .push(Some(priorities::insert(tx, org, name, if name == "Like" { 5 } else { 1 }).await?));
            }
            // Made in their order, which is that of their ids, too.
            let mut type_ids = vec![None];
            for name in ["Feil", "Bestilling", "Annet"] {
                type_ids.push(request_types::insert(tx, org, name).await?);
            }
            for sample in samples {
                let mut case = new_case(&sample.title);
                case.customer_name = sample.customer;
                case.category_id = category_ids[sample.category];
                case.owner_id = owners[sample.owner];
                case.priority_id = priority_ids[sample.priority];
                case.request_type_id = type_ids[sample.owner];
                case.at = START.plus_millis(sample.at);
                let (id, _) = cases::insert(tx, org, &case).await?;
                let due_at = (sample.at % 2 == 0).then(|| START.plus_millis(sample.at / 2));
                let change =
                    CaseChange { status: Some(sample.status), due_at: Some(due_at), ..CaseChange::default() };
                cases::update(tx, org, id, &change, cases::By { user: None, at: START }).await?;
            }
            Ok(owners)
        })
    })
    .await
}

async fn check_all_orders(store: &Store, world: World, owners: Vec<Option<UserId>>) {
    let ranks = priority_ranks(store, world.org).await;
    let scopes = [
        CaseScope::All,
        CaseScope::Own { user: world.user, categories: vec![world.category] },
        CaseScope::Own { user: owners[2].unwrap(), categories: (1..20).map(CategoryId::new).collect() },
    ];
    for scope in scopes {
        let filter = CaseFilter::of(scope, &CaseStatus::ALL);
        for &sort in CaseSort::ALL {
            for descending in [false, true] {
                let pages = all_pages(store, world.org, &filter, (sort, descending)).await;
                check_order(&pages, sort, descending, &ranks);
            }
        }
    }
}

async fn priority_ranks(store: &Store, org: OrganisationId) -> Vec<(domain::PriorityId, i64)> {
    let all = priorities::list(&store.read(), org).await.unwrap();
    all.into_iter().map(|priority| (priority.id, priority.rank)).collect()
}

/// Reads the list in pages of four and checks that no page has a wrong length.
async fn all_pages(
    store: &Store,
    org: OrganisationId,
    filter: &CaseFilter,
    (sort, descending): (CaseSort, bool),
) -> Vec<CaseRow> {
    let mut query = ListQuery { sort, descending, limit: 4, ..ListQuery::default() };
    let mut rows = Vec::new();
    loop {
        let page = cases::list(&store.read(), org, &query, filter).await.unwrap();
        assert!(page.rows.len() == 4 || page.next.is_none());
        let total = page.total;
        rows.extend(page.rows);
        let Some(next) = page.next else {
            assert_eq!(total, Count { count: rows.len() as u64, more: false });
            return rows;
        };
        query.cursor = Some(next);
    }
}

fn check_order(rows: &[CaseRow], sort: CaseSort, descending: bool, ranks: &[(domain::PriorityId, i64)]) {
    let ids: BTreeSet<_> = rows.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), rows.len(), "{sort:?}: a row came twice");
    for pair in rows.windows(2) {
        let order = compare(&pair[0], &pair[1], (sort, descending), ranks);
        assert_eq!(order, Ordering::Less, "{sort:?} descending={descending}: {pair:#?}");
    }
}

/// The order that the list promises: the sort column, empty ones last either way, then what it
/// falls back to, then the id.
fn compare(
    a: &CaseRow,
    b: &CaseRow,
    (sort, descending): (CaseSort, bool),
    ranks: &[(domain::PriorityId, i64)],
) -> Ordering {
    let rank = |case: &CaseRow| {
        ranks.iter().find(|(id, _)| Some(*id) == case.priority_id).map(|(id, rank)| (*rank, id.get()))
    };
    let status = |case: &CaseRow| CaseStatus::ALL.iter().position(|status| *status == case.status);
    let name = |name: &Option<String>, id: Option<i64>| name.as_ref().map(|name| (name.to_lowercase(), id));
    let customer = |case: &CaseRow| {
        let name = case.customer_name.clone().unwrap_or_default();
        format!("{name} {}", case.customer_address).trim().to_lowercase()
    };
    let last = a.last_message_at.cmp(&b.last_message_at);
    let (empty, keys) = match sort {
        CaseSort::LastMessageAt => (Ordering::Equal, last),
        CaseSort::Number => (Ordering::Equal, a.number.cmp(&b.number)),
        CaseSort::Title => (Ordering::Equal, a.title.to_lowercase().cmp(&b.title.to_lowercase())),
        CaseSort::Customer => (Ordering::Equal, customer(a).cmp(&customer(b))),
        CaseSort::Status => (Ordering::Equal, status(a).cmp(&status(b)).then(last)),
        CaseSort::CreatedAt => (Ordering::Equal, a.created_at.cmp(&b.created_at)),
        CaseSort::Due => (a.due_at.is_none().cmp(&b.due_at.is_none()), a.due_at.cmp(&b.due_at)),
        CaseSort::Priority => {
            (a.priority_id.is_none().cmp(&b.priority_id.is_none()), rank(a).cmp(&rank(b)).then(last))
        }
        CaseSort::RequestType => {
            let key = |case: &CaseRow| case.request_type_id;
            (key(a).is_none().cmp(&key(b).is_none()), key(a).cmp(&key(b)).then(last))
        }
        CaseSort::Owner => {
            let key = |case: &CaseRow| name(&case.owner_name, case.owner_id.map(|id| id.get()));
            (a.owner_id.is_none().cmp(&b.owner_id.is_none()), key(a).cmp(&key(b)).then(last))
        }
        CaseSort::Category => {
            let key = |case: &CaseRow| name(&case.category_name, case.category_id.map(|id| id.get()));
            (a.category_id.is_none().cmp(&b.category_id.is_none()), key(a).cmp(&key(b)).then(last))
        }
    };
    let keys = keys.then(a.id.cmp(&b.id));
    empty.then(if descending { keys.reverse() } else { keys })
}

#[test]
fn lists_by_a_column_that_may_be_empty_end_with_the_empty_ones() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        write(&store, move |tx| {
            Box::pin(async move {
                for (number, at) in [Some(3), None, Some(1), None, Some(2)].into_iter().enumerate() {
                    let id = mailboxes::insert(
                        tx,
                        org,
                        &settings(&format!("m{number}@nord.example")),
                        None,
                        START,
                    )
                    .await?;
                    let Some(at) = at else { continue };
                    let owner = "w";
                    let claim = crate::fixtures::claim(owner, 100);
                    mailboxes::claim_due(tx, &claim).await?;
                    let success = mailboxes::Success {
                        at: START.plus_millis(at),
                        next_check_at: START.plus_seconds(999),
                        recognised: 0,
                    };
                    mailboxes::record_success(tx, org, id, owner, success).await?;
                }
                Ok(())
            })
        })
        .await;
        for descending in [false, true] {
            let rows = mailbox_pages(&store, org, descending).await;
            let times: Vec<_> = rows
                .iter()
                .map(|mailbox| mailbox.health.last_success_at.map(|at| at.millis_since(START)))
                .collect();
            let filled = if descending { [Some(3), Some(2), Some(1)] } else { [Some(1), Some(2), Some(3)] };
            assert_eq!(times, [&filled[..], &[None, None, None]].concat());
        }
    });
}

async fn mailbox_pages(store: &Store, org: OrganisationId, descending: bool) -> Vec<MailboxRow> {
    let mut query =
        ListQuery { sort: MailboxSort::LastSuccessAt, descending, limit: 2, ..ListQuery::default() };
    let mut rows = Vec::new();
    loop {
        let page = mailboxes::list(&store.read(), org, &query, MailboxFilter::default()).await.unwrap();
        rows.extend(page.rows);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return rows,
        }
    }
}

#[test]
fn a_cursor_fits_its_own_list_and_order_alone() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        for title in ["a", "b", "c"] {
            crate::fixtures::insert_case(&store, world.org, new_case(title)).await;
        }
        let filter = all_cases();
        let query = ListQuery { sort: CaseSort::Title, limit: 1, ..ListQuery::default() };
        let conn = store.read();
        let next = cases::list(&conn, world.org, &query, &filter).await.unwrap().next;
        for (sort, descending) in
            [(CaseSort::Number, false), (CaseSort::Title, true), (CaseSort::Owner, false)]
        {
            let other = ListQuery { sort, descending, cursor: next.clone(), ..query.clone() };
            assert!(matches!(cases::list(&conn, world.org, &other, &filter).await, Err(StoreError::Cursor)));
        }
        for nonsense in ["", "x", "e30", "!!!"] {
            let other = ListQuery { cursor: Some(nonsense.to_owned()), ..query.clone() };
            assert!(matches!(cases::list(&conn, world.org, &other, &filter).await, Err(StoreError::Cursor)));
        }
    });
}

#[test]
fn a_search_ignores_case_and_a_selection_narrows() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut ids = Vec::new();
        for title in ["Ødelagt vare", "100% fornøyd", "100 dager"] {
            ids.push(crate::fixtures::insert_case(&store, world.org, new_case(title)).await);
        }
        let titles = async |query: ListQuery<CaseSort>| {
            let page = cases::list(&store.read(), world.org, &query, &all_cases()).await.unwrap();
            page.rows.into_iter().map(|case| case.title).collect::<Vec<_>>()
        };
        let search = |text: &str| ListQuery { search: Some(text.to_owned()), ..ListQuery::default() };
        assert_eq!(titles(search("ØDELAGT")).await, ["Ødelagt vare"]);
        assert_eq!(titles(search("100%")).await, ["100% fornøyd"]);
        assert_eq!(titles(search("kunde.example")).await.len(), 3);
        assert_eq!(titles(search("  ")).await.len(), 3);
        let selection = ListQuery { ids: Some(vec![ids[2].get()]), ..ListQuery::default() };
        assert_eq!(titles(selection.for_export()).await, ["100 dager"]);
    });
}

fn all_cases() -> CaseFilter {
    CaseFilter::of(CaseScope::All, &CaseStatus::ALL)
}
