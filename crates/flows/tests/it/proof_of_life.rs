//! A mail from a blocked address lifts what returns blocked, where it is proved to be from there.

use domain::blocks::{AddressDeed, BlockReason, BlockScope, ReturnSource};
use domain::compose::{AsWhom, FromChoice};
use domain::returns::{Confidence, ReturnClass, ReturnKind};
use domain::{About, EmailAddress, Timestamp};
use flows::compose::{self, NewReply};
use flows::identities::{self, IdentityInput};
use flows::people::{self, PersonInput};
use flows::returns::{self, ReturnsChange};
use store::incidents::{self, NewIncident};
use store::returns::{Judged, NewReturn, Weight};
use store::standings::{Block, NewStanding, StandingRow};
use testkit::dns::{DnsServer, Zone};

use crate::house::House;

const KARI: &str = "kari@a.test";
/// Where mail of a.test comes from.
const ITS_HOST: &str = "192.0.2.1";

/// Both domains say where their mail comes from; the policy of one cannot be asked for, and the third has none.
fn zone() -> Zone {
    Zone::new()
        .txt("a.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.a.test", "v=DMARC1; p=reject")
        .txt("silent.test", "v=spf1 ip4:192.0.2.1 -all")
        .fails("_dmarc.silent.test")
        .txt("plain.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("nord.onmicrosoft.com", "v=spf1 -all")
        .txt("sor.onmicrosoft.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.onmicrosoft.com", "v=DMARC1; p=reject")
        .txt("microsoft.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.microsoft.com", "v=DMARC1; p=reject")
}

fn of(who: &str) -> EmailAddress {
    who.parse().unwrap()
}

/// A mail that this client brought.
pub(crate) fn mail(client: &str, who: &str, fields: &str) -> String {
    let id = format!("{client}{}", fields.len());
    format!(
        "Return-Path: <{who}>\nReceived: from mx.test ([{client}])\n\tby house.test with ESMTP id 1;\n\tnow\n\
         {fields}From: <{who}>\nTo: service@house.test\nSubject: Hei\nMessage-ID: <{id}.{who}>\n\nHei\n"
    )
}

async fn standing(house: &House, who: &str) -> StandingRow {
    let conn = house.office.store().read();
    let row = store::standings::find_by_address(&conn, house.actor.organisation, &of(who)).await;
    row.unwrap().unwrap()
}

async fn block_of(house: &House, who: &str) -> Option<(BlockScope, BlockReason)> {
    standing(house, who).await.block.map(|block| (block.scope, block.reason))
}

/// The address is blocked so since a minute; a return did, unless another reason is named.
pub(crate) async fn blocked(house: &House, who: &str, block: (BlockScope, BlockReason)) {
    came_back(house, who, Some(block)).await;
}

/// A mail to the address came back a minute ago, with the block that followed.
async fn came_back(house: &House, who: &str, block: Option<(BlockScope, BlockReason)>) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let new = NewStanding {
        address: of(who),
        returns: 1,
        at,
        class: Some(ReturnClass::MailboxUnknown),
        fault: None,
        rule: None,
        words: "550 5.1.1 user unknown".to_owned(),
        host: None,
        well_at: None,
        block: block.map(|(scope, reason)| Block { at, scope, reason }),
        by: None,
    };
    let written = house.office.store().write(move |tx| {
        let new = new.clone();
        Box::pin(async move { store::standings::put(tx, organisation, &new).await })
    });
    Result::<_, store::StoreError>::unwrap(written.await);
    house.clock.advance_seconds(60);
}

const RETURNED: (BlockScope, BlockReason) = (BlockScope::All, BlockReason::Returned);

async fn opened() -> (DnsServer, House) {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    (dns, house)
}

#[tokio::test]
async fn a_proved_mail_lifts_the_block_and_a_forged_one_does_not_even_offer_it() {
    let (_dns, house) = opened().await;
    blocked(&house, KARI, RETURNED).await;
    house.receive(&mail("198.51.100.9", KARI, "")).await;
    let row = standing(&house, KARI).await;
    assert_eq!((block_of(&house, KARI).await, row.written_since(), row.returns), (Some(RETURNED), None, 1));

    house.receive(&mail(ITS_HOST, KARI, "")).await;
    let row = standing(&house, KARI).await;
    assert_eq!((row.block, row.returns, row.changed_by), (None, 0, None));
    let conn = house.office.store().read();
    let told = store::address_changes::list_of_address(&conn, house.actor.organisation, &of(KARI), 9).await;
    let newest = told.unwrap().remove(0).change;
    assert_eq!((newest.deed, newest.by), (AddressDeed::Wrote, None));
    // Whoever knows better blocks it again as it was.
    let again = returns::block_again(&house.office, &house.actor, &[row.id]).await.unwrap();
    assert_eq!((again.done, block_of(&house, KARI).await), (vec![row.id], Some(RETURNED)));
}

