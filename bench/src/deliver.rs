//! How fast waiting mail leaves: Postfix's queue and our outbox, each released at once towards the
//! same sink.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use e2e::world::CUSTOMER;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};
use testkit::smtp_sink::{Offer, SmtpSink};
use testkit::{samples, wait};

use crate::figure::{self, Stopwatch};
use crate::fill;

const MAILS: usize = 10_000;
const MAIL_OCTETS: usize = 4 * 1024;
/// Far more than either needs.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) async fn run() -> Result<()> {
    let sink = counting_sink()?;
    let postfix = Postfix::start(&PostfixSetup {
        relay_to: Some(sink.address()),
        holds: true,
        ..PostfixSetup::default()
    })?;
    let mut client = testkit::smtp_client::SmtpClient::connect(postfix.port())?;
    for number in 0..MAILS {
        let raw = samples::large_mail(number, "post@acme.test", CUSTOMER, MAIL_OCTETS);
        client.send("post@acme.test", &[CUSTOMER], &raw)?;
    }
    let watch = Stopwatch::start();
    postfix.release()?;
    all_arrive(&sink)?;
    figure::rate("outbox to sink, postfix", MAILS, watch.elapsed());
    drop(postfix);

    let sink = counting_sink()?;
    let zone = testkit::dns::Zone::new().mx("customer.test", 10, "mx.customer.test");
    let dns = testkit::dns::DnsServer::start(zone.a("mx.customer.test", [127, 0, 0, 1]))?;
    let mut office = Posthus::start(Setup::new().world(dns.address(), sink.port()))?;
    if !office.stop() {
        bail!("posthus did not stop in order: {}", office.log());
    }
    fill::outbox(&office, MAILS, MAIL_OCTETS).await?;
    let watch = Stopwatch::start();
    office.resume()?;
    all_arrive(&sink)?;
    figure::rate("outbox to sink, posthus, its start included", MAILS, watch.elapsed());
    Ok(())
}

fn counting_sink() -> Result<SmtpSink> {
    Ok(SmtpSink::offering(Offer { keeps: false, ..Offer::default() })?)
}

fn all_arrive(sink: &SmtpSink) -> Result<()> {
    wait::try_until(PATIENCE, || (sink.count() >= MAILS).then_some(()))
        .with_context(|| format!("{} of {MAILS} mails arrived", sink.count()))
}
