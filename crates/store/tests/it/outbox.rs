//! Mail goes out: the item as its deliveries draw it, attempt by attempt.

use std::collections::BTreeSet;

use domain::blocks::{BlockReason, BlockScope};
use domain::compose::FromKind;
use domain::outbox::{AttemptResult, DeliveryState, Stream};
use domain::timeline::{Step, Subject};
use domain::waiting::Waits;
use domain::{About, EnhancedStatus, OrganisationId, OutboxId, Outcome, Reply, ReplyCode, Timestamp, UserId};
use store::deliveries::{AttemptRecord, DueDelivery, FirstWaits, Verdict};
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort};
use store::standings::{self, Block, NewStanding};
use store::timeline::TimelineEntry;
use store::{Claim, ListQuery, Store, deliveries, outbox, timeline};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{address, claim, new_outbox, queued, world, write};
use crate::returns::blocking;

#[test]
fn an_item_is_what_its_deliveries_are() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to = ["a@kunde.example", "b@kunde.example", "A@KUNDE.example"];
        let id = queued(&store, world.org, &to).await;
        let item = find(&store, world.org, id).await;
        assert_eq!(
            (item.state, item.recipients.len(), item.next_attempt_at),
            (DeliveryState::Queued, 2, Some(START))
        );

        let due = take(&store, START).await;
        assert_eq!(
            due.iter().map(|delivery| &delivery.recipient).collect::<Vec<_>>(),
            [&address(to[0]), &address(to[1])]
        );
        begin(&store, &due).await;
        let item = find(&store, world.org, id).await;
        assert_eq!((item.state, item.attempts, item.next_attempt_at), (DeliveryState::Sending, 1, None));

        let later = START.plus_seconds(300);
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        record(&store, &due[1], Outcome::Deferred(reply(451)), Verdict::Retry { at: later }).await;
        let item = find(&store, world.org, id).await;
        assert_eq!((item.state, item.next_attempt_at), (DeliveryState::Queued, Some(later)));
        assert_eq!(item.last_words.as_deref(), Some("words 451"));

        assert!(take(&store, START).await.is_empty(), "not before its time");
        let due = take(&store, later).await;
        assert_eq!(due.len(), 1);
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        let item = find(&store, world.org, id).await;
        assert_eq!((item.state, item.attempts, item.next_attempt_at), (DeliveryState::Failed, 2, None));
    });
}

#[test]
fn every_attempt_stays_in_the_log() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Unreachable(String::from("no route")), Verdict::Retry { at: START })
            .await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        let rows = deliveries::list_of_item(&store.read(), world.org, id).await.unwrap();
        let [delivery] = &rows[..] else { panic!("{rows:?}") };
        let [first, second] = &delivery.log[..] else { panic!("{delivery:?}") };
        assert_eq!((first.number, first.result, first.code), (1, AttemptResult::Deferred, None));
        assert_eq!(first.words, "no route");
        assert_eq!(
            (second.number, second.result, second.code),
            (2, AttemptResult::Failed, ReplyCode::new(550))
        );
        assert_eq!((second.enhanced, second.tls), (Some(EnhancedStatus::new(5, 1, 1)), true));
    });
}

#[test]
fn what_a_transaction_does_not_hold_uses_up_no_attempt() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Deferred(reply(452)), Verdict::Next { at: START }).await;
        let item = find(&store, world.org, id).await;
        assert_eq!((item.state, item.attempts), (DeliveryState::Queued, 0));
        assert_eq!(item.next_attempt_at, Some(START), "and is due at once");
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        let rows = deliveries::list_of_item(&store.read(), world.org, id).await.unwrap();
        assert_eq!((rows[0].attempts, rows[0].log.len()), (1, 2), "each try is in the log");
    });
}

