//! The delivery engine under a long queue: a million mails to ten thousand destinations, of which some put off and some
//! refuse, beside Postfix; and how long a single mail waits while a hundred thousand to many are queued.
//!
//! With `--reply-ms 50` every server takes that long before each of its replies, as one that is far away;
//! `bench/round-trip.sh` delays the packets instead, where the kernel can.

use std::time::Duration;

use anyhow::{Context, Result};
use domain::outbox::Stream;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::{Value, json};
use testkit::dns::{DnsServer, Zone};
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};
use testkit::smtp_sink::{Offer, SmtpSink};
use testkit::{samples, wait};

use crate::figure::{Cost, Meter, Stopwatch};
use crate::fill::{self, Load};
use crate::memory::resident_below;
use crate::report::{Bar, Report};

/// Destinations, each an operator of its own.
const DESTINATIONS: usize = 10_000;
/// Mails that are measured; the rest of the queue stands behind them.
const MEASURED: usize = 50_000;
/// Mails to many that stand before the single ones.
const BULK: usize = 100_000;
/// Single mails whose wait is measured.
const SINGLES: usize = 200;
const PATIENCE: Duration = Duration::from_secs(1_800);
const PAUSE: Duration = Duration::from_millis(5);

/// Measures both.
pub(crate) async fn run(report: &mut Report, queued: usize, before_reply: Duration) -> Result<()> {
    long_queue(report, queued, before_reply).await?;
    if before_reply.is_zero() { behind_many(report).await } else { Ok(()) }
}

async fn long_queue(report: &mut Report, queued: usize, before_reply: Duration) -> Result<()> {
    let theirs = postfix(before_reply)?;
    let sink = uneven_sink(queued, before_reply)?;
    let dns = DnsServer::start((0..DESTINATIONS).fold(Zone::new(), |zone, number| {
        let domain = fill::destination(number);
        let exchanger = format!("mx.{domain}");
        zone.mx(&domain, 10, &exchanger).a(&exchanger, [127, 0, 0, 1])
    }))?;
    let mut office = Posthus::start(Setup::new().world(dns.address(), sink.port()))?;
    office.stop();
    let load = Load { mails: queued, destinations: DESTINATIONS, stream: Stream::Bulk };
    fill::to_destinations(&office, load).await?;
    let (meter, watch) = (Meter::of_folder(office.folder()), Stopwatch::start());
    office.resume()?;
    answered(&sink, 1)?;
    report.below("start with a full queue to the first mail", watch.elapsed().as_secs_f64(), (5.0, "s"));
    answered(&sink, MEASURED)?;
    let ours = meter.cost(MEASURED);
    report.below("resident with a full queue", resident_below(office.folder()), (512.0, "MiB"));
    let what = format!(
        "a queue of {queued} to {DESTINATIONS} destinations, {} ms a reply",
        before_reply.as_millis()
    );
    report.compare(&what, ours, ("Postfix", theirs), Bar { rate: 1.0, cpu: Some(1.0) });
    Ok(())
}

/// Postfix gets as many as are measured: its queue holds a file for each, and a million take the day.
fn postfix(before_reply: Duration) -> Result<Cost> {
    let sink = uneven_sink(MEASURED, before_reply)?;
    let setup = PostfixSetup { relay_to: Some(sink.address()), holds: true, ..PostfixSetup::default() };
    let postfix = Postfix::start(&setup)?;
    let mut client = testkit::smtp_client::SmtpClient::connect(postfix.port())?;
    for number in 0..MEASURED {
        let to = fill::recipient(number, DESTINATIONS);
        client.send(SERVICE, &[&to], &samples::large_mail(number, SERVICE, &to, fill::OCTETS))?;
    }
    let meter = Meter::of_folder(postfix.folder());
    postfix.release()?;
    answered(&sink, MEASURED)?;
    Ok(meter.cost(MEASURED))
}

/// One in twenty is put off, one in ten refused.
fn uneven_sink(mails: usize, before_reply: Duration) -> Result<SmtpSink> {
    let sink = SmtpSink::offering(Offer { keeps: false, ..Offer::default() })?;
    sink.be_slow(before_reply);
    for number in 0..mails {
        match number % 20 {
            0 => sink.answer_recipient(&fill::recipient(number, DESTINATIONS), "451 4.7.1 greylisted"),
            1 | 2 => sink.answer_recipient(&fill::recipient(number, DESTINATIONS), "550 5.1.1 no such user"),
            _ => {}
        }
    }
    Ok(sink)
}

fn answered(sink: &SmtpSink, count: usize) -> Result<()> {
    wait::try_until(PATIENCE, || (sink.transactions() >= count).then_some(()))
        .with_context(|| format!("{} of {count} transactions", sink.transactions()))
}

/// From the answer of the API until the case says that the customer's server took it.
async fn behind_many(report: &mut Report) -> Result<()> {
    let mut world = World::open(Engine::Sqlite).await?;
    world.add_listening_mailbox().await?;
    world.send_in(&samples::large_mail(1, CUSTOMER, SERVICE, 1_024))?;
    let case = world.api.first_row("a case", "/cases").await;
    let case = e2e::api::text(&case, "id").to_owned();
    world.office.stop();
    let load = Load { mails: BULK, destinations: 1, stream: Stream::Bulk };
    fill::to_destinations(&world.office, load).await?;
    world.office.resume()?;
    let api = e2e::api::Client::administrator(&world.office).await?;
    let mut waits = Vec::with_capacity(SINGLES);
    for number in 0..SINGLES {
        let reply = json!({ "text": format!("single {number} of {SINGLES}"), "undo_s": 0 });
        api.post(&format!("/cases/{case}/reply"), &reply).await?;
        let watch = Stopwatch::start();
        while !is_sent(&api.get(&format!("/cases/{case}")).await?) {
            tokio::time::sleep(PAUSE).await;
        }
        waits.push(watch.elapsed());
    }
    waits.sort_unstable();
    for (name, part) in [("median", 50), ("p99", 99)] {
        let wait = waits[(waits.len() * part / 100).min(waits.len() - 1)];
        let name = format!("single mail while {BULK} bulk mails are queued, {name}");
        report.below(&name, wait.as_secs_f64() * 1000.0, (250.0, "ms"));
    }
    Ok(())
}

fn is_sent(case: &Value) -> bool {
    let last = case["messages"].as_array().and_then(|messages| messages.last());
    last.is_some_and(|message| message["delivery"]["state"] == "sent")
}