#[tokio::test]
async fn what_is_not_proved_stays_an_offer_and_a_domain_without_a_policy_proves_by_itself() {
    let (_dns, house) = opened().await;
    for who in ["ola@plain.test", "ola@silent.test"] {
        blocked(&house, who, RETURNED).await;
        house.receive(&mail(ITS_HOST, who, "")).await;
    }
    let unsure = standing(&house, "ola@silent.test").await;
    assert!(unsure.block.is_some() && unsure.written_since().is_some(), "{unsure:?}");
    assert_eq!(block_of(&house, "ola@plain.test").await, None);
    // Where answers go nobody proves.
    blocked(&house, "ola@b.test", RETURNED).await;
    house.receive(&mail(ITS_HOST, KARI, "Reply-To: <ola@b.test>\n")).await;
    assert_eq!(standing(&house, "ola@b.test").await.written_since(), None);
}

#[tokio::test]
async fn programs_lift_nothing_and_nothing_is_lifted_where_the_organisation_does_not_want_it() {
    let (_dns, house) = opened().await;
    blocked(&house, KARI, RETURNED).await;
    house.receive(&mail(ITS_HOST, KARI, "Auto-Submitted: auto-replied\n")).await;
    house.receive(&mail(ITS_HOST, KARI, "List-Id: <news.a.test>\nPrecedence: list\n")).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED));
    // A form of a web site writes for a person, and nobody reads where it writes from.
    let form = "noreply@a.test";
    blocked(&house, form, RETURNED).await;
    house.receive(&mail(ITS_HOST, form, "Reply-To: <ola@b.test>\n")).await;
    assert_eq!(block_of(&house, form).await, Some(RETURNED));
    assert_eq!(standing(&house, form).await.written_since(), None);
    let off = ReturnsChange { mail_lifts_blocks: Some(false), ..ReturnsChange::default() };
    returns::set_rules(&house.office, &house.actor, off).await.unwrap();
    house.receive(&mail(ITS_HOST, KARI, "")).await;
    assert!(standing(&house, KARI).await.written_since().is_some(), "it is offered as before");
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED));
}

#[tokio::test]
async fn what_was_written_before_the_block_and_fetched_after_it_says_nothing() {
    let (_dns, house) = opened().await;
    blocked(&house, KARI, RETURNED).await;
    house.receive(&mail(ITS_HOST, KARI, "Date: Mon, 1 Jan 2024 10:00:00 +0000\n")).await;
    let row = standing(&house, KARI).await;
    assert_eq!((block_of(&house, KARI).await, row.written_since(), row.returns), (Some(RETURNED), None, 1));
    house.receive(&mail(ITS_HOST, KARI, "")).await;
    assert_eq!(block_of(&house, KARI).await, None);
}

#[tokio::test]
async fn what_lay_at_its_server_since_before_the_block_says_nothing_whatever_its_sender_wrote() {
    let (_dns, house) = opened().await;
    let before = house.office.now();
    house.clock.advance_seconds(60);
    blocked(&house, KARI, RETURNED).await;
    let ahead = format!("Date: {}\n", house.office.now().plus_seconds(86_400).to_rfc2822());
    for fields in ["", ahead.as_str()] {
        house.receive_arrived(&mail(ITS_HOST, KARI, fields), before).await;
        assert_eq!(block_of(&house, KARI).await, Some(RETURNED), "{fields}");
        assert_eq!(standing(&house, KARI).await.written_since(), None, "{fields}");
    }
    house.receive_arrived(&mail(ITS_HOST, KARI, "X-Another: mail\n"), house.office.now()).await;
    assert_eq!(block_of(&house, KARI).await, None);
}

#[tokio::test]
async fn what_was_written_before_the_last_return_lifts_no_block_that_is_older() {
    let (_dns, house) = opened().await;
    blocked(&house, KARI, RETURNED).await;
    let between = house.office.now().to_rfc2822();
    house.clock.advance_seconds(60);
    came_back(&house, KARI, None).await;
    house.receive(&mail(ITS_HOST, KARI, &format!("Date: {between}\n"))).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED), "the last word is that it came back");
    house.receive(&mail(ITS_HOST, KARI, "")).await;
    assert_eq!(block_of(&house, KARI).await, None);
}