#[test]
fn how_long_mail_to_one_waited_for_its_first_attempt_is_known_and_mail_to_many_is_left_out() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let waits = async |now| deliveries::first_waits(&store.read(), world.org, now).await.unwrap();
        queued(&store, world.org, &["a@kunde.example", "b@kunde.example"]).await;
        let bulk = crate::lanes::queued_in_bulk(&store, world.org, "c@kunde.example").await;
        assert_eq!(waits(START).await, FirstWaits { hour: None, day: None }, "nothing was tried");
        let due = take(&store, START).await;
        begin(&store, &due).await;
        let (wait, hour) = (Some(Waits { mails: 1, median_ms: 4_000, p99_ms: 4_000 }), 3600);
        for delivery in &due {
            // It took as long as the record says, and began before.
            record_at(&store, delivery, START.plus_millis(4_012)).await;
        }
        assert!(due.iter().any(|delivery| delivery.mail.outbox_id == bulk));
        assert_eq!(waits(START.plus_seconds(9)).await, FirstWaits { hour: wait, day: wait });
        assert_eq!(waits(START.plus_seconds(hour)).await, FirstWaits { hour: None, day: wait });
        assert_eq!(waits(START.plus_seconds(24 * hour)).await, FirstWaits { hour: None, day: None });
    });
}

#[test]
fn where_mail_was_taken_is_known_by_the_domain_and_by_the_server() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example", "b@refusing.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[1], Outcome::Refused(reply(550)), Verdict::Failed).await;
        let taken_at = async || deliveries::list_taken_at(&store.read(), world.org, 9).await.unwrap();
        assert!(taken_at().await.is_empty(), "who refuses {id} did not get it");
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        let rows = deliveries::list_of_item(&store.read(), world.org, id).await.unwrap();
        let host = rows[0].log[0].host.clone();
        let names: Vec<String> = taken_at().await.into_iter().collect();
        let mut expected: Vec<String> = host.into_iter().chain(["kunde.example".to_owned()]).collect();
        expected.sort();
        assert_eq!(names, expected);
    });
}

#[test]
fn what_no_server_lets_begin_uses_up_no_attempt_but_the_first() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        for tries in 1..=3 {
            let due = take(&store, START).await;
            begin(&store, &due).await;
            record(
                &store,
                &due[0],
                Outcome::Unreachable(String::from("no route")),
                Verdict::Unbegun { at: START },
            )
            .await;
            let rows = deliveries::list_of_item(&store.read(), world.org, id).await.unwrap();
            assert_eq!((rows[0].attempts, rows[0].log.len()), (1, tries), "each try is in the log");
        }
    });
}

#[test]
fn what_waits_from_ones_own_address_is_paged_in_the_order_of_its_writing() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut items = Vec::new();
        for (from, seconds) in [("kari@nord.example", 9), ("kari@nord.example", 9), ("anne@nord.example", 0)]
        {
            let mut item = new_outbox(&store, world.org, &["a@kunde.example"]).await;
            item.from = address(from);
            item.created_by = Some(world.user);
            item.at = START.plus_seconds(seconds);
            items.push(
                write(&store, move |tx| {
                    let item = item.clone();
                    Box::pin(async move { outbox::insert(tx, world.org, &item).await })
                })
                .await,
            );
        }
        run(&config.database, "UPDATE outbox SET from_kind = 'own'").await;
        let conn = store.read();
        let all = [address("anne@nord.example"), address("kari@nord.example")];
        let found = outbox::list_own_addresses(&conn, world.org, (world.user, None), 9).await.unwrap();
        assert_eq!(found, all);
        let found = outbox::list_own_addresses(&conn, world.org, (world.user, Some(&all[0])), 9).await;
        assert_eq!(found.unwrap(), all[1..]);
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let asked = (world.user, &all[..], after);
            let page = outbox::list_waiting_own(&conn, world.org, asked, 1).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.place());
            seen.push(last.id);
        }
        assert_eq!(seen, [items[2], items[0], items[1]]);
        let of_one = (world.user, &all[1..], None);
        assert_eq!(outbox::list_waiting_own(&conn, world.org, of_one, 9).await.unwrap().len(), 2);
        run(&config.database, "UPDATE outbox SET held_at = 1, planned_at = 99999999999999").await;
        assert!(outbox::list_waiting_own(&conn, world.org, of_one, 9).await.unwrap().is_empty());
        let held = outbox::list_held_own(&conn, world.org, of_one, (START, 1)).await.unwrap();
        let behind = (world.user, &all[1..], Some(held[0].place()));
        let next = outbox::list_held_own(&conn, world.org, behind, (START, 1)).await.unwrap();
        assert_eq!([held[0].id, next[0].id], [items[0], items[1]]);
    });
}

