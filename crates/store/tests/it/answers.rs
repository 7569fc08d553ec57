//! Budgets, signatures, and the receipts of categories.

use domain::compose::Formatted;
use domain::{BudgetId, OrganisationId, Timestamp};
use store::budgets::{Asking, BudgetRow};
use store::category_replies::CategoryReply;
use store::signatures::Signatures;
use store::{Conn, StoreError, Tx, budgets, category_replies, signatures};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, world, write};
use crate::templates::new_template;

const INTERVAL_MS: i64 = 600_000;

fn asking(at: Timestamp) -> Asking {
    Asking { first: at.plus_millis(INTERVAL_MS), interval_ms: INTERVAL_MS, last: at.plus_seconds(3600), at }
}

/// A budget that refused once.
pub(crate) async fn paused(tx: &Tx, org: OrganisationId) -> Result<BudgetId, StoreError> {
    let row = budgets::ask(tx, org, ("address", "ola@kunde.example"), asking(START)).await?;
    budgets::record_refusal(tx, org, row.id).await?;
    Ok(row.id)
}

fn bold(text: &str) -> Formatted {
    Formatted { text: text.to_owned(), html: Some(format!("<b>{text}</b>")) }
}

/// Signatures of its user and mailbox, and a category without a receipt.
pub(crate) async fn signed(tx: &Tx, world: World) -> Result<(), StoreError> {
    let own = Signatures { of_new: "Hilsen Kari".into(), of_reply: bold("Kari") };
    signatures::put_of_user(tx, world.org, world.user, &own).await?;
    let both = Signatures { of_new: bold("Nord AS"), of_reply: bold("Nord") };
    signatures::put_of_mailbox(tx, world.org, world.mailbox, &both).await?;
    let silent = CategoryReply { category_id: world.category, template_id: None };
    category_replies::put(tx, world.org, &[silent]).await
}

/// All of it, in words.
pub(crate) async fn picture(conn: &Conn, world: World) -> String {
    let own = signatures::of_user(conn, world.org, world.user).await.unwrap();
    let of_mailbox = signatures::of_mailbox(conn, world.org, world.mailbox).await.unwrap();
    let replies = category_replies::list(conn, world.org).await.unwrap();
    let pauses = budgets::list_paused(conn, world.org, START).await.unwrap();
    format!("{own:?} {of_mailbox:?} {replies:?} {pauses:?}")
}

#[test]
fn a_budget_counts_each_asking_and_begins_anew_when_it_is_full() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let ask = async |name: &'static str, at| -> BudgetRow {
            let asked = write(&store, move |tx| {
                Box::pin(async move { budgets::ask(tx, org, ("address", name), asking(at)).await })
            });
            asked.await
        };
        let told = |row: &BudgetRow| (row.full_at.millis_since(START) / INTERVAL_MS, row.asked, row.since);
        assert_eq!(told(&ask("a", START).await), (1, 1, START));
        let second = ask("a", START.plus_seconds(60)).await;
        assert_eq!(told(&second), (2, 2, START));
        assert_eq!(told(&ask("b", START).await), (1, 1, START), "another has its own");
        write(&store, move |tx| Box::pin(async move { budgets::record_refusal(tx, org, second.id).await }))
            .await;
        for _ in 0..10 {
            ask("a", START).await;
        }
        let most = ask("a", START).await;
        assert_eq!((told(&most), most.refused), ((6, 13, START), 1), "it is never put off for long");

        let conn = store.read();
        let shown = budgets::list_paused(&conn, org, START).await.unwrap();
        assert_eq!(shown.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["a"]);
        let later = START.plus_seconds(3600);
        assert!(budgets::list_paused(&conn, org, later).await.unwrap().is_empty());
        let anew = ask("a", later).await;
        assert_eq!((anew.asked, anew.refused, anew.since), (1, 0, later));
    });
}

#[test]
fn a_lifted_pause_is_forgotten_and_so_are_old_budgets() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = write(&store, move |tx| Box::pin(async move { paused(tx, org).await })).await;
        let lift =
            async || write(&store, move |tx| Box::pin(async move { budgets::lift(tx, org, id).await })).await;
        assert!(lift().await);
        assert!(!lift().await);
        write(&store, move |tx| Box::pin(async move { paused(tx, org).await })).await;
        let forget = async |before| {
            write(&store, move |tx| Box::pin(async move { budgets::delete_before(tx, before).await })).await
        };
        assert_eq!(forget(START).await, 0);
        assert_eq!(forget(START.plus_seconds(3600)).await, 1);
    });
}

#[test]
fn signatures_and_receipts_of_categories_are_kept_as_set() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        write(&store, move |tx| Box::pin(async move { signed(tx, world).await })).await;
        let template = new_template(&store, org, "Takk").await;
        write(&store, move |tx| {
            Box::pin(async move {
                let own = Signatures { of_new: "".into(), of_reply: "K.".into() };
                signatures::put_of_user(tx, org, world.user, &own).await?;
                signatures::put_of_mailbox(tx, org, world.mailbox, &"".into()).await?;
                let reply = CategoryReply { category_id: world.category, template_id: Some(template) };
                category_replies::put(tx, org, &[reply]).await
            })
        })
        .await;
        let conn = store.read();
        let own = signatures::of_user(&conn, org, world.user).await.unwrap();
        assert_eq!((own.of_new, own.of_reply), ("".into(), "K.".into()), "its formatting is gone");
        assert_eq!(signatures::of_mailbox(&conn, org, world.mailbox).await.unwrap(), "".into());
        let found = category_replies::find(&conn, org, world.category).await.unwrap().unwrap();
        assert_eq!(found.template_id, Some(template));
        assert_eq!(category_replies::list(&conn, org).await.unwrap(), [found]);
    });
}
