//! The sender against scripted servers.

use std::time::Duration;

use domain::Secret;
use domain::mailbox::Security;
use net::smtp_out::{Hop, Sender, TurnedAway};
use net::{Credentials, DnsError, MxAnswer};
use tokio::time::Instant;

use crate::smtp_world::{World, outcomes, transaction};

const RELAY: &str = "relay.example.net";
/// Greeting and EHLO of a server that offers PIPELINING.
const HELLO: &str = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 PIPELINING\n";
/// An envelope for one recipient up to 354.
const ENVELOPE: &str = "C: MAIL FROM:<sak@example.net>
    C: RCPT TO:<a@example.org>
    C: DATA
    S: 250 ok
    S: 250 ok
    S: 354 go\n";
const TAKES: &str = "MAIL\nS: 250 2.0.0 taken\n";

fn script(parts: &[&str]) -> String {
    parts.concat()
}

fn relay(sender: &Sender) -> Hop {
    sender.relay(RELAY, 25, Security::None, None)
}

#[tokio::test]
async fn one_connection_carries_several_mails() {
    let world = World::new(&[(RELAY, &script(&[HELLO, ENVELOPE, TAKES, ENVELOPE, TAKES]))]);
    let sender = world.sender();
    for _ in 0..2 {
        let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
        assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
        assert_eq!((delivered.host.as_str(), delivered.tls), (RELAY, None));
        assert!(delivered.transcript.contains(&"S: 250 2.0.0 taken".to_owned()));
    }
    drop(sender);
    world.played().await;
}