#[test]
fn what_is_stopped_is_listed_part_by_part_with_what_its_way_follows_from() {
    on_both(async |Db { store, config, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let mut items = Vec::new();
        for _ in 0..4 {
            items.push(queued(&store, own.org, &["a@kunde.example"]).await);
        }
        let theirs = queued(&store, other.org, &["a@kunde.example"]).await;
        let stop = |org, ids: Vec<OutboxId>, at| {
            write(&store, move |tx| {
                let ids = ids.clone();
                Box::pin(async move { outbox::hold(tx, org, &ids, at).await })
            })
        };
        stop(own.org, vec![items[0]], START.plus_seconds(-60)).await;
        stop(own.org, vec![items[1], items[2]], START).await;
        stop(other.org, vec![theirs], START).await;
        run(&config.database, "UPDATE outbox SET from_kind = 'own', created_by = 7").await;
        let conn = store.read();
        let (mut behind, mut seen) = (None, Vec::new());
        loop {
            let page = outbox::list_stopped(&conn, own.org, (START, behind), (START, 1)).await.unwrap();
            let Some(last) = page.last() else { break };
            behind = Some(last.place());
            seen.push((last.id, last.own_of, last.way));
        }
        let author = Some(UserId::new(7));
        assert_eq!(seen, [(items[1], author, None), (items[2], author, None)]);
    });
}

#[test]
fn what_the_program_stopped_last_is_told_from_what_a_person_did() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut items = Vec::new();
        for _ in 0..3 {
            items.push(queued(&store, world.org, &["a@kunde.example"]).await);
        }
        let [program, person, nobody] = [items[0], items[1], items[2]];
        write(&store, move |tx| {
            Box::pin(async move {
                let stranded = Step::Stranded { address: address("kari@nord.example") };
                let (held, free) =
                    (Step::Held { user_id: world.user }, Step::Released { user_id: Some(world.user) });
                let told = [
                    (program, &held),
                    (program, &free),
                    (program, &stranded),
                    (program, &Step::Delivered { recipient: "b@kunde.example".to_owned() }),
                    (person, &stranded),
                    (person, &held),
                    (nobody, &free),
                ];
                let entries = told.map(|(id, step)| TimelineEntry {
                    subject: Subject::Outbox(id),
                    at: START,
                    step: step.clone(),
                });
                timeline::insert_many(tx, world.org, &entries).await
            })
        })
        .await;
        let conn = store.read();
        assert_eq!(timeline::list_stranded(&conn, world.org, &items).await.unwrap(), [program]);
        assert!(timeline::list_stranded(&conn, world.org, &[]).await.unwrap().is_empty());
    });
}

#[test]
fn send_again_takes_failed_deliveries_alone() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example", "b@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        record(&store, &due[1], Outcome::Refused(reply(550)), Verdict::Failed).await;
        let again = START.plus_seconds(5);
        let done = write(&store, move |tx| {
            Box::pin(async move { outbox::requeue_failed(tx, world.org, &[id], again).await })
        });
        assert_eq!(done.await, [id]);
        let due = take(&store, again).await;
        assert_eq!(due.len(), 1);
        assert_eq!(
            (due[0].recipient.clone(), due[0].attempts, due[0].queued_at),
            (address("b@kunde.example"), 0, again)
        );
        let nothing = write(&store, move |tx| {
            Box::pin(async move { outbox::requeue_failed(tx, world.org, &[id], again).await })
        });
        assert!(nothing.await.is_empty());
        let tried = async || {
            let row = find(&store, world.org, id).await;
            (row.attempts, row.tried)
        };
        assert_eq!(tried().await, (1, 1), "the other recipient was reached at the first attempt");
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        assert_eq!(tried().await, (1, 2), "the waits begin anew, and what is told counts all");
    });
}

