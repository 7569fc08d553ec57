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
