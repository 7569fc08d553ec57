//! What last words mean, as it is kept and as it is read: the class, how long a mail was tried, and where somebody moved to.

use domain::compose::AsWhom;
use domain::encryption::TlsNeed;
use domain::failure::Meaning;
use domain::mailbox::Security;
use domain::outbox::{DeliveryState, TransportKind};
use domain::returns::{ReturnClass, ReturnScope};
use domain::timeline::{Step, Subject};
use domain::{CaseId, OutboxId, Secret};
use flows::compose::NewReply;
use flows::{InstallationTransport, returns};
use store::cases::MessageRow;
use store::intake::Inserted;
use testkit::smtp_sink::{Fault, Offer, SmtpSink};

use crate::house::{House, SERVICE};
use crate::returns::{answered, answered_two, failures, report, sent_id};

const KARI: &str = "kari@customer.test";

async fn entries(house: &House, case: CaseId, class: &str) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    let all = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    all.into_iter().filter(|message| message.content.class == class).collect()
}

async fn steps(house: &House, subject: Subject) -> Vec<Step> {
    let conn = house.office.store().read();
    let told = store::timeline::list(&conn, house.actor.organisation, subject).await.unwrap();
    told.into_iter().map(|(_, step)| step).collect()
}

/// What the last words about a mail mean, as lists show it.
async fn meaning(house: &House, outbox: OutboxId) -> Option<Meaning> {
    let organisation = house.actor.organisation;
    returns::meanings(&house.office, organisation, &[outbox]).await.unwrap().remove(&outbox)
}

#[tokio::test]
async fn words_are_believed_before_codes_that_lie() {
    for (said, class) in [
        ("550 5.1.1 message looks like spam", ReturnClass::SpamJudged),
        ("554 5.7.1 mailbox is full", ReturnClass::MailboxFull),
        ("550 5.7.1 no such user here", ReturnClass::MailboxUnknown),
    ] {
        let house = House::open().await;
        house.sink.answer_recipient(KARI, said);
        let case = answered(&house).await;
        let entry = failures(&house, case).await.remove(0);
        assert_eq!(entry.content.failure.as_ref().unwrap().class, Some(class), "{said}");
        let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
        assert_eq!((found.class, found.gave_up_after_s), (Some(class), None), "{said}");
    }
}

#[tokio::test]
async fn what_an_older_program_wrote_down_is_judged_as_it_is_read() {
    let house = House::open().await;
    let mut judging = returns::judging(&house.office, house.actor.organisation).await.unwrap();
    let old = domain::failure::Failure::default();
    let kari = KARI.parse().unwrap();
    let found = judging.of_failure(Some(&old), "552 5.2.2 mailbox full", Some(&kari)).unwrap();
    assert_eq!(found.class, Some(ReturnClass::MailboxFull));
    assert_eq!(judging.of_failure(None, "", None).unwrap(), Meaning::default());
}

#[tokio::test]
async fn a_mail_that_is_given_up_says_after_how_long_and_for_what_at_last() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "452 4.2.2 mailbox full");
    let case = answered(&house).await;
    for _ in 0..5 * 24 + 2 {
        house.clock.advance_seconds(3600);
        house.send().await;
    }
    let entry = failures(&house, case).await.remove(0);
    let failure = entry.content.failure.unwrap();
    assert_eq!(failure.class, Some(ReturnClass::MailboxFull));
    let days = failure.gave_up_after_s.unwrap() / 86_400;
    assert_eq!(days, 5, "{failure:?}");
    let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
    assert_eq!(found.class, Some(ReturnClass::MailboxFull));
    assert_eq!(found.gave_up_after_s, failure.gave_up_after_s);
}

