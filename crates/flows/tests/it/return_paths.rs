//! Return paths of our own: each delivery has one, and a report that comes to it is about that delivery.

use bytes::Bytes;
use domain::authentication::SignatureResult;
use domain::distribution_list::ListMember;
use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::sender_domain::RecordKind;
use domain::transport::TransportOwner;
use flows::arrivals;
use flows::compose::{self, NamedLists, NewReply};
use flows::distribution_lists::{self, ListInput};
use flows::intake::IntakeWorker;
use flows::reception::{HandedOver, Reception, Whose};
use flows::transport::{self, TestInput, TransportInput};
use flows::worker::Found;
use policy::case_token::TokenKey;
use policy::return_token::Reading;
use testkit::smtp_sink::SmtpSink;

use crate::bulk_mail::{answer as bulk_answer, begin, work};
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
async fn a_return_path_that_another_node_signed_with_a_new_key_is_read_without_a_restart() {
    let world = stamping().await;
    answer(&world).await;
    let path: domain::EmailAddress = world.house.sink.taken()[0].return_path.parse().unwrap();
    let (old, new) = (TokenKey::new([5; 32]), TokenKey::new([6; 32]));
    let Reading::Of(sent) = old.of_returns().read(path.local(), world.office.now()) else {
        panic!("{path} is ours")
    };
    let local = new.of_returns().local_part(sent, world.office.now());
    let elsewhere: domain::EmailAddress = format!("{local}@{}", path.domain()).parse().unwrap();
    let reception = Reception::new(world.office.clone());
    let whose = async |path| reception.whose(path).await.unwrap();
    world.house.clock.advance_seconds(60);
    assert!(matches!(whose(&elsewhere).await, Whose::NoReturn), "nobody knows who signed it");

    let kept = world
        .office
        .store()
        .write(|tx| Box::pin(async move { store::reseal::keep_token_key(tx, [6; 32]).await }));
    kept.await.unwrap();
    assert!(
        matches!(whose(&elsewhere).await, Whose::NoReturn),
        "a stranger does not have us look at each of his"
    );
    world.house.clock.advance_seconds(10);
    assert!(matches!(whose(&elsewhere).await, Whose::Mailbox(_)));
    assert!(matches!(whose(&path).await, Whose::Mailbox(_)), "what was signed before is read still");
}

/// A server's words to people come to the return path of Kari's delivery: its subject and text.
async fn told_to_her_path(world: &World, told: (&str, &str)) {
    told_by("MAILER-DAEMON@elsewhere.test", world, told).await;
}

async fn told_by(from: &str, world: &World, (subject, text): (&str, &str)) {
    let (office, taken) = (&world.office, world.house.sink.taken());
    let to_kari = taken.iter().rev().find(|mail| mail.recipients == ["kari@customer.test"]).unwrap();
    let path: domain::EmailAddress = to_kari.return_path.parse().unwrap();
    let reception = Reception::new(office.clone());
    let mailbox = reception.mailbox(&path).await.unwrap().unwrap();
    let notice = format!(
        "From: {from}\nTo: you\nSubject: {subject}\nMessage-ID: <{}@elsewhere.test>\n\n{text}\n",
        office.entropy().hex(4)
    );
    let raw = Bytes::from(notice.replace('\n', "\r\n"));
    let source_id = arrivals::smtp_source_id(&raw, "1");
    let peer = "mx.elsewhere.test [192.0.2.1]".to_owned();
    reception.take(HandedOver { mailboxes: vec![mailbox], via: "smtp", peer, source_id, raw }).await.unwrap();
    let worker = IntakeWorker::new(office.clone());
    while worker.run_once().await.unwrap() == Found::Work {}
}

async fn standing(world: &World) -> Option<store::standings::StandingRow> {
    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let kari = "kari@customer.test".parse().unwrap();
    store::standings::find_by_address(&conn, organisation, &kari).await.unwrap()
}

#[tokio::test]
async fn a_report_that_names_nobody_is_about_the_delivery_whose_return_path_it_came_to() {
    let world = stamping().await;
    let case = answer(&world).await;
    let told =
        ("Undelivered Mail Returned to Sender", "Your message could not be delivered: the mailbox is full.");
    told_to_her_path(&world, told).await;
    assert!(world.house.case(case).await.delivery_failed);
    let known = standing(&world).await;
    assert_eq!(known.unwrap().last_class, Some(domain::returns::ReturnClass::MailboxFull));
}