#[tokio::test]
async fn what_people_and_lists_say_of_an_address_that_returns_blocked_stays() {
    let (_dns, house) = opened().await;
    let (office, actor) = (&house.office, &house.actor);
    blocked(&house, KARI, RETURNED).await;
    returns::block(office, actor, (KARI, BlockScope::All)).await.unwrap();
    let (wants_none, listed) = ("wants-none@a.test", "listed@a.test");
    blocked(&house, wants_none, RETURNED).await;
    for _ in 0..2 {
        returns::block(office, actor, (wants_none, BlockScope::Mailings)).await.unwrap();
    }
    let conn = office.store().read();
    let told = store::address_changes::list_of_address(&conn, actor.organisation, &of(wants_none), 9).await;
    let told: Vec<_> =
        told.unwrap().into_iter().map(|told| (told.change.scope, told.change.reason)).collect();
    let by_hand = (Some(BlockScope::Mailings), Some(BlockReason::Hand));
    assert_eq!(told, [by_hand, (Some(RETURNED.0), Some(RETURNED.1))], "it is told, and once");
    blocked(&house, listed, RETURNED).await;
    let list = format!("{{\"emailAddress\":\"{listed}\",\"reason\":\"BOUNCE\"}}");
    let imported = returns::import(office, actor, list.into_bytes()).await.unwrap();
    assert_eq!((imported.blocked, imported.known), (0, 1));
    assert_eq!(block_of(&house, listed).await, Some(RETURNED), "what is blocked for as much keeps its cause");
    for (who, reason) in [(KARI, BlockReason::Hand), (wants_none, BlockReason::Returned)] {
        house.receive(&mail(ITS_HOST, who, "")).await;
        assert_eq!(block_of(&house, who).await, Some((BlockScope::All, reason)), "{who}");
    }
    house.receive(&mail(ITS_HOST, listed, "")).await;
    assert_eq!(block_of(&house, listed).await, None, "and a mail from there lifts it as before");
}

#[tokio::test]
async fn what_people_and_lists_blocked_stays_and_so_do_complaints_and_whoever_has_left() {
    let (_dns, house) = opened().await;
    for kept in [
        (BlockScope::All, BlockReason::Hand),
        (BlockScope::All, BlockReason::Imported),
        (BlockScope::Mailings, BlockReason::Returned),
    ] {
        let who = format!("{}-{}@a.test", kept.0.as_str(), kept.1.as_str());
        blocked(&house, &who, kept).await;
        house.receive(&mail(ITS_HOST, &who, "")).await;
        assert_eq!(block_of(&house, &who).await, Some(kept));
    }
    let complained = "complained@a.test";
    let list = format!("{{\"emailAddress\":\"{complained}\",\"reason\":\"COMPLAINT\"}}");
    returns::import(&house.office, &house.actor, list.into_bytes()).await.unwrap();
    blocked(&house, complained, RETURNED).await;
    house.receive(&mail(ITS_HOST, complained, "")).await;
    let mailings = (BlockScope::Mailings, BlockReason::Imported);
    assert_eq!(block_of(&house, complained).await, Some(mailings), "answers go there again, and no mailings");

    let wants_none = "wants-none@a.test";
    let mailings = (wants_none, BlockScope::Mailings);
    returns::block(&house.office, &house.actor, mailings).await.unwrap();
    blocked(&house, wants_none, RETURNED).await;
    house.receive(&mail(ITS_HOST, wants_none, "")).await;
    assert_eq!(block_of(&house, wants_none).await, Some(RETURNED), "somebody said so before it came back");

    let input = PersonInput {
        name: Some("Kari".to_owned()),
        addresses: Some(vec![KARI.to_owned()]),
        former: Some(true),
        ..PersonInput::default()
    };
    people::create_person(&house.office, &house.actor, input).await.unwrap();
    blocked(&house, KARI, RETURNED).await;
    house.receive(&mail(ITS_HOST, KARI, "")).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED), "somebody said that she has left");
}