#[tokio::test]
async fn where_somebody_has_moved_to_is_kept_and_never_followed() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "551 5.1.6 User not local; please try <kari@new.test>");
    let case = answered(&house).await;
    let failure = failures(&house, case).await.remove(0).content.failure.unwrap();
    assert_eq!(failure.class, Some(ReturnClass::MailboxMoved));
    assert_eq!(failure.new_address, "kari@new.test".parse().ok());
    let conn = house.office.store().read();
    let participants = store::cases::participants(&conn, house.actor.organisation, case).await.unwrap();
    assert!(participants.iter().all(|one| one.to_string() != "kari@new.test"), "{participants:?}");
    house.send().await;
    assert_eq!(house.sink.count(), 0, "nothing goes there by itself");
}

#[tokio::test]
async fn whoever_is_there_in_place_of_one_who_left_is_named_by_a_refusal_and_by_a_report() {
    const LEFT: &str = "550 5.1.1 Kari no longer works here, contact ola@new.test";
    for by_report in [false, true] {
        let house = House::open().await;
        if !by_report {
            house.sink.answer_recipient(KARI, LEFT);
        }
        let case = answered(&house).await;
        if by_report {
            house
                .receive(&report(&sent_id(&house), "failed").replace("550 5.1.1 no mailbox here", LEFT))
                .await;
        }
        let entry = failures(&house, case).await.remove(0);
        let failure = entry.content.failure.clone().unwrap();
        let told = (failure.class, failure.left, failure.new_address);
        assert_eq!(told, (Some(ReturnClass::MailboxUnknown), true, "ola@new.test".parse().ok()));
        let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
        assert!(found.left, "{found:?}");
        let mut judging = returns::judging(&house.office, house.actor.organisation).await.unwrap();
        let read = judging.of_words(LEFT, KARI.parse().ok().as_ref());
        assert_eq!((read.left, read.new_address), (true, "ola@new.test".parse().ok()));
    }
}

#[tokio::test]
async fn an_automatic_reply_says_that_somebody_has_left_and_who_is_there_instead() {
    for (text, expected) in [
        ("Kari no longer works here. Please contact ola@new.test.", Some("ola@new.test")),
        ("I am away until Monday. In urgent cases contact ola@new.test.", None),
    ] {
        let house = House::open().await;
        let case = answered(&house).await;
        let reply = format!(
            "From: Kari <{KARI}>\nTo: {SERVICE}\nIn-Reply-To: {}\nAuto-Submitted: auto-replied\n\
             Subject: Automatic reply: The invoice\nMessage-ID: <left@customer.test>\n\n{text}\n",
            sent_id(&house)
        );
        house.receive(&reply).await;
        let all = entries(&house, case, "auto_reply").await;
        let [entry] = &all[..] else { panic!("{all:?}") };
        let said = returns::of_automatic_reply(&entry.content);
        let instead = said.as_ref().and_then(|said| said.new_address.as_ref()).map(ToString::to_string);
        assert_eq!((said.is_some_and(|said| said.left), instead.as_deref()), (expected.is_some(), expected));
    }
}

#[tokio::test]
async fn a_report_that_names_a_new_address_proposes_it() {
    let house = House::open().await;
    let case = answered(&house).await;
    let moved = report(&sent_id(&house), "failed")
        .replace("Status: 5.1.1", "Status: 5.1.6")
        .replace("550 5.1.1 no mailbox here", "551 5.1.6 the recipient has moved to kari@new.test");
    house.receive(&moved).await;
    let failure = failures(&house, case).await.remove(0).content.failure.unwrap();
    assert_eq!(failure.new_address, "kari@new.test".parse().ok(), "{failure:?}");
}

fn delayed(id: &str, fields: &str) -> String {
    report(id, "delayed")
        .replace("Status: 5.1.1", &format!("Status: 4.2.2{fields}"))
        .replace("550 5.1.1 no mailbox here", "452 4.2.2 mailbox full")
}