#[tokio::test]
async fn under_a_heading_of_servers_whatever_came_to_a_return_path_is_a_report_and_a_persons_answer_is_none()
{
    let world = stamping().await;
    let case = answer(&world).await;
    let told = (
        "Delivery failure",
        "The following address was not reached:\n\nkari.n@elsewhere.test\n\nNo such user.",
    );
    told_by("Office <noreply@elsewhere.test>", &world, told).await;
    assert!(world.house.case(case).await.delivery_failed);
    assert_eq!(world.house.cases().await.len(), 1);
    let answered =
        ("Re: Help", "Your mail to kari.n@elsewhere.test got here, but could not be delivered at first.");
    told_by("Kari <kari.n@elsewhere.test>", &world, answered).await;
    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let mut messages = Vec::new();
    for case in world.house.cases().await {
        messages.extend(store::cases::list_messages(&conn, organisation, case.id).await.unwrap());
    }
    let hers = messages.iter().find(|message| message.content.text.starts_with("Your mail to")).unwrap();
    assert_eq!(hers.content.class, "person");
}

#[tokio::test]
async fn a_report_that_names_nobody_and_tells_of_a_delay_or_an_arrival_fails_nothing() {
    let (late, there) = (
        ("Delivery delayed", "Your message has not been delivered yet. The server will keep trying."),
        ("Delivery notification", "Your message has been delivered."),
    );
    for (told, delays, to_review) in [(late, 1, 0), (there, 0, 1)] {
        let world = stamping().await;
        let case = answer(&world).await;
        told_to_her_path(&world, told).await;
        let found = world.house.case(case).await;
        assert_eq!((found.delivery_failed, world.house.cases().await.len()), (false, 1), "{told:?}");
        let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
        let messages = store::cases::list_messages(&conn, organisation, case).await.unwrap();
        let of = |class: &str| messages.iter().filter(|message| message.content.class == class).count();
        assert_eq!((of("delivery_delay"), of("delivery_failure")), (delays, 0), "{told:?}");
        let waiting = store::returns::list_waiting(&conn, organisation, 9).await.unwrap();
        assert_eq!(waiting.len(), to_review, "{waiting:?}");
        assert!(standing(&world).await.is_none_or(|known| known.returns == 0), "{told:?}");
    }
}

#[tokio::test]
async fn a_delay_at_an_address_that_hers_is_forwarded_to_is_told_of_hers() {
    let world = stamping().await;
    let case = answer(&world).await;
    let late = ("Delivery delayed", "<kari.n@elsewhere.test>: delayed, the server will keep trying.");
    told_to_her_path(&world, late).await;
    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let messages = store::cases::list_messages(&conn, organisation, case).await.unwrap();
    let told = messages.iter().find(|message| message.content.class == "delivery_delay").unwrap();
    assert_eq!(told.content.to[0].address, "kari@customer.test".parse().ok());
}

#[tokio::test]
async fn a_domain_that_a_report_calls_gone_is_the_one_of_the_delivery_that_the_return_path_proves() {
    let world = stamping().await;
    let gone = ("Undelivered", "<kari.n@elsewhere.test>: Host or domain name not found.");
    // DNS knows her own domain no more, and that of whom her mail was forwarded to as ever.
    world.names.publish("elsewhere.test", "MX", "mx.elsewhere.test");
    let case = answer(&world).await;
    told_to_her_path(&world, gone).await;
    assert_eq!(standing(&world).await.unwrap().block, None, "a day must lie between");
    world.after(DAY + 1).await;
    let again = NewReply { text: "And more.".to_owned(), ..NewReply::default() };
    compose::reply(&world.office, &world.house.actor, case, again).await.unwrap();
    world.send().await;
    told_to_her_path(&world, gone).await;
    let known = standing(&world).await.unwrap();
    assert!(known.block.is_some(), "{known:?}");
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

/// A report about Ola's delivery as somebody may write it who got the same mail; `copy` is what it brings of that.
fn about_ola(number: u32, copy: &str) -> String {
    format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered\nMessage-ID: <r{number}@customer.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nNo such user.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n\
         Final-Recipient: rfc822; ola@customer.test\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n\
         --b\nContent-Type: text/rfc822-headers\n\n{copy}Subject: Help\n\n--b--\n"
    )
}

#[tokio::test]
async fn whoever_got_a_mail_too_cannot_have_another_of_its_recipients_blocked() {
    let world = stamping().await;
    let case = answer(&world).await;
    let taken = world.house.sink.taken();
    let of = |who: &str| taken.iter().find(|mail| mail.recipients == [who]).unwrap();
    let raw = String::from_utf8_lossy(&of("kari@customer.test").raw).into_owned();
    let id = raw.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().trim().to_owned();
    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let ola = "ola@customer.test".parse().unwrap();
    let block = async || {
        let known = store::standings::find_by_address(&conn, organisation, &ola).await.unwrap();
        known.and_then(|known| known.block)
    };
    world.house.receive(&about_ola(1, &format!("{id}\n"))).await;
    let complaint = format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: Help\nMessage-ID: <c@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: ola@customer.test\n\n\
         --b\nContent-Type: text/rfc822-headers\n\n{id}\nSubject: Help\n\n--b--\n"
    );
    world.house.receive(&complaint).await;
    assert_eq!(block().await, None);
    assert!(!world.house.case(case).await.delivery_failed);
    let waiting = store::returns::list_waiting(&conn, organisation, 9).await.unwrap();
    assert_eq!(waiting.len(), 2, "a person looks at both: {waiting:?}");

    // The copy that a server brings shows the return path, which she never saw.
    let copy = format!("Return-Path: <{}>\n{id}\n", of("ola@customer.test").return_path);
    world.house.receive(&about_ola(2, &copy)).await;
    assert!(block().await.is_some());
    assert!(world.house.case(case).await.delivery_failed);
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