#[test]
fn who_means_a_mail_means_no_address_that_a_list_adds_to_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to = ["a@kunde.example", "b@kunde.example"];
        let passes = async |through: &[&str]| {
            let item = new_outbox(&store, world.org, &to).await;
            let through: BTreeSet<String> = through.iter().map(|one| address(one).key()).collect();
            let id = write(&store, move |tx| {
                Box::pin(async move {
                    let how = (Stream::Single, FromKind::Mailbox);
                    let id = outbox::insert_through_lists(tx, world.org, &item, how, &through).await?;
                    outbox::pass_blocks(tx, world.org, id).await.map(|()| id)
                })
            })
            .await;
            let due = take(&store, START).await;
            let of = |to: &str| {
                due.iter()
                    .any(|one| one.mail.outbox_id == id && one.recipient == address(to) && one.passes_block)
            };
            to.map(of)
        };
        assert_eq!(passes(&to[1..]).await, [true, false], "whom a list adds nobody looked at");
        assert_eq!(passes(&to).await, [true, true], "a mail to a list alone is meant as it is");
    });
}

#[test]
fn a_copy_that_nobody_asked_for_fails_no_mail_and_passes_no_block() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to = ["a@kunde.example", "archive@kunde.example"];
        let id = queued(&store, world.org, &to).await;
        let copies = vec![address(to[1])];
        write(&store, move |tx| {
            Box::pin(async move {
                outbox::pass_blocks(tx, world.org, id).await?;
                deliveries::mark_unasked(tx, world.org, id, &copies).await
            })
        })
        .await;
        let due = take(&store, START).await;
        let passes: Vec<_> = due.iter().map(|one| one.passes_block).collect();
        assert_eq!(passes, [true, false], "its author knows nothing of the copy");
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        record(&store, &due[1], Outcome::Refused(reply(550)), Verdict::Failed).await;
        let row = find(&store, world.org, id).await;
        assert_eq!((row.state, row.last_words.as_deref()), (DeliveryState::Sent, Some("words 250")));
        let conn = store.read();
        assert!(deliveries::count_failed(&conn, world.org, &[id]).await.unwrap().is_empty());
        let last = deliveries::list_last(&conn, world.org, &[id]).await.unwrap().remove(&id);
        assert_eq!(last.unwrap().words, "words 250");
        let of = async |recipient: &str| {
            deliveries::is_unasked(&conn, world.org, (id, &address(recipient))).await.unwrap()
        };
        assert_eq!((of("ARCHIVE@kunde.example").await, of(to[0]).await), (true, false));
    });
}

#[test]
fn a_mail_that_is_stopped_while_a_copy_of_it_failed_is_not_stopped_with_failures() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to = ["a@kunde.example", "b@kunde.example", "archive@kunde.example"];
        let held = async |failed: usize| {
            let id = queued(&store, world.org, &to).await;
            let copies = vec![address(to[2])];
            write(&store, move |tx| {
                Box::pin(async move { deliveries::mark_unasked(tx, world.org, id, &copies).await })
            })
            .await;
            let due = take(&store, START).await;
            begin(&store, &due[failed..=failed]).await;
            record(&store, &due[failed], Outcome::Refused(reply(550)), Verdict::Failed).await;
            write(&store, move |tx| Box::pin(async move { outbox::hold(tx, world.org, &[id], START).await }))
                .await;
            let found = outbox::held_with_failures(&store.read(), world.org, &[id]).await.unwrap();
            (find(&store, world.org, id).await.held_at, found.len())
        };
        assert_eq!(held(2).await, (Some(START), 0), "whoever is told of failures looks for one in vain");
        assert_eq!(held(1).await, (Some(START), 1));
    });
}

