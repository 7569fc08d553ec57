//! Return paths of our own: each delivery has one, and a report that comes to it is about that delivery.

use bytes::Bytes;
use domain::authentication::SignatureResult;
use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::sender_domain::RecordKind;
use domain::transport::TransportOwner;
use flows::arrivals;
use flows::compose::{self, NewReply};
use flows::reception::{HandedOver, Reception, Whose};
use flows::transport::{self, TestInput, TransportInput};
use testkit::smtp_sink::SmtpSink;

use crate::house::SERVICE;
use crate::sender_domains::World;
use crate::ways::relay as through;

const DAY: i64 = 24 * 3600;

/// A house whose own domain is live with its return path.
async fn stamping() -> World {
    let world = World::open().await;
    let id = world.live("house.test").await;
    world.names.publish("posthus-return.house.test", "CNAME", "return.host.test");
    world.after(DAY).await;
    let records = world.find(id).await.findings.records;
    let record = records.iter().find(|record| record.kind == RecordKind::ReturnPath).unwrap();
    assert_eq!(record.verdict.as_str(), "live", "{record:?}");
    world
}

async fn answer(world: &World) -> domain::CaseId {
    world
        .house
        .receive(&format!(
            "From: Kari <kari@customer.test>\nTo: {SERVICE}\nCc: ola@customer.test\nSubject: Help\n\
             Message-ID: <1@customer.test>\n\nhello\n"
        ))
        .await;
    let case = world.house.cases().await[0].id;
    let reply = NewReply {
        text: "Hello.".to_owned(),
        cc: vec!["ola@customer.test".parse().unwrap()],
        ..NewReply::default()
    };
    compose::reply(&world.office, &world.house.actor, case, reply).await.unwrap();
    world.send().await;
    case
}

#[tokio::test]
async fn each_delivery_has_a_return_path_and_a_report_to_it_proves_which_one_failed() {
    let world = stamping().await;
    let case = answer(&world).await;
    let taken = world.house.sink.taken();
    assert_eq!(taken.len(), 2, "one transaction for each recipient");
    assert_ne!(taken[0].return_path, taken[1].return_path);
    let to_kari = taken.iter().find(|mail| mail.recipients == ["kari@customer.test"]).unwrap();
    let path: domain::EmailAddress = to_kari.return_path.to_ascii_uppercase().parse().unwrap();
    assert_eq!(path.domain(), "posthus-return.house.test");
    let reception = Reception::new(world.office.clone());
    let mailbox = reception.mailbox(&path).await.unwrap().unwrap();
    assert_eq!(
        (mailbox.organisation, mailbox.mailbox),
        (world.house.actor.organisation, world.house.mailbox)
    );
    // The report names neither the mail nor the address that we wrote to: it was forwarded.
    let report = "From: MAILER-DAEMON@elsewhere.test\nTo: you\nSubject: Undelivered\nMessage-ID: <9@elsewhere.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nNo such user.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.elsewhere.test\n\n\
         Final-Recipient: rfc822; kari.n@elsewhere.test\nAction: failed\nStatus: 5.1.1\n\n--b--\n";
    let raw = Bytes::from(report.replace('\n', "\r\n"));
    let mail = HandedOver {
        mailboxes: vec![mailbox],
        via: "smtp",
        peer: "mx.elsewhere.test [192.0.2.1]".to_owned(),
        source_id: arrivals::smtp_source_id(&raw, "1"),
        raw,
    };
    reception.take(mail).await.unwrap();
    world.house.place().await;
    let found = world.house.case(case).await;
    assert!(found.delivery_failed, "{found:?}");
    assert_eq!(world.house.cases().await.len(), 1, "it is of the case of the mail that it is about");
}

#[tokio::test]
async fn a_report_that_names_nobody_is_about_the_delivery_whose_return_path_it_came_to() {
    let world = stamping().await;
    let case = answer(&world).await;
    let taken = world.house.sink.taken();
    let to_kari = taken.iter().find(|mail| mail.recipients == ["kari@customer.test"]).unwrap();
    let path: domain::EmailAddress = to_kari.return_path.parse().unwrap();
    let reception = Reception::new(world.office.clone());
    let mailbox = reception.mailbox(&path).await.unwrap().unwrap();
    let notice = "From: MAILER-DAEMON@elsewhere.test\nTo: you\nSubject: Undelivered Mail Returned to Sender\n\
                  Message-ID: <8@elsewhere.test>\n\nYour message could not be delivered: the mailbox is full.\n";
    let raw = Bytes::from(notice.replace('\n', "\r\n"));
    let source_id = arrivals::smtp_source_id(&raw, "1");
    let peer = "mx.elsewhere.test [192.0.2.1]".to_owned();
    reception.take(HandedOver { mailboxes: vec![mailbox], via: "smtp", peer, source_id, raw }).await.unwrap();
    world.house.place().await;
    assert!(world.house.case(case).await.delivery_failed);
    let conn = world.office.store().read();
    let kari = "kari@customer.test".parse().unwrap();
    let known =
        store::standings::find_by_address(&conn, world.house.actor.organisation, &kari).await.unwrap();
    assert_eq!(known.unwrap().last_class, Some(domain::returns::ReturnClass::MailboxFull));
}

