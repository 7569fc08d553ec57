//! Exchangers that did not answer are remembered between mails.

use std::time::Duration;

use net::smtp_out::{Delivered, Destination, Sender};
use tokio::time::{Instant, advance};

use crate::smtp_world::{World, outcomes, transaction};

const FIRST: &str = "mx1.example.org";
const SECOND: &str = "mx2.example.org";
const TAKES: &str = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 PIPELINING\n\
    C: MAIL FROM:<sak@example.net>\nC: RCPT TO:<a@example.org>\nC: DATA\n\
    S: 250 ok\nS: 250 ok\nS: 354 go\nMAIL\nS: 250 2.0.0 taken\n";
const TAKEN: &str = "delivered: 250 2.0.0 taken";

/// No connection is kept, so that each mail looks for a server anew.
fn sender(world: &World) -> Sender {
    world.sender_with(|settings| settings.reuse.idle_max = 0)
}

async fn mail(sender: &Sender, domain: &str, insists: bool) -> Delivered {
    let to = Destination { insists, ..domain.into() };
    Box::pin(sender.deliver_to_domain(&to, &transaction(&["a@example.org"]))).await
}

#[tokio::test(start_paused = true)]
async fn a_dead_exchanger_costs_its_time_once_for_all_mails_and_is_asked_again_later() {
    let world = World::new(&[(FIRST, "NOBODY"), (SECOND, TAKES), (SECOND, TAKES), (SECOND, TAKES)])
        .mx("example.org", &[(10, FIRST), (20, SECOND)])
        .mx("another.org", &[(10, FIRST), (20, SECOND)]);
    let (sender, begun) = (sender(&world), Instant::now());
    let found = mail(&sender, "example.org", false).await;
    assert_eq!((outcomes(&found), found.host.as_str()), (vec![TAKEN.to_owned()], SECOND));
    assert!(found.passed_over.is_empty(), "it was asked");
    assert_eq!((begun.elapsed().as_secs(), world.asked().len()), (30, 2));

    // A domain of somebody else that has the same exchanger.
    let found = mail(&sender, "another.org", false).await;
    assert_eq!(outcomes(&found), [TAKEN]);
    let [passed] = &found.passed_over[..] else { panic!("{found:?}") };
    assert_eq!(passed.host, FIRST);
    assert!(found.transcript[0].starts_with("* mx1.example.org passed over, no answer at "), "{found:?}");
    assert_eq!((begun.elapsed().as_secs(), world.asked()), (30, vec![SECOND.to_owned()]));

    advance(Duration::from_secs(120)).await;
    let found = mail(&sender, "example.org", false).await;
    assert_eq!((outcomes(&found), found.passed_over.len()), (vec![TAKEN.to_owned()], 0));
    assert_eq!(world.asked(), [FIRST, SECOND], "preference counts again (RFC 5321 5.1)");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_takes_the_connection_and_says_nothing_is_remembered_too() {
    let world = World::new(&[(FIRST, "SILENCE"), (SECOND, TAKES), (SECOND, TAKES)])
        .mx("example.org", &[(10, FIRST), (20, SECOND)]);
    let (sender, begun) = (sender(&world), Instant::now());
    mail(&sender, "example.org", false).await;
    assert_eq!(begun.elapsed().as_secs() / 60, 5, "RFC 5321 4.5.3.2.1");
    let found = mail(&sender, "example.org", false).await;
    assert_eq!((found.passed_over.len(), begun.elapsed().as_secs() / 60), (1, 5));
}

#[tokio::test(start_paused = true)]
async fn where_all_are_dead_nobody_is_asked_until_somebody_insists() {
    let world = World::new(&[(SECOND, "NOBODY"), (FIRST, "NOBODY"), (FIRST, "NOBODY"), (SECOND, TAKES)])
        .mx("example.org", &[(10, FIRST), (20, SECOND)]);
    let sender = sender(&world);
    mail(&sender, "example.org", false).await;
    assert_eq!(world.asked(), [FIRST, SECOND]);
    let found = mail(&sender, "example.org", false).await;
    assert!(found.all_passed_over && !found.reached && world.asked().is_empty(), "{found:?}");
    let words = outcomes(&found).concat();
    assert!(
        words.starts_with("unreachable: cannot connect to `mx1.example.org:25`: it was passed over"),
        "{words}"
    );
    assert!(words.contains("; `mx2.example.org` was passed over, since it did not answer at "), "{words}");

    let found = mail(&sender, "example.org", true).await;
    assert_eq!(
        (outcomes(&found), world.asked()),
        (vec![TAKEN.to_owned()], vec![FIRST.to_owned(), SECOND.to_owned()])
    );
    assert!(found.passed_over.is_empty() && !found.all_passed_over, "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn whoever_insists_asks_the_living_first() {
    let world = World::new(&[(FIRST, "NOBODY"), (SECOND, TAKES), (SECOND, TAKES)])
        .mx("example.org", &[(10, FIRST), (20, SECOND)]);
    let sender = sender(&world);
    mail(&sender, "example.org", false).await;
    world.asked();
    let found = mail(&sender, "example.org", true).await;
    assert_eq!((outcomes(&found), world.asked()), (vec![TAKEN.to_owned()], vec![SECOND.to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_anything_at_all_is_not_dead() {
    let world = World::new(&[(FIRST, "S: 554 5.3.2 no service"), (SECOND, TAKES), (FIRST, TAKES)])
        .mx("example.org", &[(10, FIRST), (20, SECOND)]);
    let sender = sender(&world);
    assert_eq!(mail(&sender, "example.org", false).await.host, SECOND);
    assert_eq!(mail(&sender, "example.org", false).await.host, FIRST);
}