#[test]
fn a_mail_that_waits_shows_why_and_not_what_another_recipient_came_to() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to = ["a@kunde.example", "b@kunde.example", "c@kunde.example"];
        let id = queued(&store, world.org, &to).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        let later = START.plus_seconds(300);
        record(&store, &due[1], Outcome::Deferred(reply(451)), Verdict::Retry { at: later }).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        record(&store, &due[2], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        let said = async || {
            let last = deliveries::list_last(&store.read(), world.org, &[id]).await.unwrap().remove(&id);
            (find(&store, world.org, id).await.last_words, last.map(|attempt| attempt.words))
        };
        let both = |words: &str| (Some(words.to_owned()), Some(words.to_owned()));
        assert_eq!(said().await, both("words 451"), "that one is tried again, and no other");
        let of = async || deliveries::list_standings(&store.read(), world.org, &[id]).await.unwrap();
        let state = |all: &[deliveries::DeliveryStanding], of: &str| {
            deliveries::standing_of(all, id, &address(of)).map(|one| one.state)
        };
        let all = of().await;
        assert_eq!(state(&all, "A@kunde.example"), Some(DeliveryState::Failed));
        assert_eq!(state(&all, to[1]), Some(DeliveryState::Queued));
        assert_eq!(state(&all, "d@kunde.example"), None);
        let failed = deliveries::count_failed(&store.read(), world.org, &[id]).await.unwrap();
        assert_eq!(failed.get(&id), Some(&1), "though the mail as a whole waits");

        let due = take(&store, later).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        assert_eq!(said().await, both("words 550"), "what failed is what is left");

        let (first, again) = (all[0].id, later.plus_seconds(5));
        let done = write(&store, move |tx| {
            Box::pin(async move {
                let of = outbox::FailedOf::Delivery(first);
                outbox::requeue_failed_of(tx, world.org, (&[id], of), again).await
            })
        });
        assert_eq!(done.await, [id]);
        assert_eq!(state(&of().await, to[0]), Some(DeliveryState::Queued));
    });
}

#[test]
fn many_are_sent_again_to_whoever_is_not_blocked_and_what_a_block_alone_keeps_is_told_apart() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let mixed = queued(&store, org, &["kari@a.example", "Ola@a.example"]).await;
        let stopped = queued(&store, org, &["Ola@a.example"]).await;
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        write(&store, move |tx| {
            let block = Block { at: START, scope: BlockScope::All, reason: BlockReason::Hand };
            let new = NewStanding { block: Some(block), ..blocking("ola@a.example", START) };
            Box::pin(async move { standings::put(tx, org, &new).await.map(|_id| ()) })
        })
        .await;
        let blocked = outbox::failed_for_blocked(&store.read(), org, &[mixed, stopped]).await.unwrap();
        assert_eq!(blocked, BTreeSet::from([mixed, stopped]));
        let done = write(&store, move |tx| {
            Box::pin(async move {
                let ids = [mixed, stopped];
                outbox::requeue_failed_of(tx, org, (&ids, outbox::FailedOf::Unblocked), START).await
            })
        });
        assert_eq!(done.await, [mixed]);
        let all = deliveries::list_standings(&store.read(), org, &[mixed]).await.unwrap();
        let states: Vec<_> = all.iter().map(|one| one.state).collect();
        assert_eq!(states, [DeliveryState::Queued, DeliveryState::Failed]);
    });
}

#[test]
fn who_means_a_mail_sends_it_again_to_no_blocked_address_that_a_list_added() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let to = ["named@a.example", "listed@a.example", "well@a.example"];
        let item = new_outbox(&store, org, &to).await;
        let through: BTreeSet<String> = to[1..].iter().map(|one| address(one).key()).collect();
        let id = write(&store, move |tx| {
            Box::pin(async move {
                let how = (Stream::Single, FromKind::Mailbox);
                let id = outbox::insert_through_lists(tx, org, &item, how, &through).await?;
                for who in &to[..2] {
                    let block = Block { at: START, scope: BlockScope::All, reason: BlockReason::Hand };
                    let new = NewStanding { block: Some(block), ..blocking(who, START) };
                    standings::put(tx, org, &new).await?;
                }
                Ok(id)
            })
        })
        .await;
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        let again = || {
            write(&store, move |tx| {
                Box::pin(async move {
                    outbox::requeue_failed_of(tx, org, (&[id], outbox::FailedOf::Meant), START).await
                })
            })
        };
        assert_eq!(again().await, [id]);
        let all = deliveries::list_standings(&store.read(), org, &[id]).await.unwrap();
        let states = to.map(|who| deliveries::standing_of(&all, id, &address(who)).map(|one| one.state));
        let (goes, stays) = (Some(DeliveryState::Queued), Some(DeliveryState::Failed));
        assert_eq!(states, [goes, stays, goes]);
        assert!(again().await.is_empty(), "nobody is left");
    });
}