#[tokio::test]
async fn a_connection_is_left_after_its_share_of_mails() {
    let once = script(&[HELLO, ENVELOPE, TAKES, "C: QUIT\nS: 221 bye\n"]);
    let world = World::new(&[(RELAY, &once), (RELAY, &once)]);
    let sender = world.sender_with(|settings| settings.reuse.mails_max = 1);
    for _ in 0..2 {
        let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
        assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
    }
    world.played().await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_in_time() {
    let world = World::new(&[(RELAY, &script(&[HELLO, ENVELOPE, TAKES, "C: QUIT\nS: 221 bye\n"]))]);
    let sender = world.sender();
    sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
    let start = Instant::now();
    world.played().await;
    assert!(start.elapsed() <= Duration::from_secs(20), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_kept_connection_that_is_gone_is_replaced_without_a_trace() {
    // Closed at once, closed after a farewell, closed when the next mail begins.
    for end in ["CUT\n", "S: 421 4.4.2 idle\nCUT\n", "C: MAIL FROM:<sak@example.net>\nCUT\n"] {
        let first = script(&[HELLO, ENVELOPE, TAKES, end]);
        let second = script(&[HELLO, ENVELOPE, TAKES]);
        let world = World::new(&[(RELAY, &first), (RELAY, &second)]);
        let sender = world.sender();
        for _ in 0..2 {
            let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
            assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"], "{end:?}");
        }
        drop(sender);
        world.played().await;
    }
}

#[tokio::test]
async fn each_recipient_has_its_own_outcome() {
    let envelope = "C: MAIL FROM:<sak@example.net>
        C: RCPT TO:<a@example.org>
        C: RCPT TO:<b@example.org>
        C: RCPT TO:<c@example.org>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 550 5.1.1 unknown
        S: 450 4.2.1 greylisted
        S: 354 go\n";
    let world = World::new(&[(RELAY, &script(&[HELLO, envelope, TAKES]))]);
    let sender = world.sender();
    let mail = transaction(&["a@example.org", "b@example.org", "c@example.org"]);
    let delivered = sender.deliver(&relay(&sender), &mail).await;
    assert_eq!(
        outcomes(&delivered),
        ["delivered: 250 2.0.0 taken", "refused: 550 5.1.1 unknown", "deferred: 450 4.2.1 greylisted"]
    );
}

#[tokio::test]
async fn a_connection_that_drops_leaves_the_mail_undelivered() {
    let dropped = |end: &'static str| async move {
        let world = World::new(&[(RELAY, &script(&[HELLO, ENVELOPE, end]))]);
        let sender = world.sender();
        let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
        outcomes(&delivered).concat()
    };
    let after_the_end = dropped("MAIL\nCUT").await;
    assert!(
        after_the_end.starts_with("unreachable: `relay.example.net`: the other side closed"),
        "{after_the_end}"
    );
    assert!(after_the_end.ends_with("so the server may have taken it"), "{after_the_end}");
    assert!(
        dropped("C: Subject: x\nCUT").await.starts_with("unreachable: `relay.example.net`: the other side")
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up_after_the_time_of_the_rfc() {
    let waited = |script: String, expected: &'static str| async move {
        let world = World::new(&[(RELAY, &script)]);
        let sender = world.sender();
        let delivered = sender.deliver(&relay(&sender), &transaction(&["a@example.org"])).await;
        let found = outcomes(&delivered).concat();
        assert!(found.contains(expected), "{found}");
        delivered.duration_ms / 60_000
    };
    assert_eq!(waited("SILENCE".into(), "did not answer our connection in time").await, 5);
    assert_eq!(waited(script(&[HELLO, "SILENCE"]), "did not answer MAIL FROM in time").await, 5);
    assert_eq!(waited(script(&[HELLO, ENVELOPE, "MAIL\nSILENCE"]), "may have taken it").await, 10);
}

#[tokio::test]
async fn starttls_protects_and_is_demanded_of_a_relay() {
    let hello = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n";
    let again = "TLS\nC: EHLO us.example.net\nS: 250-mx\nS: 250 PIPELINING\n";
    let world = World::new(&[
        (RELAY, &script(&[hello, again, ENVELOPE, TAKES])),
        (RELAY, &script(&[hello, "NO TLS\nCUT"])),
        (RELAY, "S: 220 hi\nC: EHLO us.example.net\nS: 250 mx"),
    ]);
    let sender = world.sender_with(|settings| settings.reuse.mails_max = 1);
    let hop = sender.relay(RELAY, 587, Security::StartTls, None);
    let mut found = Vec::new();
    for _ in 0..3 {
        let delivered = sender.deliver(&hop, &transaction(&["a@example.org"])).await;
        found.push((outcomes(&delivered).concat(), delivered.tls.map(|tls| tls.version)));
    }
    assert_eq!(found[0], ("delivered: 250 2.0.0 taken".to_owned(), Some("TLS 1.3")));
    assert!(
        found[1].0.starts_with("unreachable: no secure connection with `relay.example.net`"),
        "{found:?}"
    );
    assert!(found[2].0.contains("does not offer STARTTLS"), "{found:?}");
    world.played().await;
}

#[tokio::test]
async fn an_exchanger_whose_tls_is_broken_gets_plain_text() {
    let broken =
        "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nNO TLS\nCUT";
    let plain = script(&[
        "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250-STARTTLS\nS: 250 PIPELINING\n",
        ENVELOPE,
        TAKES,
    ]);
    let world = World::new(&[("mx.example.org", broken), ("mx.example.org", &plain)])
        .mx("example.org", &[(10, "mx.example.org")]);
    let sender = world.sender();
    let delivered = sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
    assert_eq!(delivered.tls, None);
    drop(sender);
    world.played().await;
}

#[tokio::test]
async fn exchangers_are_tried_in_order_until_one_speaks() {
    let world = World::new(&[
        ("b.example.org", "S: 554 5.7.1 not from you"),
        ("c.example.org", "S: 421 4.3.2 busy"),
        ("d.example.org", &script(&[HELLO, ENVELOPE, TAKES])),
    ])
    .mx(
        "example.org",
        &[(40, "d.example.org"), (10, "a.example.org"), (20, "b.example.org"), (30, "c.example.org")],
    );
    let sender = world.sender();
    let delivered = sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
    assert_eq!(delivered.host, "d.example.org");
    drop(sender);
    world.played().await;
}

#[tokio::test]
async fn who_puts_off_whoever_comes_is_told_from_who_is_not_there() {
    for (greeting, is_turned_away) in
        [("S: 421 4.3.2 busy", true), ("S: 450 4.3.2 later", true), ("S: 554 5.7.1 not from you", false)]
    {
        let world = World::new(&[("a.example.org", greeting)]).mx("example.org", &[(10, "a.example.org")]);
        let asked = transaction(&["a@example.org"]);
        let delivered = world.sender().deliver_to_domain(&"example.org".into(), &asked).await;
        let told = (delivered.reached, delivered.turned_away, delivered.host.as_str());
        let whom = is_turned_away.then_some(TurnedAway::Everybody);
        assert_eq!(told, (false, whom, "a.example.org"), "{greeting}");
        world.played().await;
    }
    let world = World::new(&[]).mx("example.org", &[(10, "a.example.org")]);
    let asked = transaction(&["a@example.org"]);
    let delivered = world.sender().deliver_to_domain(&"example.org".into(), &asked).await;
    assert_eq!(delivered.turned_away, None, "{delivered:?}");
}

#[tokio::test]
async fn a_refusal_of_the_recipient_is_final_for_this_attempt() {
    let refuses = "C: MAIL FROM:<sak@example.net>
        C: RCPT TO:<a@example.org>
        C: DATA
        S: 250 ok
        S: 550 5.1.1 unknown
        S: 503 no\n";
    let world = World::new(&[("a.example.org", &script(&[HELLO, refuses]))])
        .mx("example.org", &[(10, "a.example.org"), (20, "b.example.org")]);
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["refused: 550 5.1.1 unknown"]);
}

#[tokio::test]
async fn an_exchanger_that_fails_before_the_mail_is_followed_by_the_next() {
    let fails = "C: MAIL FROM:<sak@example.net>\nS: 421 4.3.2 stopping\nCUT";
    let world = World::new(&[
        ("a.example.org", &script(&[HELLO, fails])),
        ("b.example.org", &script(&[HELLO, ENVELOPE, TAKES])),
    ])
    .mx("example.org", &[(10, "a.example.org"), (20, "b.example.org")]);
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
}

#[tokio::test]
async fn a_mail_that_may_have_been_taken_is_not_given_to_the_next_exchanger() {
    let world = World::new(&[("a.example.org", &script(&[HELLO, ENVELOPE, "MAIL\nCUT"]))])
        .mx("example.org", &[(10, "a.example.org"), (20, "b.example.org")]);
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(delivered.host, "a.example.org");
    assert!(outcomes(&delivered)[0].ends_with("may have taken it"));
}

#[tokio::test]
async fn what_dns_says_decides_whether_to_wait() {
    let found = |answer: Result<MxAnswer, DnsError>| async move {
        let world = World::new(&[]).dns("example.org", answer);
        let delivered =
            world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
        outcomes(&delivered).concat()
    };
    assert!(found(Ok(MxAnswer::Null)).await.starts_with("impossible: `example.org` says in DNS"));
    let unknown = Err(DnsError::NoSuchName("example.org".into()));
    assert!(found(unknown).await.starts_with("impossible: there is no host or domain"));
    let silent = Err(DnsError::Unavailable { name: "example.org".into(), cause: "SERVFAIL".into() });
    assert!(found(silent).await.starts_with("unreachable: the name servers"));
    assert!(found(Ok(MxAnswer::Absent)).await.starts_with("unreachable: cannot connect to `example.org:25`"));
}

#[tokio::test]
async fn a_domain_without_mx_is_its_own_exchanger() {
    let world = World::new(&[("example.org", &script(&[HELLO, ENVELOPE, TAKES]))])
        .dns("example.org", Ok(MxAnswer::Absent));
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
}

#[tokio::test]
async fn mail_is_not_led_into_our_own_network_nor_back_to_us() {
    let world =
        World::new(&[]).mx("example.org", &[(10, "inside.example.org")]).private("inside.example.org");
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    let found = outcomes(&delivered).concat();
    assert!(
        found.starts_with("impossible: nobody takes mail for `example.org`") && found.contains("private"),
        "{found}"
    );

    let world = World::new(&[]).mx("example.org", &[(10, "US.example.net"), (20, "other.example.org")]);
    let delivered =
        world.sender().deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert!(outcomes(&delivered)[0].starts_with("impossible: `example.org` names this server"));
}

#[tokio::test]
async fn equal_exchangers_take_turns() {
    let once = script(&[HELLO, ENVELOPE, TAKES]);
    let world = World::new(&[("a.example.org", &once), ("b.example.org", &once)])
        .mx("example.org", &[(10, "a.example.org"), (10, "b.example.org")]);
    let sender = world.sender_with(|settings| settings.reuse.idle_max = 0);
    let mut hosts = Vec::new();
    for _ in 0..2 {
        hosts.push(
            sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await.host,
        );
    }
    hosts.sort();
    assert_eq!(hosts, ["a.example.org", "b.example.org"]);
}

#[tokio::test]
async fn a_relay_that_refuses_our_password_keeps_the_mail_with_us() {
    let refuses = "TLS
        S: 220 hi
        C: EHLO us.example.net
        S: 250-mx
        S: 250 AUTH PLAIN
        C: AUTH PLAIN AGthcmkAaGVtbWVsaWc=
        S: 535 5.7.8 not with hemmelig, nor with AGthcmkAaGVtbWVsaWc=";
    let world = World::new(&[(RELAY, refuses)]);
    let sender = world.sender();
    let credentials = Credentials::password("kari", Secret::new("hemmelig"));
    let hop = sender.relay(RELAY, 465, Security::Tls, Some(credentials));
    let delivered = sender.deliver(&hop, &transaction(&["a@example.org"])).await;
    let found = outcomes(&delivered).concat();
    assert!(
        found.starts_with("unreachable: `relay.example.net`: the server refused our sign-in: 535"),
        "{found}"
    );
    let shown = delivered.transcript.join("\n");
    assert!(shown.contains("C: AUTH PLAIN ****"), "{shown}");
    for told in [&found, &shown] {
        assert!(told.contains("not with ****, nor with ****"), "{told}");
        assert!(!told.contains("hemmelig") && !told.contains("AGthcmkAaGVtbWVsaWc="), "{told}");
    }
}

#[tokio::test]
async fn many_recipients_are_sent_in_parts() {
    let addresses: Vec<String> = (0..101).map(|number| format!("r{number}@example.org")).collect();
    let part = |addresses: &[String]| {
        let commands: String = addresses.iter().map(|one| format!("C: RCPT TO:<{one}>\n")).collect();
        let answers = "S: 250 ok\n".repeat(addresses.len() + 1);
        format!("C: MAIL FROM:<sak@example.net>\n{commands}C: DATA\n{answers}S: 354 go\n{TAKES}")
    };
    let world = World::new(&[(RELAY, &script(&[HELLO, &part(&addresses[..100]), &part(&addresses[100..])]))]);
    let sender = world.sender();
    let recipients: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let delivered = sender.deliver(&relay(&sender), &transaction(&recipients)).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"; 101]);
    assert_eq!(delivered.outcomes[100].0.to_string(), "r100@example.org");
    drop(sender);
    world.played().await;
}

/// A server over TLS to which `kari` signs in with these octets, and what it says to that.
fn signs_in(proof: &str, answer: &str) -> String {
    format!(
        "TLS\nS: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250-PIPELINING\nS: 250 AUTH PLAIN\n\
         C: AUTH PLAIN {proof}\nS: {answer}\n"
    )
}

/// `kari` with `hemmelig`, and with another password.
const RIGHT: &str = "AGthcmkAaGVtbWVsaWc=";
const WRONG: &str = "AGthcmkAZ2FsdA==";

fn as_kari(sender: &Sender, password: &str) -> Hop {
    let credentials = Credentials::password("kari", Secret::new(password));
    sender.relay(RELAY, 465, Security::Tls, Some(credentials))
}

#[tokio::test]
async fn a_kept_connection_serves_nobody_who_did_not_prove_the_same() {
    let ours = script(&[&signs_in(RIGHT, "235 2.7.0 in"), ENVELOPE, TAKES, ENVELOPE, TAKES]);
    let theirs = signs_in(WRONG, "535 5.7.8 no");
    let world = World::new(&[(RELAY, &ours), (RELAY, &theirs)]);
    let sender = world.sender();
    let mail = transaction(&["a@example.org"]);
    let first = sender.deliver(&as_kari(&sender, "hemmelig"), &mail).await;
    assert_eq!(outcomes(&first), ["delivered: 250 2.0.0 taken"]);
    // Another organisation names the same relay and user, and does not know the password.
    let other = sender.deliver(&as_kari(&sender, "galt"), &mail).await;
    assert!(outcomes(&other)[0].starts_with("unreachable"), "{other:?}");
    let again = sender.deliver(&as_kari(&sender, "hemmelig"), &mail).await;
    assert_eq!(outcomes(&again), ["delivered: 250 2.0.0 taken"], "our own is kept");
    drop(sender);
    world.played().await;
}

#[tokio::test]
async fn only_those_whose_part_was_refused_for_the_sign_in_are_tried_again() {
    let addresses: Vec<String> = (0..101).map(|number| format!("r{number}@example.org")).collect();
    let part = |addresses: &[String]| {
        let commands: String = addresses.iter().map(|one| format!("C: RCPT TO:<{one}>\n")).collect();
        let answers = "S: 250 ok\n".repeat(addresses.len() + 1);
        format!("C: MAIL FROM:<sak@example.net>\n{commands}C: DATA\n{answers}S: 354 go\n{TAKES}")
    };
    let opened = signs_in(RIGHT, "235 2.7.0 in");
    let first = script(&[&opened, &part(&addresses[..100]), "CUT\n"]);
    let refuses = signs_in(RIGHT, "535 5.7.8 over");
    let rest = script(&[&opened, &part(&addresses[100..])]);
    let world = World::new(&[(RELAY, &first), (RELAY, &refuses), (RELAY, &rest)]);
    let sender = world.sender();
    let recipients: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let hop = as_kari(&sender, "hemmelig");
    let delivered = sender.deliver(&hop, &transaction(&recipients)).await;
    let refused: Vec<String> = delivered.sign_in_refused.iter().map(ToString::to_string).collect();
    assert_eq!(refused, ["r100@example.org"]);
    let again = sender.deliver(&hop, &transaction(&["r100@example.org"])).await;
    let together = delivered.followed_by(again);
    assert_eq!(outcomes(&together), ["delivered: 250 2.0.0 taken"; 101]);
    assert_eq!(together.outcomes[100].0.to_string(), "r100@example.org");
    assert!(together.sign_in_refused.is_empty() && together.reached);
    drop(sender);
    world.played().await;
}
