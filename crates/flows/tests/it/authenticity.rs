//! Whether mail is from whom it claims stands in its timeline and with its message.

use domain::IntakeId;
use domain::timeline::{AuthenticityTold, Step};
use store::intake::Inserted;
use testkit::dns::{DnsServer, Zone};

use crate::house::House;
use crate::pipeline::steps;

/// Mail of a.test comes from 192.0.2.1, and the domain wants all other refused.
fn zone() -> Zone {
    Zone::new()
        .txt("a.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.a.test", "v=DMARC1; p=reject")
        .txt("silent.test", "v=spf1 -all")
        .fails("_dmarc.silent.test")
}

fn handed_over(client: &str, from: &str) -> String {
    format!(
        "Return-Path: <kari@a.test>\nReceived: from mx.a.test ([{client}])\n\tby house.test with ESMTP id 1;\n\tnow\n\
         From: Kari <{from}>\nTo: service@house.test\nSubject: Hei\nMessage-ID: <{client}@a.test>\n\nHei\n"
    )
}

async fn told_of(house: &House, intake: IntakeId) -> AuthenticityTold {
    let told = steps(house, intake)
        .await
        .into_iter()
        .find_map(|step| if let Step::Authenticity(told) = step { Some(*told) } else { None });
    told.unwrap()
}

async fn told(house: &House, mail: &str) -> (AuthenticityTold, Option<String>) {
    let Inserted::New(intake) = house.receive(mail).await else { panic!("known") };
    let told = told_of(house, intake).await;
    let cases = house.cases().await;
    let conn = house.office.store().read();
    let messages =
        store::cases::list_messages(&conn, house.actor.organisation, cases.last().unwrap().id).await.unwrap();
    (told, messages.last().unwrap().content.authenticity.clone())
}

#[tokio::test]
async fn what_dns_says_of_the_sender_stands_in_the_timeline_and_with_the_message() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;

    let (good, with_message) = told(&house, &handed_over("192.0.2.1", "kari@a.test")).await;
    assert_eq!((good.dmarc.as_str(), with_message.as_deref()), ("pass", Some("pass")));
    let spf = good.spf.unwrap();
    assert_eq!((spf.result.as_str(), spf.domain.as_str(), spf.aligned), ("pass", "a.test", true));

    let (forged, with_message) = told(&house, &handed_over("198.51.100.9", "kari@a.test")).await;
    assert_eq!((forged.dmarc.as_str(), with_message.as_deref()), ("fail", Some("fail")));
    assert_eq!(forged.policy.as_deref(), Some("reject"));
    assert_eq!(forged.spf.unwrap().result, "fail");

    let (unsure, _) = told(&house, &handed_over("192.0.2.7", "ola@silent.test")).await;
    assert_eq!(unsure.dmarc, "temperror", "{unsure:?}");
}

#[tokio::test]
async fn fields_that_a_stranger_wrote_do_not_say_who_brought_the_mail() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    // What was fetched begins with what its writer, or his server, put there.
    let fetched = handed_over("192.0.2.1", "kari@a.test").replacen(
        "From: ",
        "Authentication-Results: mx.provider.test; dmarc=fail header.from=a.test\nFrom: ",
        1,
    );
    let Inserted::New(intake) = house.receive_fetched(&fetched).await else { panic!("known") };
    let told = told_of(&house, intake).await;
    assert_eq!((told.dmarc.as_str(), told.spf), ("unknown", None));
    assert_eq!(told.server.as_deref(), Some("mx.provider.test; dmarc=fail header.from=a.test"));
}

#[tokio::test]
async fn nobody_vouches_for_a_mail_that_shows_authors_of_several_domains() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    let one = handed_over("192.0.2.1", "kari@a.test");
    came_back(&house, "post@bank.test").await;
    // What people see is the first; it is the second that the return path would prove.
    let together = one.replace("From: Kari <kari@a.test>", "From: Bank <post@bank.test>, Kari <kari@a.test>");
    let twice =
        one.replace("From: Kari <kari@a.test>", "From: Bank <post@bank.test>\nFrom: Kari <kari@a.test>");
    for (at, mail) in [together, twice].into_iter().enumerate() {
        let mail = mail.replace("<192.0.2.1@a.test>", &format!("<{at}@a.test>"));
        let (told, with_message) = told(&house, &mail).await;
        assert!(told.speaks_against(), "{told:?}");
        assert_eq!(with_message.as_deref(), Some("permerror"));
    }
    let (conn, bank) = (house.office.store().read(), "post@bank.test".parse().unwrap());
    let bank = store::standings::find_by_address(&conn, house.actor.organisation, &bank).await.unwrap();
    assert_eq!(bank.unwrap().returns, 2, "what a forger writes does not clear the address");
    let (good, _) = told(&house, &one).await;
    assert!(!good.speaks_against());
}

/// Two mails to this address came back.
async fn came_back(house: &House, address: &str) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let new = store::standings::NewStanding {
        address: address.parse().unwrap(),
        returns: 2,
        at,
        class: None,
        fault: None,
        rule: None,
        words: String::new(),
        host: None,
        well_at: None,
        block: None,
        by: None,
    };
    let written: Result<_, store::StoreError> = house
        .office
        .store()
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { store::standings::put(tx, organisation, &new).await })
        })
        .await;
    written.unwrap();
}