/// An open incident of this class holds a refusal of the address.
async fn of_incident(house: &House, who: &str, class: ReturnClass) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let told = NewReturn {
        address: Some(of(who)),
        outbox_id: None,
        intake_id: None,
        at,
        source: ReturnSource::Smtp,
        judged: Judged {
            class,
            cause: None,
            kind: ReturnKind::Hard,
            confidence: Confidence::High,
            rule: "user-unknown".to_owned(),
            rules: None,
            matched: String::new(),
            of_relay: false,
        },
        words: "550 5.1.1 user unknown".to_owned(),
        about: About::default(),
        host: None,
        at_relay: false,
    };
    let written = house.office.store().write(move |tx| {
        let told = told.clone();
        Box::pin(async move {
            let new = NewIncident {
                burst: class.as_str(),
                provider: "a.test",
                class,
                words: "550 5.1.1 user unknown",
                at,
            };
            let id = incidents::open(tx, organisation, &new, Timestamp::from_millis(0)).await?;
            let weight =
                Weight { counted: true, blocked: true, burst: Some(class.as_str()), incident_id: Some(id) };
            store::returns::put(tx, organisation, &told, &weight).await
        })
    });
    Result::<_, store::StoreError>::unwrap(written.await);
}

#[tokio::test]
async fn an_address_of_an_incident_waits_for_whoever_decides_and_a_fault_of_ours_keeps_nobody_waiting() {
    let (_dns, house) = opened().await;
    blocked(&house, KARI, RETURNED).await;
    of_incident(&house, KARI, ReturnClass::ReputationBlock).await;
    house.receive(&mail(ITS_HOST, KARI, "")).await;
    assert_eq!(block_of(&house, KARI).await, None);

    blocked(&house, KARI, RETURNED).await;
    of_incident(&house, KARI, ReturnClass::MailboxUnknown).await;
    house.receive(&mail(ITS_HOST, KARI, "X-Second: 1\n")).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED));
    assert!(standing(&house, KARI).await.written_since().is_some());
}

/// A mail to several without return paths of their own: whoever got it can say of another what a server says.
async fn to_two(house: &House, kari: &str) {
    let first = format!(
        "From: Kari <{kari}>\nTo: service@house.test\nCc: ola@plain.test\nSubject: Hei\n\
         Message-ID: <1@a.test>\n\nHei\n"
    );
    house.receive(&first).await;
    let case = house.cases().await[0].id;
    let cc = vec![of("ola@plain.test")];
    let reply = NewReply { text: "Hei.".to_owned(), cc, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

/// A mail that this client brought from this address.
fn brought(client: &str, from: &str, mail: &str) -> String {
    format!(
        "Return-Path: <{from}>\nReceived: from mx.test ([{client}])\n\tby house.test with ESMTP id 1;\n\tnow\n{mail}"
    )
}

#[tokio::test]
async fn a_report_blocks_one_of_several_where_it_is_proved_to_be_from_a_daemon_of_his_domain() {
    let (_dns, house) = opened().await;
    to_two(&house, KARI).await;
    let id = crate::returns::sent_id(&house);
    let reported = |client: &str, from: &str| {
        let report = crate::returns::report(&id, "failed")
            .replace("MAILER-DAEMON@customer.test", from)
            .replace("kari@customer.test", KARI)
            .replace("<failed@", &format!("<{client}.{from}."));
        brought(client, from, &report)
    };
    for (client, from) in [
        ("192.0.2.9", "MAILER-DAEMON@a.test"),
        (ITS_HOST, "MAILER-DAEMON@plain.test"),
        (ITS_HOST, "eva@a.test"),
    ] {
        house.receive(&reported(client, from)).await;
        let known = standing(&house, KARI).await;
        assert_eq!((known.block, known.returns), (None, 1), "{client} {from}");
    }
    house.receive(&reported(ITS_HOST, "MAILER-DAEMON@a.test")).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED));
}

#[tokio::test]
async fn a_report_blocks_whom_a_mail_went_to_alone_and_others_know_of_where_it_is_proved_to_be_from_his_server()
 {
    let (_dns, house) = opened().await;
    let first =
        "From: Kari <kari@a.test>\nTo: service@house.test\nSubject: Hei\nMessage-ID: <1@a.test>\n\nHei\n";
    house.receive(first).await;
    let case = house.cases().await[0].id;
    for cc in [vec![], vec![of("ola@plain.test")]] {
        let reply = NewReply { text: "Hei.".to_owned(), cc, ..NewReply::default() };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        house.send().await;
    }
    let id = crate::returns::sent_id(&house);
    let reported = |client: &str| {
        let report = crate::returns::report(&id, "failed")
            .replace("MAILER-DAEMON@customer.test", "MAILER-DAEMON@a.test")
            .replace("kari@customer.test", KARI)
            .replace("<failed@", &format!("<{client}."));
        brought(client, "MAILER-DAEMON@a.test", &report)
    };
    house.receive(&reported("192.0.2.9")).await;
    let known = standing(&house, KARI).await;
    assert_eq!((known.block, known.returns), (None, 1));
    house.receive(&reported(ITS_HOST)).await;
    assert_eq!(block_of(&house, KARI).await, Some(RETURNED));
}

