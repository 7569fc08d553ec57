//! The pages of the queues and of the people: in every order, the small pages together are the one
//! large page, and no row is lost or told twice where they are cut.

use std::future::Future;

use domain::OrganisationId;
use store::blocked::{BlockedFilter, BlockedSort};
use store::companies::CompanySort;
use store::intake::{IntakeFilter, IntakeShelf, IntakeSort};
use store::outbox::{OutboxFilter, OutboxShelf, OutboxSort};
use store::persons::{NewPerson, PersonFilter, PersonSort};
use store::{ListQuery, Page, SortColumn, Store, StoreError, blocked, companies, intake, outbox, persons};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, address, queued, stored, world, write};
use crate::intake::{block, new_filter};

/// Walks the list in every order by pages of three, and compares it with the page that has all.
async fn walks<S, T, F, A>(list: F, id: impl Fn(&T) -> i64, count: usize)
where
    S: SortColumn + Default,
    F: Fn(ListQuery<S>) -> A,
    A: Future<Output = Result<Page<T>, StoreError>>,
{
    for &sort in S::ALL {
        for descending in [false, true] {
            let query = ListQuery { sort, descending, limit: 100, ..ListQuery::default() };
            let whole: Vec<i64> = list(query.clone()).await.unwrap().rows.iter().map(&id).collect();
            assert_eq!(whole.len(), count, "{}", sort.as_str());
            let mut query = ListQuery { limit: 3, ..query };
            let mut walked = Vec::new();
            loop {
                let page = list(query.clone()).await.unwrap();
                assert!(page.rows.len() == 3 || page.next.is_none(), "{}", sort.as_str());
                assert_eq!(page.total.count, count as u64);
                walked.extend(page.rows.iter().map(&id));
                let Some(next) = page.next else { break };
                query.cursor = Some(next);
            }
            assert_eq!(walked, whole, "{} {descending}", sort.as_str());
        }
    }
}

#[test]
fn the_pages_of_the_inbox_queue_and_of_blocked_mail_are_its_list_cut_in_pieces() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        received(&store, world).await;
        let (conn, org) = (&store.read(), world.org);
        for (shelf, count) in [(IntakeShelf::Waiting, 4), (IntakeShelf::Deleted, 1), (IntakeShelf::Any, 4)] {
            let filter = IntakeFilter { shelf, ..IntakeFilter::default() };
            let list =
                |query: ListQuery<IntakeSort>| async move { intake::list(conn, org, &query, filter).await };
            walks(list, |row| row.id.get(), count).await;
        }
        for (deleted, count) in [(false, 7), (true, 4)] {
            let filter = BlockedFilter { deleted, ..BlockedFilter::default() };
            let list =
                |query: ListQuery<BlockedSort>| async move { blocked::list(conn, org, &query, filter).await };
            walks(list, |row| row.id.get(), count).await;
        }
    });
}

/// Eleven blocked mails by two filters, four of them in the bin; five that wait, one of them in the bin.
async fn received(store: &Store, world: World) {
    let filters = [new_filter(store, world, "En").await, new_filter(store, world, "To").await];
    let mut thrown = Vec::new();
    for number in 0..16 {
        let id = stored(store, world, &number.to_string()).await;
        if number < 11 {
            block(store, world, id, filters[number % 2]).await;
        }
        if number % 3 == 0 && number < 12 || number == 15 {
            thrown.push(id);
        }
    }
    assert_eq!(thrown.len(), 5);
    let org = world.org;
    write(store, move |tx| {
        Box::pin(async move { intake::delete(tx, org, &thrown, START).await.map(|_| ()) })
    })
    .await;
}

#[test]
fn the_pages_of_the_outbox_are_its_list_cut_in_pieces() {
    on_both(async |Db { store, .. }: Db| {
        let (org, mut thrown, mut stopped) = (world(&store, "nord").await.org, Vec::new(), Vec::new());
        for number in 0..10 {
            let id = queued(&store, org, &[&format!("a{number}@kunde.example")]).await;
            if number % 2 == 0 { thrown.push(id) } else { stopped.push(id) }
        }
        write(&store, move |tx| {
            Box::pin(async move {
                outbox::hold(tx, org, &stopped, START).await?;
                outbox::delete(tx, org, &thrown, START).await.map(|_| ())
            })
        })
        .await;
        let conn = &store.read();
        for shelf in [OutboxShelf::Waiting, OutboxShelf::Stopped, OutboxShelf::All, OutboxShelf::Deleted] {
            let list = |query: ListQuery<OutboxSort>| async move {
                outbox::list(conn, org, &query, OutboxFilter { shelf }).await
            };
            walks(list, |row| row.id.get(), 5).await;
        }
    });
}

#[test]
fn the_pages_of_persons_and_companies_are_their_list_cut_in_pieces() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        known(&store, org).await;
        let conn = &store.read();
        let list = |query: ListQuery<PersonSort>| async move {
            persons::list(conn, org, &query, PersonFilter::default()).await
        };
        walks(list, |row| row.id.get(), 8).await;
        let list = |query: ListQuery<CompanySort>| async move { companies::list(conn, org, &query).await };
        walks(list, |row| row.id.get(), 4).await;
    });
}

/// Eight persons, some of one name, and the four companies of every other one.
async fn known(store: &Store, org: OrganisationId) {
    write(store, move |tx| {
        Box::pin(async move {
            for number in 0..8 {
                let company_id = if number % 2 == 0 {
                    let domains = [format!("firma{number}.example")];
                    let name = ["Øst", "abc", "ABC", "Zeta"][number / 2];
                    Some(companies::insert(tx, org, (name, &domains), START).await?)
                } else {
                    None
                };
                let person = NewPerson {
                    name: ["Åse", "ola", "Ola"][number % 3].to_owned(),
                    addresses: vec![address(&format!("p{number}@kunde.example"))],
                    phone: String::new(),
                    language: None,
                    company_id,
                    at: START,
                };
                persons::insert(tx, org, &person).await?;
            }
            Ok(())
        })
    })
    .await;
}