#[tokio::test]
async fn a_report_of_a_delay_stands_in_the_case_and_in_the_mails_timeline_once() {
    let house = House::open().await;
    let case = answered(&house).await;
    let before = house.case(case).await;
    let until = "\nWill-Retry-Until: Fri, 1 Jan 2100 10:00:00 +0000";
    house.receive(&delayed(&sent_id(&house), until)).await;
    let told = entries(&house, case, "delivery_delay").await;
    let [entry] = &told[..] else { panic!("{told:?}") };
    assert!(entry.content.text.contains("mailbox full"), "{}", entry.content.text);
    let failure = entry.content.failure.clone().unwrap();
    assert_eq!(failure.class, Some(ReturnClass::MailboxFull));
    let elsewhere = failure.elsewhere.unwrap();
    assert_eq!(elsewhere.host.as_deref(), Some("mx.customer.test"));
    assert_eq!(elsewhere.until.unwrap().to_rfc3339().get(..10), Some("2100-01-01"));

    // It is no failure: nothing opens, nobody pays, and the mail counts as sent.
    let after = house.case(case).await;
    assert_eq!((after.status, after.delivery_failed), (before.status, false));
    assert!(failures(&house, case).await.is_empty());
    let outbox = entry.outbox_id.unwrap();
    let conn = house.office.store().read();
    let rows = store::deliveries::list_of_item(&conn, house.actor.organisation, outbox).await.unwrap();
    assert_eq!(rows[0].state, DeliveryState::Sent);

    // The same report comes once more, and then another one.
    house.receive(&delayed(&sent_id(&house), until)).await;
    assert_eq!(entries(&house, case, "delivery_delay").await.len(), 1);
    let other = delayed(&sent_id(&house), "").replace("<delayed@", "<delayed2@");
    house.receive(&other).await;
    assert_eq!(entries(&house, case, "delivery_delay").await.len(), 2);
    let all = steps(&house, Subject::Outbox(outbox)).await;
    let is_delay = |step: &&Step| matches!(step, Step::DelayedElsewhere(_));
    assert_eq!(all.iter().filter(is_delay).count(), 2, "{all:?}");
}

#[tokio::test]
async fn a_report_of_many_delays_tells_a_mail_to_one_of_its_own_alone() {
    let house = House::open().await;
    let case = answered(&house).await;
    let group = |who: &str| format!("Final-Recipient: rfc822; {who}\nAction: delayed\nStatus: 4.0.0\n\n");
    let words = "<ola@customer.test>: mailbox full\n\n<kari@customer.test>: the mail is greylisted\n";
    let groups: String =
        ["ola@customer.test", KARI, "per@customer.test"].iter().map(|who| group(who)).collect();
    let many = format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Delayed\nMessage-ID: <many@customer.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\n{words}\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n{groups}\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\nSubject: x\n\n--b--\n",
        sent_id(&house)
    );
    house.receive(&many).await;
    let told = entries(&house, case, "delivery_delay").await;
    let [entry] = &told[..] else { panic!("{told:?}") };
    let class = entry.content.failure.as_ref().and_then(|failure| failure.class);
    assert_eq!(class, Some(ReturnClass::Greylisted), "what is said of others is not said of her");
    let all = steps(&house, Subject::Outbox(entry.outbox_id.unwrap())).await;
    let told = all.iter().filter(|step| matches!(step, Step::DelayedElsewhere(_))).count();
    assert_eq!(told, 1, "{all:?}");
}

#[tokio::test]
async fn nobody_who_had_to_do_with_the_mail_is_proposed_as_where_another_moved_to() {
    for (also, expected) in [
        ("Your mail to ola@customer.test is on its way.", None),
        (
            "Your mail of Service <service@house.test> to ola@customer.test: write to kari@new.test",
            Some("kari@new.test"),
        ),
    ] {
        let house = House::open().await;
        let case = answered_two(&house).await;
        let moved = report(&sent_id(&house), "failed")
            .replace("Status: 5.1.1", "Status: 5.1.6")
            .replace("550 5.1.1 no mailbox here", "551 5.1.6 the recipient has moved")
            .replace("About your mail.", &format!("{KARI} has moved. {also}"));
        house.receive(&moved).await;
        let entry = failures(&house, case).await.remove(0);
        let failure = entry.content.failure.clone().unwrap();
        assert_eq!(failure.class, Some(ReturnClass::MailboxMoved));
        let expected = expected.and_then(|address| address.parse().ok());
        assert_eq!(failure.new_address, expected, "{also}");
        // What was judged with the mail at hand stands as it is read.
        let mut judging = returns::judging(&house.office, house.actor.organisation).await.unwrap();
        let words = format!("{} {also}", entry.content.text);
        let read = judging.of_failure(Some(&failure), &words, KARI.parse().ok().as_ref()).unwrap();
        assert_eq!(read.new_address, expected, "{also}");
    }
}