#[tokio::test]
async fn a_report_of_nobody_is_of_the_customer_beside_a_copy_where_her_own_server_sends_it() {
    let (_dns, house) = opened().await;
    let input = IdentityInput {
        copy_to: Some(vec![of("archive@plain.test")]),
        ..crate::ways::shared("press@house.test")
    };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    house
        .receive(
            "From: Kari <kari@a.test>\nTo: service@house.test\nSubject: Hei\nMessage-ID: <1@a.test>\n\nHei\n",
        )
        .await;
    let case = house.cases().await[0].id;
    let as_whom = AsWhom { from: Some(FromChoice::Shared { id }), ..AsWhom::default() };
    let reply = NewReply { text: "Hei.".to_owned(), as_whom, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let id = crate::returns::sent_id(&house);
    let failed = async |client: &str, from: &str| {
        let report = crate::reviewing::nameless(&id)
            .replace("MAILER-DAEMON@customer.test", from)
            .replace("<nameless@", &format!("<{client}.{from}."));
        house.receive(&brought(client, from, &report)).await;
        crate::returns::failures(&house, case).await.len()
    };
    assert_eq!(failed("192.0.2.9", "MAILER-DAEMON@a.test").await, 0, "anybody can write that");
    assert_eq!(failed(ITS_HOST, "MAILER-DAEMON@plain.test").await, 0, "it is of the copy, or may be");
    assert_eq!(failed(ITS_HOST, "MAILER-DAEMON@a.test").await, 1);
}

#[tokio::test]
async fn a_complaint_stops_mailings_to_one_of_several_where_it_is_proved_to_be_from_his_provider() {
    let (_dns, house) = opened().await;
    to_two(&house, KARI).await;
    let complained = |client: &str, from: &str| {
        let complaint = crate::address_trials::complaint(&house, KARI)
            .replace("feedback@isp.test", from)
            .replace("<c@isp.test>", &format!("<{client}.{from}>"));
        brought(client, from, &complaint)
    };
    let conn = house.office.store().read();
    for (number, (client, from)) in
        [("192.0.2.9", "abuse@a.test"), (ITS_HOST, "abuse@plain.test"), (ITS_HOST, "eva@a.test")]
            .into_iter()
            .enumerate()
    {
        house.receive(&complained(client, from)).await;
        let known = store::standings::find_by_address(&conn, house.actor.organisation, &of(KARI)).await;
        assert!(known.unwrap().is_none_or(|row| row.block.is_none() && row.returns == 0), "{client} {from}");
        let waiting = store::returns::list_waiting(&conn, house.actor.organisation, 9).await.unwrap();
        assert_eq!(waiting.len(), number + 1, "a person looks at each: {waiting:?}");
    }
    house.receive(&complained(ITS_HOST, "abuse@a.test")).await;
    assert_eq!(block_of(&house, KARI).await, Some((BlockScope::Mailings, BlockReason::Returned)));
}

#[tokio::test]
async fn a_customer_of_a_provider_does_not_speak_for_another_one_and_the_provider_does() {
    let (_dns, house) = opened().await;
    let kari = "kari@nord.onmicrosoft.com";
    to_two(&house, kari).await;
    let id = crate::returns::sent_id(&house);
    let reported = |from: &str| {
        let report = crate::returns::report(&id, "failed")
            .replace("MAILER-DAEMON@customer.test", from)
            .replace("kari@customer.test", kari)
            .replace("<failed@", &format!("<{from}."));
        brought(ITS_HOST, from, &report)
    };
    // DMARC takes all of them for one organisation, and what one may send from proves nothing of another.
    for path in ["MAILER-DAEMON@sor.onmicrosoft.com", "MAILER-DAEMON@nord.onmicrosoft.com"] {
        let by_sor = reported(path)
            .replace(&format!("Return-Path: <{path}>"), "Return-Path: <eva@sor.onmicrosoft.com>");
        house.receive(&by_sor).await;
        let known = standing(&house, kari).await;
        assert_eq!((known.block, known.returns), (None, 1), "{path}");
    }
    house.receive(&reported("postmaster@microsoft.com")).await;
    assert_eq!(block_of(&house, kari).await, Some(RETURNED));
}
