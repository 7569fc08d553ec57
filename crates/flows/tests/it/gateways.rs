//! Mail that comes through a gateway is judged by who brought it to the gateway, and nobody else's word is taken for it.

use domain::timeline::{AuthenticityTold, Step};
use flows::mailboxes::{MailboxInput, RulesInput};
use store::intake::Inserted;
use testkit::dns::{DnsServer, Zone};

use crate::house::{GATEWAY, House};
use crate::pipeline::{new, steps};

/// Mail of a.test comes from 192.0.2.1, and the domain wants all other refused; so does the bank.
fn zone() -> Zone {
    Zone::new()
        .txt("a.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.a.test", "v=DMARC1; p=reject")
        .txt("bank.test", "v=spf1 ip4:192.0.2.66 -all")
        .txt("_dmarc.bank.test", "v=DMARC1; p=reject")
}

/// A mail of kari@a.test that `client` brings to our listener with these fields at its top.
fn brought(client: &str, fields: &str) -> String {
    format!(
        "Return-Path: <kari@a.test>\nReceived: from gw.house.test ([{client}])\n\tby house.test with ESMTP id 1;\n\tnow\n\
         {fields}From: Kari <kari@a.test>\nTo: service@house.test\nSubject: Hei\nMessage-ID: <{client}@a.test>\n\nHei\n"
    )
}

/// The gateway's own field.
fn hop(client: &str) -> String {
    format!("Received: from mail.a.test (mail.a.test [{client}])\n\tby gw.house.test with ESMTPS; now\n")
}

async fn told_of(house: &House, inserted: Inserted) -> AuthenticityTold {
    let told = steps(house, new(inserted)).await.into_iter();
    told.into_iter()
        .find_map(|step| if let Step::Authenticity(told) = step { Some(*told) } else { None })
        .unwrap()
}

async fn told(house: &House, mail: &str) -> AuthenticityTold {
    told_of(house, house.receive(mail).await).await
}

async fn trust(house: &House, networks: &[&str]) {
    let trusted_gateways = Some(networks.iter().map(|text| (*text).to_owned()).collect());
    let rules = RulesInput { trusted_gateways, ..RulesInput::default() };
    let input = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
}

#[tokio::test]
async fn spf_is_checked_for_the_address_that_delivered_to_the_gateway() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    let good = told(&house, &brought(GATEWAY, &hop("192.0.2.1"))).await;
    let gateway = good.gateway.unwrap();
    assert_eq!((gateway.name.as_str(), gateway.client.as_deref()), ("gw.house.test", Some("192.0.2.1")));
    assert_eq!((good.dmarc.as_str(), good.spf.unwrap().result.as_str()), ("pass", "pass"));

    let forged = brought(GATEWAY, &hop("203.0.113.9")).replace(&format!("<{GATEWAY}@"), "<2@");
    let forged = told(&house, &forged).await;
    assert_eq!((forged.dmarc.as_str(), forged.spf.unwrap().result.as_str()), ("fail", "fail"));

    // Without its own field nobody knows who brought it, and the gateway's own address proves nothing.
    let mute = told(&house, &brought(GATEWAY, "").replace(&format!("<{GATEWAY}@"), "<3@")).await;
    assert_eq!((mute.dmarc.as_str(), mute.spf), ("unknown", None));
    assert_eq!(mute.gateway.unwrap().client, None);
}

#[tokio::test]
async fn a_mailbox_trusts_gateways_of_its_own_and_strangers_are_never_believed() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    // Nobody trusts this one: it is who brought the mail, whatever the mail says.
    let stranger = told(&house, &brought("100.64.1.5", &hop("192.0.2.1"))).await;
    assert_eq!((stranger.dmarc.as_str(), stranger.gateway), ("fail", None));

    trust(&house, &["100.64.1.0/24"]).await;
    let trusted = brought("100.64.1.5", &hop("192.0.2.1")).replace("<100.64.1.5@", "<2@");
    assert_eq!(told(&house, &trusted).await.dmarc, "pass");
}

