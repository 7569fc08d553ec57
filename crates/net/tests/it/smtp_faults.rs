//! What each stage of a transaction may refuse, for now or for good, and what a server may break.

use domain::mailbox::Security;
use net::smtp_out::Sender;

use crate::smtp_world::{World, outcomes, transaction};

const RELAY: &str = "relay.example.net";
const HELLO: &str = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 PIPELINING\n";
const ENVELOPE: &str = "C: MAIL FROM:<sak@example.net>\nC: RCPT TO:<a@example.org>\nC: DATA\n";

/// What becomes of a mail for one recipient that the relay treats so.
async fn outcome(script: &str) -> String {
    let world = World::new(&[(RELAY, script)]);
    let sender = world.sender();
    let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
    outcomes(&delivered).concat()
}

fn relay(sender: &Sender) -> net::smtp_out::Hop {
    sender.relay(RELAY, 25, Security::None, None)
}

#[tokio::test]
async fn each_stage_of_a_mail_is_refused_for_now_or_for_good() {
    for (answers, expected) in [
        ("S: 450 4.7.1 later\nS: 503 no\nS: 503 no\n", "deferred: 450 4.7.1 later"),
        ("S: 550 5.7.1 never\nS: 503 no\nS: 503 no\n", "refused: 550 5.7.1 never"),
        ("S: 250 ok\nS: 451 4.2.1 later\nS: 503 no\n", "deferred: 451 4.2.1 later"),
        ("S: 250 ok\nS: 551 5.1.6 moved\nS: 503 no\n", "refused: 551 5.1.6 moved"),
        ("S: 250 ok\nS: 250 ok\nS: 452 4.3.1 full\n", "deferred: 452 4.3.1 full"),
        ("S: 250 ok\nS: 250 ok\nS: 554 5.5.1 no mail\n", "refused: 554 5.5.1 no mail"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nMAIL\nS: 451 4.3.0 later\n", "deferred: 451 4.3.0 later"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nMAIL\nS: 554 5.7.1 spam\n", "refused: 554 5.7.1 spam"),
    ] {
        assert_eq!(outcome(&[HELLO, ENVELOPE, answers].concat()).await, expected, "{answers}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_let_us_begin_is_tried_again() {
    // RFC 5321 3.1, 4.2.1: such answers are about the server and us, not about this mail.
    for (script, expected) in [
        ("S: 421 4.3.2 busy", "closed the conversation: 421 4.3.2 busy"),
        ("S: 554 5.3.2 no service", "554 5.3.2 no service"),
        ("S: 220 hi\nC: EHLO us.example.net\nS: 421 4.3.2 busy", "421 4.3.2 busy"),
        (
            "S: 220 hi\nC: EHLO us.example.net\nS: 550 5.7.1 not you\nC: HELO us.example.net\nS: 550 5.7.1 not you",
            "550 5.7.1 not you",
        ),
        ("CUT", "the other side closed the connection"),
    ] {
        let found = outcome(script).await;
        assert!(found.starts_with("unreachable: `relay.example.net`") && found.contains(expected), "{found}");
    }
}

#[tokio::test]
async fn a_drop_after_the_end_leaves_only_the_accepted_in_doubt() {
    let envelope = "C: MAIL FROM:<sak@example.net>\nC: RCPT TO:<a@example.org>\nC: RCPT TO:<b@example.org>\nC: DATA\n\
        S: 250 ok\nS: 550 5.1.1 unknown\nS: 250 ok\nS: 354 go\nMAIL\nCUT";
    let world = World::new(&[(RELAY, &[HELLO, envelope].concat())]);
    let sender = world.sender();
    let mail = transaction(&["a@example.org", "b@example.org"]);
    let found = outcomes(&sender.deliver(&relay(&sender), &mail).await);
    assert_eq!(found[0], "refused: 550 5.1.1 unknown");
    assert!(found[1].starts_with("unreachable:") && found[1].ends_with("may have taken it"), "{found:?}");
}

#[tokio::test]
async fn a_relay_whose_certificate_is_for_another_name_gets_no_mail() {
    let script =
        "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
    let world = World::new(&[("other.example.net", script)]);
    let sender = world.sender();
    let hop = sender.relay("other.example.net", 587, Security::StartTls, None);
    let delivered = sender.deliver(&hop, &transaction(&["a@example.org"])).await;
    let found = outcomes(&delivered).concat();
    assert!(
        found.starts_with("unreachable: the certificate of `other.example.net` is for another name"),
        "{found}"
    );
    assert!(!delivered.reached);
}

#[tokio::test]
async fn a_mail_over_the_announced_size_ends_at_once_in_plain_words() {
    let hello = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 SIZE 20\nC: QUIT\nS: 221 bye\n";
    let world = World::new(&[(RELAY, hello)]);
    let sender = world.sender_with(|settings| settings.reuse.mails_max = 1);
    let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
    let expected = "impossible: `relay.example.net`: the mail is too large for this server: it has 21 octets, \
        and the server takes at most 20 octets; send it with smaller files";
    assert_eq!(outcomes(&delivered), [expected]);
    // Not a word of it was said.
    world.played().await;
}