#[tokio::test]
async fn a_report_of_a_delay_of_no_mail_of_ours_tells_nobody() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.receive(&delayed("<nobody@elsewhere.test>", "")).await;
    assert!(entries(&house, case, "delivery_delay").await.is_empty());
}

#[tokio::test]
async fn an_automatic_reply_tells_on_which_day_its_writer_is_back() {
    let house = House::open().await;
    let case = answered(&house).await;
    let away = |number: u32, text: &str| {
        format!(
            "From: {KARI}\nTo: {SERVICE}\nDate: Mon, 20 Jul 2026 10:00:00 +0200\nSubject: Fravær\n\
             Message-ID: <away{number}@customer.test>\nIn-Reply-To: {}\nAuto-Submitted: auto-replied\n\
             Content-Type: text/plain; charset=utf-8\n\n{text}\n",
            sent_id(&house)
        )
    };
    for (number, text, day) in [
        (1, "Jeg har ferie og er tilbake mandag 10. august.", Some("2026-08-10")),
        (2, "Jeg har ferie til 10. august.", None),
    ] {
        let Inserted::New(intake) = house.receive(&away(number, text)).await else { panic!("it is new") };
        let told = steps(&house, Subject::Intake(intake)).await;
        let found = told
            .iter()
            .find_map(|step| if let Step::BackOn { day } = step { Some(day.as_str()) } else { None });
        assert_eq!(found, day, "{told:?}");
    }
    assert!(!house.case(case).await.delivery_failed);
}

/// The mail that the house sent, as its way is written down.
async fn only_return(house: &House) -> store::returns::ReturnRow {
    let conn = house.office.store().read();
    let address = KARI.parse().unwrap();
    let all = store::returns::list_of_address(&conn, house.actor.organisation, &address, 9).await.unwrap();
    let [row] = &all[..] else { panic!("{all:?}") };
    row.clone()
}

#[tokio::test]
async fn what_answers_mail_or_comes_of_a_relay_is_read_as_it_was_judged() {
    // The house sends through a relay.
    let house = House::open().await;
    house.sink.fail(Fault::Sender("550 5.1.1 User unknown".to_owned()));
    let case = answered(&house).await;
    let entry = failures(&house, case).await.remove(0);
    let failure = entry.content.failure.unwrap();
    assert_eq!((failure.class, failure.at_relay), (Some(ReturnClass::SetupRefused), true));
    let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
    assert_eq!(
        (found.class, found.of_relay),
        (Some(ReturnClass::SetupRefused), false),
        "nobody was named yet"
    );
    assert!(found.at_relay && !found.sign_in_refused, "{found:?}");

    let house = House::open().await;
    house.sink.answer_recipient(KARI, "554 5.7.1 Relay access denied");
    let case = answered(&house).await;
    let outbox = failures(&house, case).await[0].outbox_id.unwrap();
    assert_eq!(meaning(&house, outbox).await.unwrap().class, Some(ReturnClass::SetupRefused));
}

/// This server in the place of the house's.
fn relay_at(sink: &SmtpSink) -> InstallationTransport {
    InstallationTransport {
        kind: TransportKind::Relay,
        host: "127.0.0.1".to_owned(),
        port: sink.port(),
        security: Security::None,
        username: String::new(),
        password: Secret::new(""),
        oauth: None,
        spf_terms: String::new(),
    }
}

