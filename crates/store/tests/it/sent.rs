//! Sent mail as its authors look at it: whose it is, what state it is in, and which cases they see.

use domain::outbox::DeliveryState;
use domain::{CaseId, OutboxId, Timestamp, UserId};
use store::cases::CaseScope;
use store::outbox::{SentFilter, SentShelf, SentSort};
use store::{ListQuery, Store, outbox, users};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, insert_case, new_case, new_outbox, new_user, world, write};

async fn sent(
    store: &Store,
    world: World,
    (author, case): (Option<UserId>, Option<CaseId>),
    second: i64,
) -> OutboxId {
    let item = outbox::NewOutbox {
        created_by: author,
        case_id: case,
        at: START.plus_seconds(second),
        subject: format!("Letter {second}"),
        ..new_outbox(store, world.org, &[&format!("ola{second}@kunde.example")]).await
    };
    write(store, move |tx| Box::pin(async move { outbox::insert(tx, world.org, &item).await })).await
}

async fn list(store: &Store, world: World, filter: &SentFilter, search: Option<&str>) -> Vec<OutboxId> {
    let query =
        ListQuery::<SentSort> { descending: true, search: search.map(str::to_owned), ..ListQuery::default() };
    let page = outbox::list_sent(&store.read(), world.org, &query, filter).await.unwrap();
    assert_eq!(page.total.count, page.rows.len() as u64);
    page.rows.iter().map(|row| row.id).collect()
}

fn of(author: Option<UserId>, scope: CaseScope) -> SentFilter {
    SentFilter { author, shelf: SentShelf::All, scope }
}

#[test]
fn ones_own_mail_comes_first_to_last_and_others_mail_to_whoever_may_see_its_case() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let other = write(&store, move |tx| {
            Box::pin(async move { users::insert(tx, world.org, &new_user("per@nord.example")).await })
        })
        .await;
        let support = store::cases::NewCase { category_id: Some(world.category), ..new_case("Support") };
        let support = insert_case(&store, world.org, support).await;
        let hidden = insert_case(&store, world.org, new_case("Hidden")).await;
        let first = sent(&store, world, (Some(world.user), Some(support)), 1).await;
        let second = sent(&store, world, (Some(world.user), Some(hidden)), 2).await;
        let others = sent(&store, world, (Some(other), Some(support)), 3).await;
        let program = sent(&store, world, (None, None), 4).await;

        let own = of(Some(world.user), CaseScope::All);
        assert_eq!(list(&store, world, &own, None).await, [second, first]);
        assert_eq!(list(&store, world, &own, Some("ola1@")).await, [first], "by recipient");
        assert_eq!(list(&store, world, &own, Some("letter 2")).await, [second], "by subject");
        let everybody = of(None, CaseScope::All);
        assert_eq!(list(&store, world, &everybody, None).await, [program, others, second, first]);

        // He sees his categories alone, and what he wrote elsewhere went out of his sight with its case.
        let scope = CaseScope::Own { user: world.user, categories: vec![world.category] };
        let own = of(Some(world.user), scope.clone());
        assert_eq!(list(&store, world, &own, None).await, [first]);
        let everybody = of(None, scope);
        assert_eq!(list(&store, world, &everybody, None).await, [program, others, first]);
        let conn = store.read();
        assert!(outbox::find_sent(&conn, world.org, second, &everybody).await.unwrap().is_none());
        assert!(outbox::find_sent(&conn, world.org, others, &own).await.unwrap().is_none());
        assert_eq!(outbox::find_sent(&conn, world.org, first, &own).await.unwrap().unwrap().id, first);
    });
}

#[test]
fn what_is_stopped_or_thrown_away_stands_on_its_own_shelf_or_on_none() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let by = (Some(world.user), None);
        let flies = sent(&store, world, by, 1).await;
        let held = sent(&store, world, by, 2).await;
        let gone = sent(&store, world, by, 3).await;
        write(&store, move |tx| {
            Box::pin(async move {
                outbox::hold(tx, world.org, &[held], START).await?;
                outbox::delete(tx, world.org, &[gone], Timestamp::from_millis(START.as_millis() + 1)).await
            })
        })
        .await;
        for author in [Some(world.user), None] {
            let on = |shelf| SentFilter { author, shelf, scope: CaseScope::All };
            assert_eq!(list(&store, world, &on(SentShelf::All), None).await, [held, flies]);
            assert_eq!(list(&store, world, &on(SentShelf::OnItsWay), None).await, [flies]);
            assert_eq!(list(&store, world, &on(SentShelf::Stopped), None).await, [held]);
            assert!(list(&store, world, &on(SentShelf::Sent), None).await.is_empty());
            assert!(list(&store, world, &on(SentShelf::Returned), None).await.is_empty());
        }
        let found = outbox::find(&store.read(), world.org, held).await.unwrap().unwrap();
        assert_eq!(found.state, DeliveryState::Queued);
    });
}