#[tokio::test]
async fn fields_below_the_trusted_hop_are_the_strangers_and_count_for_nothing() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    let forged = "Authentication-Results: gw.house.test; dmarc=pass header.from=bank.test\n\
                  Received: from mail.bank.test (mail.bank.test [192.0.2.66])\n\tby gw.house.test; now\n\
                  Return-Path: <post@bank.test>\n";
    let as_bank = |mail: String, id: &str| {
        mail.replace("kari@a.test", "post@bank.test").replace("Message-ID: <", &format!("Message-ID: <{id}."))
    };
    // He hands it to the gateway, which says who he is.
    let through = as_bank(brought(GATEWAY, &format!("{}{forged}", hop("203.0.113.9"))), "1");
    let found = told(&house, &through).await;
    assert_eq!((found.domain.as_str(), found.dmarc.as_str(), found.server), ("bank.test", "fail", None));
    assert_eq!(found.gateway.unwrap().client.as_deref(), Some("203.0.113.9"));
    // He hands it straight to us.
    let straight = as_bank(brought("203.0.113.9", forged), "2");
    let found = told(&house, &straight).await;
    assert_eq!((found.dmarc.as_str(), found.gateway), ("fail", None));
    // He calls himself the gateway.
    let greets = format!("Received: from [{GATEWAY}] (x [203.0.113.9])\n\tby gw.house.test; now\n{forged}");
    let found = told(&house, &as_bank(brought(GATEWAY, &greets), "3")).await;
    assert_eq!(found.dmarc, "fail");
}

#[tokio::test]
async fn a_gateway_that_changed_a_mail_is_believed_that_it_was_whole_before() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    // A forwarder brought it, whose address SPF does not know, and the signature was whole until the gateway.
    let said = |domain: &str| {
        let words = format!("Authentication-Results: gw.house.test; dmarc=pass header.from={domain}\n");
        format!("{words}{}", hop("203.0.113.9"))
    };
    let found = told(&house, &brought(GATEWAY, &said("a.test"))).await;
    assert_eq!(found.dmarc, "pass");
    assert!(found.gateway.unwrap().believed);
    assert_eq!(found.server.as_deref(), Some("gw.house.test; dmarc=pass header.from=a.test"));
    // Its word about another domain is none about this mail's author.
    let other = brought(GATEWAY, &said("b.test")).replace(&format!("<{GATEWAY}@"), "<2@");
    assert_eq!(told(&house, &other).await.dmarc, "fail");
}

#[tokio::test]
async fn of_fetched_mail_spf_is_checked_once_somebody_names_the_providers_servers() {
    let dns = DnsServer::start(zone()).unwrap();
    let house = House::open_with_dns(&dns).await;
    let mail = |client: &str, id: u32| {
        format!(
            "Return-Path: <kari@a.test>\nReceived: from in.provider.test ([10.9.0.1]) by store.provider.test; now\n\
             Received: from mail.a.test ([{client}]) by in.provider.test; now\nFrom: Kari <kari@a.test>\n\
             To: service@house.test\nSubject: Hei\nMessage-ID: <{id}@a.test>\n\nHei\n"
        )
    };
    let before = told_of(&house, house.receive_fetched(&mail("192.0.2.1", 1)).await).await;
    assert_eq!((before.dmarc.as_str(), before.spf, before.gateway), ("unknown", None, None));
    trust(&house, &["10.9.0.0/16"]).await;
    let good = told_of(&house, house.receive_fetched(&mail("192.0.2.1", 2)).await).await;
    assert_eq!((good.dmarc.as_str(), good.gateway.unwrap().name.as_str()), ("pass", "in.provider.test"));
    let forged = told_of(&house, house.receive_fetched(&mail("203.0.113.9", 3)).await).await;
    assert_eq!(forged.dmarc, "fail");
}
