//! Lanes whose mail goes different ways: no destination holds them until what was chosen is gone.

use domain::Outcome;
use domain::outbox::Stream;
use domain::transport::{ChosenWay, WayChoice};
use store::deliveries::Verdict;
use store::{deliveries, lanes, outbox};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{world, write};
use crate::lanes::{hold, park, queued_in_bulk, recipients, release, take};
use crate::outbox::{record, reply};

#[test]
fn a_lane_with_mail_that_goes_a_way_of_its_own_is_held_by_no_destination() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let mut items = Vec::new();
        for number in 0..3 {
            items.push(queued_in_bulk(&store, world.org, &format!("a{number}@kunde.example")).await);
        }
        let until = START.plus_seconds(60);
        park(&store, "mx:kunde.example", until).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        let (last, choice) = (items[2], WayChoice { way: ChosenWay::Direct, by: world.user });
        let chosen = write(&store, move |tx| {
            Box::pin(async move { outbox::choose_way(tx, world.org, &[last], (choice, START)).await })
        })
        .await;
        assert_eq!(chosen, [last]);
        let due = take(&store, (START, 9), 9).await;
        let ways: Vec<_> = due.iter().map(|due| (due.mail.way, due.way_is_new)).collect();
        assert_eq!(ways, [(None, false), (None, false), (Some(choice), true)]);
        // The two others wait for their destination again, and the lane does not.
        release(&store, &due[..2], until).await;
        release(&store, &due[2..], START.plus_seconds(1)).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
        let next = take(&store, (START.plus_seconds(1), 9), 9).await;
        assert_eq!(next.iter().map(|due| due.id).collect::<Vec<_>>(), [due[2].id]);
        let begun = next[0].id;
        write(&store, move |tx| {
            Box::pin(async move { deliveries::begin_attempts(tx, &[begun], "w", START).await })
        })
        .await;
        let cut = take(&store, (START.plus_seconds(62), 9), 9).await;
        let cut = cut.iter().find(|due| due.id == begun).unwrap();
        assert!(cut.interrupted && !cut.way_is_new, "it was tried since");
    });
}

#[test]
fn a_destination_holds_a_lane_again_when_what_went_a_way_of_its_own_is_gone() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        for number in 0..2 {
            queued_in_bulk(&store, world.org, &format!("a{number}@kunde.example")).await;
        }
        let last = queued_in_bulk(&store, world.org, "last@kunde.example").await;
        let choice = WayChoice { way: ChosenWay::Direct, by: world.user };
        write(&store, move |tx| {
            Box::pin(async move { outbox::choose_way(tx, world.org, &[last], (choice, START)).await })
        })
        .await;
        let until = START.plus_seconds(60);
        park(&store, "mx:kunde.example", until).await;
        let due = take(&store, (START, 9), 9).await;
        let (chosen, others): (Vec<_>, Vec<_>) = due.into_iter().partition(|due| due.mail.way.is_some());
        assert_eq!((chosen.len(), others.len()), (1, 2));
        release(&store, &others, until).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
        queued_in_bulk(&store, world.org, "new@kunde.example").await;
        let new = take(&store, (START.plus_seconds(1), 9), 9).await;
        assert_eq!(recipients(&new), ["new@kunde.example"], "the chosen one is not through yet");
        release(&store, &new, until).await;

        record(&store, &chosen[0], Outcome::Delivered(reply(250)), Verdict::Sent).await;
        let rest = take(&store, (until, 9), 9).await;
        assert_eq!(rest.len(), 3, "they waited all the while");
        let later = START.plus_seconds(300);
        park(&store, "mx:kunde.example", later).await;
        release(&store, &rest, later).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), later).await;
        queued_in_bulk(&store, world.org, "newest@kunde.example").await;
        assert!(
            take(&store, (later.plus_seconds(-1), 9), 9).await.is_empty(),
            "it stands in a lane that is held"
        );
        assert_eq!(take(&store, (later, 9), 9).await.len(), 4);
    });
}

#[test]
fn failed_mail_from_before_there_were_senders_goes_the_way_that_somebody_chose() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        queued_in_bulk(&store, world.org, "a@kunde.example").await;
        let failed = queued_in_bulk(&store, world.org, "b@kunde.example").await;
        let fails = "UPDATE deliveries SET sender = '', state = 'failed', due_at = NULL, next_attempt_at = NULL \
                     WHERE recipient = 'b@kunde.example'";
        run(&config.database, fails).await;
        let until = START.plus_seconds(600);
        park(&store, "mx:kunde.example", until).await;
        let choice = WayChoice { way: ChosenWay::Direct, by: world.user };
        write(&store, move |tx| {
            Box::pin(async move { outbox::choose_way(tx, world.org, &[failed], (choice, START)).await })
        })
        .await;
        let send_again = async || {
            hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
            write(&store, move |tx| {
                Box::pin(async move { outbox::requeue_failed(tx, world.org, &[failed], START).await })
            })
            .await;
            let due = take(&store, (START, 9), 9).await;
            let ways: Vec<_> = due.iter().map(|due| (due.recipient.to_string(), due.mail.way)).collect();
            assert!(ways.contains(&("b@kunde.example".to_owned(), Some(choice))), "{ways:?}");
            release(&store, &due, until).await;
        };
        send_again().await;
        // Nobody chooses anew what fails there as well, and is sent again.
        run(&config.database, fails).await;
        run(&config.database, "UPDATE sender_lanes SET is_mixed = FALSE").await;
        send_again().await;
    });
}

#[test]
fn a_way_that_a_program_chose_which_knows_no_lanes_of_senders_is_found_by_the_mending() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        for recipient in ["a@kunde.example", "b@kunde.example", "c@annen.example"] {
            queued_in_bulk(&store, world.org, recipient).await;
        }
        let until = START.plus_seconds(600);
        park(&store, "mx:kunde.example", until).await;
        for domain in ["kunde.example", "annen.example"] {
            hold(&store, world.org, (Stream::Bulk, domain), until).await;
        }
        let chosen = "UPDATE outbox SET chosen_way = 'direct', chosen_by = 1 WHERE id IN \
                      (SELECT outbox_id FROM deliveries WHERE recipient = 'b@kunde.example')";
        run(&config.database, chosen).await;
        let mixed = "INSERT INTO lanes (id, org_id, stream, domain, next_at, is_mixed) \
                     SELECT id, org_id, stream, domain, due_at, TRUE FROM deliveries WHERE recipient <> 'a@kunde.example'";
        run(&config.database, mixed).await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        for _ in 0..2 {
            write(&store, |tx| Box::pin(async move { lanes::mend(tx, 9).await })).await;
        }
        let mut found = recipients(&take(&store, (START, 9), 9).await);
        found.sort_unstable();
        assert_eq!(found, ["a@kunde.example", "b@kunde.example"], "the other lane has none of it");
    });
}