#[test]
fn what_is_in_the_bin_is_not_sent_and_what_is_being_sent_not_binned() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (waits, flies) = (
            queued(&store, world.org, &["a@kunde.example"]).await,
            queued(&store, world.org, &["b@kunde.example"]).await,
        );
        let due = take(&store, START).await;
        let flying: Vec<_> =
            due.iter().filter(|delivery| delivery.mail.outbox_id == flies).cloned().collect();
        begin(&store, &flying).await;
        let done = write(&store, move |tx| {
            Box::pin(async move { outbox::delete(tx, world.org, &[waits, flies], START).await })
        });
        assert_eq!(done.await, [waits]);
        begin_none(&store, due.iter().filter(|delivery| delivery.mail.outbox_id == waits).cloned().collect())
            .await;
        assert!(take(&store, START).await.is_empty());
        assert_eq!(list(&store, world.org, OutboxShelf::Deleted).await, [waits]);
        assert_eq!(list(&store, world.org, OutboxShelf::Waiting).await, [flies]);

        let back = write(&store, move |tx| {
            Box::pin(async move { outbox::restore(tx, world.org, &[waits], START.plus_seconds(9)).await })
        });
        assert_eq!(back.await, [waits]);
        assert_eq!(take(&store, START.plus_seconds(9)).await.len(), 1);
    });
}

#[test]
fn a_mail_that_was_taken_is_sent_even_when_the_lease_is_lost() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        let other =
            Claim { now: START.plus_seconds(61), lease_until: START.plus_seconds(99), ..claim("other", 10) };
        write(&store, move |tx| Box::pin(async move { deliveries::claim_due(tx, &other).await })).await;
        record(&store, &due[0], Outcome::Refused(reply(550)), Verdict::Failed).await;
        assert_eq!(find(&store, world.org, id).await.state, DeliveryState::Sending, "the other has it");
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        assert_eq!(find(&store, world.org, id).await.state, DeliveryState::Sent);
        let log = deliveries::list_of_item(&store.read(), world.org, id).await.unwrap().remove(0).log;
        assert_eq!(log.len(), 2, "what happened is written down either way");
    });
}

#[test]
fn two_workers_that_finish_at_once_leave_the_right_state() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        for _ in 0..15 {
            let id = queued(&store, world.org, &["a@kunde.example", "b@kunde.example"]).await;
            let due = take(&store, START).await;
            begin(&store, &due).await;
            let finish = |due: DueDelivery| {
                let store = store.clone();
                tokio::spawn(async move {
                    record(&store, &due, Outcome::Delivered(reply(250)), Verdict::Sent).await
                })
            };
            let (one, two) = (finish(due[0].clone()), finish(due[1].clone()));
            one.await.unwrap();
            two.await.unwrap();
            assert_eq!(find(&store, world.org, id).await.state, DeliveryState::Sent);
        }
    });
}

#[test]
fn a_worker_that_stops_gives_back_what_it_has_not_tried() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        let ids: Vec<_> = due.iter().map(|delivery| delivery.id).collect();
        write(&store, move |tx| {
            let ids = ids.clone();
            Box::pin(async move {
                let until = START.plus_seconds(500);
                assert_eq!(deliveries::extend_leases(tx, &ids, "w", until).await?, ids);
                deliveries::release(tx, &ids, "w", START).await
            })
        })
        .await;
        let item = find(&store, world.org, id).await;
        assert_eq!((item.state, item.attempts), (DeliveryState::Queued, 0));
        assert_eq!(take(&store, START).await.len(), 1);
    });
}

