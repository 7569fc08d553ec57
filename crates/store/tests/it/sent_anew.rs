//! A mail that did not arrive and in whose place another went is no work for anybody.

use std::collections::BTreeMap;

use domain::case::Direction;
use domain::{CaseId, OutboxId, Outcome, Timestamp};
use store::cases::{self, By, CaseScope, Missed, NewMessage};
use store::deliveries::Verdict;
use store::{Store, outbox, summary};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{World, address, insert_case, new_case, new_outbox, world, write};
use crate::outbox::{begin, record, reply, take};

const WRONG: &str = "Kari@kunde.example";
const RIGHT: &str = "kari@else.example";

/// A mail of the case to somebody, and what came of it.
async fn sent(
    (store, world, case): (&Store, World, CaseId),
    (to, text, at): (&str, &'static str, Timestamp),
    arrives: bool,
) -> OutboxId {
    let mut item = new_outbox(store, world.org, &[to]).await;
    (item.case_id, item.at) = (Some(case), at);
    let id = write(store, move |tx| {
        let item = item.clone();
        Box::pin(async move {
            let id = outbox::insert(tx, world.org, &item).await?;
            let mut message =
                NewMessage { direction: Direction::Sent, outbox_id: Some(id), at, ..received() };
            message.content.message_id = None;
            message.content.text = text.to_owned();
            cases::append_message(tx, world.org, case, &message).await?;
            Ok(id)
        })
    })
    .await;
    let due = take(store, START).await;
    begin(store, &due).await;
    if arrives {
        record(store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
    } else {
        record(store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
    }
    id
}

async fn noted((store, world, case): (&Store, World, CaseId), outbox: OutboxId, at: Timestamp) {
    write(store, move |tx| {
        Box::pin(async move {
            let params = [("from", WRONG), ("to", RIGHT)]
                .map(|(name, value)| (name.to_owned(), address(value).to_string()));
            let missed = Missed { outbox, recipient: address(WRONG) };
            let params: BTreeMap<_, _> = params.into_iter().chain(missed.params()).collect();
            let by = By { user: None, at };
            cases::insert_log(tx, world.org, case, by, ("readdressed", params)).await
        })
    })
    .await;
}

async fn left(store: &Store, world: World) -> u64 {
    summary::find(&store.read(), world.org, &CaseScope::All).await.unwrap().outbox_failed.count
}

#[test]
fn what_went_to_the_right_address_since_is_not_counted_as_failed() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let of = (&store, world, case);
        let first = sent(of, (WRONG, "Hei", START), false).await;
        let other = sent(of, (WRONG, "Et annet svar", START.plus_seconds(1)), false).await;
        let anew = async || outbox::list_sent_anew(&store.read(), world.org, &[first, other]).await.unwrap();
        assert_eq!((left(&store, world).await, anew().await.len()), (2, 0));

        sent(of, (RIGHT, "Noe annet", START.plus_seconds(5)), true).await;
        assert_eq!(left(&store, world).await, 2, "nobody said that it was for the same");
        noted(of, first, START.plus_seconds(9)).await;
        assert_eq!(left(&store, world).await, 2, "what went before is not in its place");
        let second = sent(of, (RIGHT, "Hei igjen", START.plus_seconds(20)), false).await;
        assert_eq!(
            anew().await.into_iter().collect::<Vec<_>>(),
            [first],
            "nor is it in that of another mail"
        );
        assert_eq!(left(&store, world).await, 2, "what failed in turn is counted by itself");
        sent(of, (RIGHT, "Hei igjen", START.plus_seconds(30)), true).await;
        let both = outbox::list_sent_anew(&store.read(), world.org, &[first, second]).await.unwrap();
        assert_eq!((both.len(), left(&store, world).await), (2, 1));
    });
}

#[test]
fn the_same_words_to_the_same_address_stand_for_what_failed_and_other_words_do_not() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let of = (&store, world, case);
        sent(of, (WRONG, "Hei", START), false).await;
        sent(of, (WRONG, "Et svar til", START.plus_seconds(5)), true).await;
        assert_eq!(left(&store, world).await, 1);
        sent(of, (WRONG, "Hei", START.plus_seconds(9)), true).await;
        assert_eq!(left(&store, world).await, 0);
    });
}