#[tokio::test]
async fn a_server_of_ones_own_gets_such_return_paths_where_whoever_set_it_says_that_it_takes_them() {
    let (world, relay) = (stamping().await, SmtpSink::start().unwrap());
    let owner = || TransportOwner::Domain("house.test".to_owned());
    let set = async |own_return_path| {
        let input = TransportInput { own_return_path: Some(own_return_path), ..through(&relay) };
        transport::put(&world.office, &world.house.actor, owner(), input).await.unwrap();
    };
    set(false).await;
    let case = answer(&world).await;
    let taken = relay.taken();
    assert!(taken.iter().all(|mail| mail.return_path == SERVICE), "{taken:?}");
    assert_eq!(taken.len(), 1, "both recipients in one transaction");

    set(true).await;
    let again = NewReply { text: "And more.".to_owned(), ..NewReply::default() };
    compose::reply(&world.office, &world.house.actor, case, again).await.unwrap();
    world.send().await;
    let path: domain::EmailAddress = relay.taken()[1].return_path.parse().unwrap();
    assert_eq!(path.domain(), "posthus-return.house.test");
    let user = TransportOwner::User(world.house.actor.user);
    let input = TransportInput { own_return_path: Some(true), ..through(&relay) };
    let refused = transport::put(&world.office, &world.house.actor, user, input).await.unwrap_err();
    assert_eq!((refused.field, refused.code), (Some("own_return_path"), "transport.own_return_path"));
}

#[tokio::test]
async fn a_complaint_that_leaves_out_everybody_names_its_delivery_by_the_return_path() {
    let world = stamping().await;
    let case = answer(&world).await;
    let taken = world.house.sink.taken();
    let to_ola = taken.iter().find(|mail| mail.recipients == ["ola@customer.test"]).unwrap();
    let complaint = format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: Help\nMessage-ID: <c@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Mail-From: <{}>\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nSubject: Help\n\n--b--\n",
        to_ola.return_path
    );
    world.house.receive(&complaint).await;
    assert_eq!(world.house.cases().await.len(), 1, "it is of the case of the mail that it is about");
    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let standing = async |who: &str| {
        let found = store::standings::find_by_address(&conn, organisation, &who.parse().unwrap()).await;
        found.unwrap().and_then(|standing| standing.block).map(|block| block.scope)
    };
    assert_eq!(standing("ola@customer.test").await, Some(domain::blocks::BlockScope::Mailings));
    assert_eq!(standing("kari@customer.test").await, None);
    assert!(!world.house.case(case).await.delivery_failed);
}

#[tokio::test]
async fn a_made_up_or_old_return_path_takes_no_mail() {
    let world = stamping().await;
    answer(&world).await;
    let path = world.house.sink.taken()[0].return_path.clone();
    let reception = Reception::new(world.office.clone());
    let whose = async |path: &str| reception.whose(&path.parse().unwrap()).await.unwrap();
    assert!(matches!(whose(&path).await, Whose::Mailbox(_)));
    let last = if path.as_bytes()[20] == b'a' { "b" } else { "a" };
    let forged = format!("{}{last}{}", &path[..20], &path[21..]);
    assert_eq!(whose(&forged).await, Whose::NoReturn);
    assert_eq!(whose("somebody@posthus-return.house.test").await, Whose::Nobodys);
    world.house.clock.advance_seconds(31 * DAY);
    assert_eq!(whose(&path).await, Whose::NoReturn);
}

fn test_to(own: Option<&SmtpSink>) -> TestInput {
    let transport = match own {
        Some(sink) => TransportInput {
            kind: Some(TransportKind::Relay),
            host: Some(sink.address().ip().to_string()),
            port: Some(sink.port()),
            security: Some(Security::None),
            ..TransportInput::default()
        },
        None => TransportInput { own: Some(false), ..TransportInput::default() },
    };
    TestInput { transport, recipient: Some("kari@customer.test".parse().unwrap()) }
}

#[tokio::test]
async fn the_mail_of_a_test_is_signed_and_has_a_return_path_as_real_mail_has() {
    let world = stamping().await;
    let (office, actor) = (&world.office, &world.house.actor);
    let owner = TransportOwner::Organisation;
    let report = transport::test(office, actor, &owner, test_to(None)).await.unwrap();
    assert!(report.ok, "{report:?}");
    let taken = world.house.sink.taken().remove(0);
    let found = flows::authenticity::check(&*world.names, &taken.raw, None).await.unwrap();
    let results: Vec<_> = found.signatures.dkim.iter().map(|it| (it.algorithm, it.result)).collect();
    let pass = SignatureResult::Pass;
    assert_eq!(results, [("rsa-sha256", pass), ("ed25519-sha256", pass)], "{:?}", found.signatures.dkim);
    let said = report.conversation.join("\n");
    assert!(!said.contains("DKIM-Signature") && said.contains(&taken.return_path), "{said}");

    let path: domain::EmailAddress = taken.return_path.parse().unwrap();
    assert_eq!(path.domain(), "posthus-return.house.test", "as real mail: SPF is of it (RFC 7208 2.4)");
    let mailbox = Reception::new(office.clone()).mailbox(&path).await.unwrap().unwrap();
    assert_eq!((mailbox.mailbox, mailbox.returned_delivery), (world.house.mailbox, None));

    // Through an account's own server the return path is the account's.
    let own = SmtpSink::start().unwrap();
    assert!(transport::test(office, actor, &owner, test_to(Some(&own))).await.unwrap().ok);
    let taken = own.taken().remove(0);
    assert_eq!(taken.return_path, SERVICE);
    assert!(taken.raw.starts_with(b"DKIM-Signature"));
}
