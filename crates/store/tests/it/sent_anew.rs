//! A mail that did not arrive and in whose place another went is no work for anybody.

use std::collections::BTreeMap;

use domain::case::{CaseStatus, Direction};
use domain::{CaseId, OutboxId, Outcome, Timestamp};
use store::cases::{self, By, CaseScope, CorrectedAddress, Missed, NewMessage};
use store::deliveries::Verdict;
use store::{Store, outbox, summary};

use crate::cases::received;
use crate::db::{Db, START, on_both, run};
use crate::fixtures::{World, address, insert_case, new_case, new_outbox, world, write};
use crate::outbox::{begin, record, reply, take};

const WRONG: &str = "Kari@kunde.example";
const RIGHT: &str = "kari@else.example";

/// A mail of the case to somebody, and what came of it.
async fn sent(
    of: (&Store, World, CaseId),
    (to, text, at): (&str, &'static str, Timestamp),
    arrives: bool,
) -> OutboxId {
    let id = placed(of, (&[to][..], text, at)).await;
    let due = take(of.0, START).await;
    begin(of.0, &due).await;
    if arrives {
        record(of.0, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
    } else {
        record(of.0, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
    }
    id
}

/// A mail of the case that waits.
async fn placed(
    (store, world, case): (&Store, World, CaseId),
    (to, text, at): (&[&str], &'static str, Timestamp),
) -> OutboxId {
    let mut item = new_outbox(store, world.org, to).await;
    (item.case_id, item.at) = (Some(case), at);
    write(store, move |tx| {
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
    .await
}

async fn noted(of: (&Store, World, CaseId), outbox: OutboxId, at: Timestamp) {
    noted_as(of, outbox, (WRONG, RIGHT), at).await;
}

/// The log says that one address was put in the place of another for this mail, this once.
async fn noted_as(
    (store, world, case): (&Store, World, CaseId),
    outbox: OutboxId,
    (from, to): (&'static str, &'static str),
    at: Timestamp,
) {
    write(store, move |tx| {
        Box::pin(async move {
            let params = [("from", from), ("to", to)]
                .map(|(name, value)| (name.to_owned(), address(value).to_string()));
            let missed = Missed { outbox, recipient: address(from) };
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

#[test]
fn each_of_a_chain_is_sent_anew_once_the_last_of_it_went() {
    on_both(async |Db { store, .. }: Db| {
        const THIRD: &str = "kari@tredje.example";
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let (of, at) = ((&store, world, case), |seconds| START.plus_seconds(seconds));
        let first = sent(of, (WRONG, "Hei", START), false).await;
        noted(of, first, at(5)).await;
        let second = sent(of, (RIGHT, "Hei igjen", at(10)), false).await;
        let anew = async || {
            let found = outbox::list_sent_anew(&store.read(), world.org, &[first, second]).await.unwrap();
            (found.into_iter().collect::<Vec<_>>(), left(&store, world).await)
        };
        assert_eq!(anew().await, (vec![first], 1), "the one that failed last is what is left of both");
        noted_as(of, second, (RIGHT, THIRD), at(15)).await;
        assert_eq!(anew().await, (vec![first], 1), "nothing went there yet");
        sent(of, (THIRD, "Hei for tredje gang", at(20)), true).await;
        assert_eq!(anew().await, (vec![first, second], 0));
    });
}

async fn merged((store, world): (&Store, World), from: CaseId, into: CaseId) {
    let by = By { user: None, at: START.plus_seconds(12) };
    write(store, move |tx| {
        Box::pin(async move { cases::merge(tx, world.org, (from, into), CaseStatus::Open, by).await })
    })
    .await;
}

#[test]
fn what_the_log_says_of_a_mail_holds_after_its_case_went_into_another() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut ids = Vec::new();
        for title in ["Først", "Midt", "Sist"] {
            ids.push(insert_case(&store, world.org, new_case(title)).await);
        }
        let [one, middle, last] = ids[..] else { unreachable!() };
        let mail = sent((&store, world, one), (WRONG, "Hei", START), false).await;
        noted((&store, world, one), mail, START.plus_seconds(5)).await;
        let corrected = CorrectedAddress {
            at: START.plus_seconds(6),
            from: address(WRONG),
            to: address(RIGHT),
            was_known: false,
        };
        let (done, missed) = (corrected.clone(), Missed { outbox: mail, recipient: address(WRONG) });
        write(&store, move |tx| {
            let (done, missed) = (done.clone(), missed.clone());
            Box::pin(async move { cases::record_corrected(tx, world.org, one, (&done, &missed), None).await })
        })
        .await;
        merged((&store, world), one, middle).await;
        merged((&store, world), middle, last).await;
        assert_eq!(left(&store, world).await, 1);
        sent((&store, world, last), (RIGHT, "Noe annet", START.plus_seconds(20)), true).await;
        assert_eq!(left(&store, world).await, 0);
        let told = cases::list_corrected(&store.read(), world.org, last).await.unwrap();
        assert_eq!(told, [corrected]);
        let former = cases::former_customers(&store.read(), world.org, last, START).await.unwrap();
        assert_eq!(former, [address(WRONG).to_string()]);
        let other = insert_case(&store, world.org, new_case("Annen")).await;
        assert!(cases::list_corrected(&store.read(), world.org, other).await.unwrap().is_empty());
    });
}

#[test]
fn a_chain_of_merges_is_followed_as_far_as_any_log_is() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let first = insert_case(&store, world.org, new_case("Først")).await;
        let mail = sent((&store, world, first), (WRONG, "Hei", START), false).await;
        noted((&store, world, first), mail, START.plus_seconds(5)).await;
        let mut last = first;
        for _ in 0..4 {
            let next = insert_case(&store, world.org, new_case("Neste")).await;
            merged((&store, world), last, next).await;
            last = next;
        }
        let anew = async || outbox::list_sent_anew(&store.read(), world.org, &[mail]).await.unwrap().len();
        assert_eq!((left(&store, world).await, anew().await), (1, 0));
        sent((&store, world, last), (RIGHT, "Noe annet", START.plus_seconds(20)), true).await;
        assert_eq!((left(&store, world).await, anew().await), (0, 1));
    });
}

#[test]
fn of_a_mail_to_several_the_recipient_for_whom_another_went_is_known() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let of = (&store, world, case);
        let to = [WRONG, "ola@kunde.example", "per@kunde.example"];
        let mail = placed(of, (&to[..], "Hei", START)).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        record(&store, &due[1], Outcome::Refused(reply(550)), Verdict::Failed).await;
        record(&store, &due[2], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        let stood_for = async || {
            let found = outbox::list_stood_for(&store.read(), world.org, &[mail]).await.unwrap();
            found.get(&mail).map(|of| of.iter().copied().collect::<Vec<_>>()).unwrap_or_default()
        };
        assert!(stood_for().await.is_empty());
        noted(of, mail, START.plus_seconds(5)).await;
        sent(of, (RIGHT, "Hei igjen", START.plus_seconds(10)), true).await;
        assert_eq!(stood_for().await, [due[0].id]);
        assert_eq!(left(&store, world).await, 1, "the second is still without it");
        // The same words to him alone, and they are under way.
        placed(of, (&to[1..2], "Hei", START.plus_seconds(15))).await;
        assert_eq!(stood_for().await, [due[0].id, due[1].id]);
        assert_eq!(left(&store, world).await, 0);
    });
}

#[test]
fn of_a_long_list_to_whom_the_same_went_again_the_one_without_it_is_left() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let of = (&store, world, case);
        let to: Vec<String> = (0..300).map(|one| format!("{one}@kunde.example")).collect();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let mail = placed(of, (&to[..], "Hei", START)).await;
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        placed(of, (&to[1..], "Hei", START.plus_seconds(5))).await;
        let found = outbox::list_stood_for(&store.read(), world.org, &[mail]).await.unwrap();
        assert_eq!(found[&mail].len(), to.len() - 1);
    });
}