#[test]
fn a_purged_item_leaves_nothing() {
    on_both(async |Db { store, clock, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let hash = find(&store, world.org, id).await.raw_hash;
        let purged = write(&store, move |tx| {
            Box::pin(async move {
                outbox::delete(tx, world.org, &[id], START).await?;
                outbox::purge(tx, START.plus_seconds(30 * 24 * 3600 + 1), 10).await
            })
        });
        assert_eq!(purged.await, 1);
        assert_eq!(outbox::find(&store.read(), world.org, id).await.unwrap(), None);
        assert!(deliveries::list_of_item(&store.read(), world.org, id).await.unwrap().is_empty());
        assert_eq!(store::raw::sweep_rows(&store, clock.advance(1)).await.unwrap(), 1);
        assert_eq!(store::raw::get(&store.read(), world.org, hash).await.unwrap(), None);
    });
}

#[test]
fn the_bin_is_emptied_by_its_own_organisation_alone() {
    on_both(async |Db { store, .. }: Db| {
        let (ours, theirs) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let kept = queued(&store, ours, &["a@kunde.example"]).await;
        let id = queued(&store, ours, &["b@kunde.example"]).await;
        write(&store, move |tx| {
            Box::pin(async move {
                outbox::delete(tx, ours, &[id], START).await?;
                assert!(outbox::delete_for_good(tx, theirs, &[id]).await?.is_empty());
                assert_eq!(outbox::delete_for_good(tx, ours, &[id, kept]).await?, [id]);
                Ok(())
            })
        })
        .await;
        assert!(list(&store, ours, OutboxShelf::Deleted).await.is_empty());
        assert_eq!(list(&store, ours, OutboxShelf::Waiting).await, [kept]);
        assert!(deliveries::list_of_item(&store.read(), ours, id).await.unwrap().is_empty());
    });
}

async fn find(store: &Store, org: OrganisationId, id: OutboxId) -> OutboxRow {
    outbox::find(&store.read(), org, id).await.unwrap().unwrap()
}

async fn list(store: &Store, org: OrganisationId, shelf: OutboxShelf) -> Vec<OutboxId> {
    let query = ListQuery::<OutboxSort>::default();
    let page = outbox::list(&store.read(), org, &query, OutboxFilter { shelf }).await.unwrap();
    page.rows.into_iter().map(|item| item.id).collect()
}

#[test]
fn a_mail_that_was_taken_waits_for_nothing_any_more() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        queued(&store, org, &["a@kunde.example"]).await;
        let place = store::parked::refuser_of(org, "kunde.example");
        let due = take(&store, START).await;
        let (id, waits) = (due[0].id, place.clone());
        // It is with a worker that began before the provider was known to refuse.
        write(&store, move |tx| {
            let waits = waits.clone();
            Box::pin(async move {
                deliveries::release(tx, &[id], "w", START).await?;
                deliveries::wait_for(tx, &[id], &waits).await
            })
        })
        .await;
        assert!(deliveries::find_refused(&store.read(), None).await.unwrap().is_some());
        let due = take(&store, START).await;
        begin(&store, &due).await;
        record(&store, &due[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        assert_eq!(deliveries::find_refused(&store.read(), None).await.unwrap(), None);
    });
}

pub(crate) async fn take(store: &Store, now: Timestamp) -> Vec<DueDelivery> {
    let claim = Claim { now, lease_until: now.plus_seconds(60), ..claim("w", 10) };
    write(store, move |tx| Box::pin(async move { deliveries::claim_due(tx, &claim).await })).await
}

pub(crate) async fn begin(store: &Store, due: &[DueDelivery]) {
    let (ids, now) = (due.iter().map(|delivery| delivery.id).collect::<Vec<_>>(), START);
    let count = ids.len();
    let begun =
        write(store, move |tx| Box::pin(async move { deliveries::begin_attempts(tx, &ids, "w", now).await }))
            .await;
    assert_eq!(begun.len(), count);
}

async fn begin_none(store: &Store, due: Vec<DueDelivery>) {
    let ids: Vec<_> = due.iter().map(|delivery| delivery.id).collect();
    let begun = write(store, move |tx| {
        Box::pin(async move { deliveries::begin_attempts(tx, &ids, "w", START).await })
    })
    .await;
    assert!(begun.is_empty());
}