#[tokio::test]
async fn an_address_beyond_ascii_keeps_a_mail_from_nobody_else_where_the_server_does_not_take_it() {
    let plain = SmtpSink::offering(Offer { smtputf8: false, ..Offer::default() }).unwrap();
    let house = House::open().await.restarted_behind(relay_at(&plain)).await;
    house.receive("From: kari@customer.test\nTo: service@house.test\nSubject: Hi\n\nhello\n").await;
    let case = house.cases().await[0].id;
    let cc = vec!["åse@customer.test".parse().unwrap()];
    let reply = NewReply { text: "Hello.".to_owned(), cc, ..NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let taken = plain.taken().remove(0);
    assert_eq!(taken.recipients, [KARI]);
    let raw = String::from_utf8(taken.raw).unwrap();
    assert!(raw.is_ascii() && raw.contains("Cc: =?utf-8?B?") && raw.contains(" :;"), "{raw}");
    let all = failures(&house, case).await;
    let classes: Vec<_> = all.iter().map(|entry| entry.content.failure.as_ref().unwrap().class).collect();
    assert_eq!(classes, [Some(ReturnClass::EaiUnsupported)]);
}

#[tokio::test]
async fn a_mail_that_the_relay_announces_to_be_too_large_comes_back_with_that_class() {
    let small = SmtpSink::offering(Offer { size_octets_max: 20, ..Offer::default() }).unwrap();
    let house = House::open().await.restarted_behind(relay_at(&small)).await;
    let case = answered(&house).await;
    let entry = failures(&house, case).await.remove(0);
    let failure = entry.content.failure.unwrap();
    assert_eq!((failure.class, failure.at_relay), (Some(ReturnClass::TooLarge), true));
    assert!(failure.class.unwrap().may_arrive_without_files());
    let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
    assert_eq!((found.class, found.by_server), (Some(ReturnClass::TooLarge), false));
    assert_eq!(
        (small.transactions(), only_return(&house).await.told.judged.class),
        (0, ReturnClass::TooLarge)
    );
}

#[tokio::test]
async fn a_demand_for_encryption_that_was_not_met_is_told_as_such_and_counts_for_nothing() {
    // The house speaks to its relay without encryption.
    let house = House::open().await;
    house.receive("From: kari@customer.test\nTo: service@house.test\nSubject: Hi\n\nhello\n").await;
    let case = house.cases().await[0].id;
    let as_whom = AsWhom { needs_tls: true, ..AsWhom::default() };
    let reply = NewReply { text: "In secret".to_owned(), as_whom, ..NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let entry = failures(&house, case).await.remove(0);
    let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
    assert_eq!((found.missed_tls, found.class, found.by_server), (TlsNeed::Verified, None, false));
    let mut judging = returns::judging(&house.office, house.actor.organisation).await.unwrap();
    let read = judging.of_failure(entry.content.failure.as_ref(), &entry.content.text, None).unwrap();
    assert_eq!((read.missed_tls, read.at_relay), (TlsNeed::Verified, true));
    let conn = house.office.store().read();
    let address = KARI.parse().unwrap();
    let all = store::returns::list_of_address(&conn, house.actor.organisation, &address, 9).await.unwrap();
    assert!(all.is_empty(), "nobody sent it back: {all:?}");
}

#[tokio::test]
async fn trouble_of_a_relay_of_ours_is_told_as_ours_wherever_it_is_read() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "450 4.7.1 Too many messages, slow down");
    let case = answered(&house).await;
    for _ in 0..5 * 24 + 2 {
        house.clock.advance_seconds(3600);
        house.send().await;
    }
    let entry = failures(&house, case).await.remove(0);
    let failure = entry.content.failure.clone().unwrap();
    assert_eq!((failure.class, failure.of_relay), (Some(ReturnClass::RateLimited), true));
    let found = meaning(&house, entry.outbox_id.unwrap()).await.unwrap();
    assert_eq!((found.class, found.of_relay), (Some(ReturnClass::RateLimited), true));
    let mut judging = returns::judging(&house.office, house.actor.organisation).await.unwrap();
    let told = judging.of_failure(Some(&failure), &entry.content.text, None).unwrap();
    assert!(told.of_relay, "{told:?}");
    let kept = only_return(&house).await.told;
    assert_eq!((kept.judged.scope(), kept.at_relay), (ReturnScope::Source, true));
}
