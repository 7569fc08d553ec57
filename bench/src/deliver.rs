//! How fast waiting mail leaves: Postfix's queue and our outbox, each released at once towards the
//! same sink. Ours is done when the outbox says of every mail that it is sent.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use e2e::world::CUSTOMER;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};
use testkit::smtp_sink::{Offer, SmtpSink};
use testkit::{samples, wait};

use crate::figure::{Cost, Meter};
use crate::fill;
use crate::report::{Bar, Report};

const MAILS: usize = 10_000;
const MAIL_OCTETS: usize = 4 * 1024;
/// Far more than either needs.
const PATIENCE: Duration = Duration::from_secs(600);
/// Between two looks; short beside the seconds that are measured.
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let theirs = postfix()?;
    let ours = posthus().await?;
    let bar = Bar { rate: 3.0, cpu: Some(0.34) };
    report.compare("outbox to a sink, 10,000 mails", ours, ("Postfix", theirs), bar);
    Ok(())
}

fn postfix() -> Result<Cost> {
    let sink = counting_sink()?;
    let setup = PostfixSetup { relay_to: Some(sink.address()), holds: true, ..PostfixSetup::default() };
    let postfix = Postfix::start(&setup)?;
    let mut client = testkit::smtp_client::SmtpClient::connect(postfix.port())?;
    for number in 0..MAILS {
        let raw = samples::large_mail(number, "post@acme.test", CUSTOMER, MAIL_OCTETS);
        client.send("post@acme.test", &[CUSTOMER], &raw)?;
    }
    let meter = Meter::of_folder(postfix.folder());
    postfix.release()?;
    all_arrive(&sink)?;
    Ok(meter.cost(MAILS))
}

async fn posthus() -> Result<Cost> {
    let sink = counting_sink()?;
    let zone = testkit::dns::Zone::new().mx("customer.test", 10, "mx.customer.test");
    let dns = testkit::dns::DnsServer::start(zone.a("mx.customer.test", [127, 0, 0, 1]))?;
    let mut office = Posthus::start(Setup::new().world(dns.address(), sink.port()))?;
    if !office.stop() {
        bail!("posthus did not stop in order: {}", office.log());
    }
    fill::due_mails(&office, MAILS, MAIL_OCTETS).await?;
    // Its start is in the figure: a second would be a tenth of it.
    let meter = Meter::of_folder(office.folder());
    office.resume()?;
    all_arrive(&sink)?;
    let api = e2e::api::Client::administrator(&office).await?;
    while api.get("/summary").await?["outbox_waiting"].as_u64() != Some(0) {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(meter.cost(MAILS))
}

fn counting_sink() -> Result<SmtpSink> {
    Ok(SmtpSink::offering(Offer { keeps: false, ..Offer::default() })?)
}

fn all_arrive(sink: &SmtpSink) -> Result<()> {
    wait::try_until(PATIENCE, || (sink.count() >= MAILS).then_some(()))
        .with_context(|| format!("{} of {MAILS} mails arrived", sink.count()))
}