pub(crate) async fn record(store: &Store, due: &DueDelivery, outcome: Outcome, verdict: Verdict) {
    record_ended(store, due, (outcome, verdict, START)).await;
}

async fn record_at(store: &Store, due: &DueDelivery, at: Timestamp) {
    record_ended(store, due, (Outcome::Delivered(reply(250)), Verdict::Sent, at)).await;
}

async fn record_ended(
    store: &Store,
    due: &DueDelivery,
    (outcome, verdict, at): (Outcome, Verdict, Timestamp),
) {
    let record = AttemptRecord {
        organisation: due.organisation,
        delivery_id: due.id,
        at,
        outcome,
        host: Some(String::from("mx.kunde.example")),
        at_relay: false,
        stamped: false,
        encryption: Some(domain::encryption::Encryption {
            grade: domain::encryption::TlsGrade::Verified,
            version: Some("TLS 1.3".to_owned()),
            tested: None,
        }),
        duration_ms: 12,
        verdict,
        waits_for: None,
        held_back: None,
        gave_up_after_s: None,
    };
    let states = write(store, move |tx| {
        Box::pin(async move {
            let (states, _lost) = deliveries::record_attempts(tx, "w", std::slice::from_ref(&record)).await?;
            // Whoever heard nothing of the commit finds that it happened, this one of its organisation alone.
            let of_another = AttemptRecord { organisation: OrganisationId::new(1), ..record.clone() };
            let later = AttemptRecord { at: at.plus_seconds(1), ..record.clone() };
            for (asked, is_recorded) in [(&record, true), (&of_another, false), (&later, false)] {
                assert_eq!(deliveries::is_recorded(tx, asked).await?, is_recorded);
            }
            Ok(states)
        })
    })
    .await;
    assert_eq!(states[0].outbox_id, due.mail.outbox_id);
}

pub(crate) fn reply(code: u16) -> Reply {
    let enhanced = (code == 550).then_some(EnhancedStatus::new(5, 1, 1));
    Reply {
        code: ReplyCode::new(code).unwrap(),
        enhanced,
        words: format!("words {code}"),
        about: About::default(),
    }
}

#[test]
fn the_newest_mail_that_a_server_took_for_an_address_is_found_within_seven_days() {
    const DAYS_7: i64 = 7 * 24 * 3600;
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let first = queued(&store, world.org, &["Ola@kunde.example"]).await;
        let second = queued(&store, world.org, &["ola@kunde.example", "kari@kunde.example"]).await;
        let due = take(&store, START).await;
        begin(&store, &due).await;
        let newest = async |key: &str, at| {
            let wanted = [("nobody@kunde.example".to_owned(), START), (key.to_owned(), at)];
            let found = deliveries::newest_to(&store.read(), world.org, &wanted).await.unwrap();
            assert_eq!(found[0], None);
            found[1].as_ref().map(|sent| (sent.outbox_id, sent.only))
        };
        assert_eq!(newest("ola@kunde.example", START).await, None, "no server has it");
        for (sent, only) in [(first, true), (second, false)] {
            let of =
                |due: &&DueDelivery| due.mail.outbox_id == sent && due.recipient.key() == "ola@kunde.example";
            let one = due.iter().find(of).unwrap();
            record(&store, one, Outcome::Delivered(reply(250)), Verdict::Sent).await;
            assert_eq!(newest("ola@kunde.example", START).await, Some((sent, only)));
        }
        assert!(first < second);
        let at_last = START.plus_seconds(DAYS_7);
        assert_eq!(newest("ola@kunde.example", at_last).await, Some((second, false)));
        assert_eq!(newest("ola@kunde.example", START.plus_seconds(DAYS_7 + 1)).await, None);
        assert_eq!(newest("ola@kunde.example", START.plus_seconds(-1)).await, None);
        assert_eq!(newest("kari@kunde.example", START).await, None, "she does not have it yet");
        assert!(deliveries::newest_to(&store.read(), world.org, &[]).await.unwrap().is_empty());
    });
}