/// A complaint that brings nothing of the mail but a mark (RFC 9477 3.5).
fn complaint_with(mark: &str, number: u32) -> String {
    format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: Help\nMessage-ID: <m{number}@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nCFBL-Feedback-ID: {mark}\nSubject: Help\n\n--b--\n"
    )
}

#[tokio::test]
async fn mail_to_many_says_where_complaints_go_and_its_mark_alone_proves_whom_one_is_about() {
    let world = stamping().await;
    answer(&world).await;
    let marked = |raw: &[u8]| String::from_utf8_lossy(raw).contains("CFBL-");
    assert!(world.house.sink.taken().iter().all(|mail| !marked(&mail.raw)), "single mail is no mailing");
    let cases = world.house.cases().await;
    begin(&world.house, bulk_answer("The lift is mended."), &cases).await;
    work(&world.house).await;
    world.send().await;
    let taken = world.house.sink.taken();
    let of_many = taken.iter().find(|mail| marked(&mail.raw)).unwrap();
    let (raw, path) = (String::from_utf8_lossy(&of_many.raw), &of_many.return_path);
    let (token, host) = path.split_once('@').unwrap();
    assert_eq!(host, "posthus-return.house.test", "an address that we receive, below the author's domain");
    assert!(raw.contains(&format!("\r\nCFBL-Address: {path}; report=arf\r\nCFBL-Feedback-ID: {token}\r\n")));
    let found = flows::authenticity::check(&*world.names, &of_many.raw, None).await.unwrap();
    let passes = found.signatures.dkim.iter().map(|it| it.result).collect::<Vec<_>>();
    assert_eq!(passes, [SignatureResult::Pass; 2]);

    let (conn, organisation) = (world.office.store().read(), world.house.actor.organisation);
    let who: domain::EmailAddress = of_many.recipients[0].parse().unwrap();
    let block = async || {
        let known = store::standings::find_by_address(&conn, organisation, &who).await.unwrap();
        known.and_then(|known| known.block).map(|block| block.scope)
    };
    let last = if token.as_bytes()[20] == b'a' { "b" } else { "a" };
    let forged = format!("{}{last}{}", &token[..20], &token[21..]);
    world.house.receive(&complaint_with(&forged, 1)).await;
    assert_eq!(block().await, None);
    let broken = format!("{}\n {}", &token[..30], &token[30..]);
    world.house.receive(&complaint_with(&broken, 2)).await;
    assert_eq!(block().await, Some(domain::blocks::BlockScope::Mailings));
}

#[tokio::test]
async fn whom_a_distribution_list_adds_is_told_where_complaints_go_and_whom_its_author_named_is_not() {
    let world = stamping().await;
    let (office, actor) = (&world.office, &world.house.actor);
    let case = answer(&world).await;
    let member = ListMember::Address { address: "per@customer.test".parse().unwrap(), name: None };
    let input = ListInput {
        name: "The board".to_owned(),
        description: String::new(),
        shared: true,
        members: vec![member],
        seen_version: None,
    };
    let board = distribution_lists::create(office, actor, input).await.unwrap();
    let lists = NamedLists { cc: vec![board], ..NamedLists::default() };
    let reply = NewReply { text: "See you on Monday.".to_owned(), lists, ..NewReply::default() };
    compose::reply(office, actor, case, reply).await.unwrap();
    world.send().await;
    let taken = world.house.sink.taken();
    let is_marked = |who: &str| {
        let mail = taken.iter().rev().find(|mail| mail.recipients == [who])?;
        Some(String::from_utf8_lossy(&mail.raw).contains("\r\nCFBL-Address: "))
    };
    assert_eq!((is_marked("per@customer.test"), is_marked("kari@customer.test")), (Some(true), Some(false)));
}

#[tokio::test]
async fn mail_to_many_of_a_domain_whose_reports_do_not_come_to_us_names_no_address_for_complaints() {
    let world = World::open().await;
    world.live("house.test").await;
    answer(&world).await;
    let cases = world.house.cases().await;
    begin(&world.house, bulk_answer("The lift is mended."), &cases).await;
    work(&world.house).await;
    world.send().await;
    let taken = world.house.sink.taken();
    let raw = String::from_utf8_lossy(&taken.last().unwrap().raw).into_owned();
    assert!(
        raw.contains("lift is mended") && raw.starts_with("DKIM-Signature: ") && !raw.contains("CFBL-"),
        "{raw}"
    );
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
    TestInput { transport, recipient: Some("kari@customer.test".parse().unwrap()), from: None }
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
