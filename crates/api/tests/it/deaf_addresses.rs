//! Settings that name whom a mail is written to take no new address whose domain says that it takes no mail.

use domain::org::Right;
use serde_json::{Value, json};
use testkit::dns::{DnsServer, Zone};

use crate::browser::Browser;
use crate::office::{Everything, World};

const DEAF: &str = "kari@shut.test";
const LATER: &str = "ola@later.test";

fn zone() -> Zone {
    Zone::new().null_mx("shut.test")
}

async fn world(dns: &DnsServer) -> (World, Everything, Browser) {
    let world = World::open_asking(dns.address()).await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    (world, ours, browser)
}

/// A setting at a path, whose field with these addresses this makes.
async fn check(
    dns: &DnsServer,
    (browser, path): (&Browser, &str),
    field: &str,
    with: impl Fn(&[&str]) -> Value,
) {
    let refused = browser.patch(path, with(&[DEAF])).await.expect(422);
    let told = (refused.code(), refused.json());
    assert_eq!(
        (told.0.as_str(), &told.1["field"], &told.1["params"]["address"]),
        ("address.takes_no_mail", &json!(field), &json!(DEAF))
    );
    browser.patch(path, with(&[LATER])).await.expect(200);
    // What it has stays its own, whatever the domain says since.
    dns.set(zone().null_mx("later.test"));
    browser.patch(path, with(&[LATER])).await.expect(200);
    browser.patch(path, with(&[LATER, DEAF])).await.expect(422);
}

#[tokio::test]
async fn no_category_tells_a_new_address_whose_domain_takes_no_mail() {
    let dns = DnsServer::start(zone()).unwrap();
    let (_world, ours, browser) = world(&dns).await;
    let path = format!("/api/v1/categories/{}", ours.settings.category);
    let with = |addresses: &[&str]| json!({ "notify_addresses": addresses });
    check(&dns, (&browser, &path), "notify_addresses", with).await;
}

#[tokio::test]
async fn no_escalation_level_tells_a_new_address_whose_domain_takes_no_mail() {
    let dns = DnsServer::start(zone()).unwrap();
    let (_world, ours, browser) = world(&dns).await;
    let path = format!("/api/v1/priorities/{}", ours.settings.priority);
    let with = |addresses: &[&str]| json!({ "levels": [{ "after_minutes": 60, "tell": { "addresses": addresses } }] });
    check(&dns, (&browser, &path), "levels", with).await;
}
