//! The delivery engine under a long queue: a million mails to ten thousand destinations, of which some put off and some
//! refuse, beside Postfix; and how long a single mail waits while a hundred thousand to many are queued.
//!
//! With `--reply-ms 50` every server takes that long before each of its replies, as one that is slow;
//! `bench/round-trip.sh 50` delays the packets on their way to the servers and back, as where they are far away.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
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

/// How far away the servers are.
#[derive(Clone, Copy)]
pub(crate) enum Distance {
    /// On this machine; each waits so long before each of its replies.
    Replies(Duration),
    /// Behind a line that delays every packet: so long for there and back.
    RoundTrip(Duration),
}

impl Distance {
    const fn is_none(self) -> bool {
        match self {
            Self::Replies(wait) => wait.is_zero(),
            Self::RoundTrip(_) => false,
        }
    }

    /// Where the server of a destination is called: each at an address of its own, which all lead to the one sink.
    fn address(self, destination: usize) -> Result<Ipv4Addr> {
        const EACH: usize = 250;
        let (third, fourth) = (u8::try_from(1 + destination / EACH)?, u8::try_from(1 + destination % EACH)?);
        Ok(match self {
            Self::Replies(_) => Ipv4Addr::new(127, 1, third, fourth),
            // The network behind `bench/delay-line.py`.
            Self::RoundTrip(_) => Ipv4Addr::new(10, 99, third, fourth),
        })
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replies(wait) => write!(f, "{} ms a reply", wait.as_millis()),
            Self::RoundTrip(trip) => write!(f, "{} ms a round trip", trip.as_millis()),
        }
    }
}

/// Measures both.
pub(crate) async fn run(report: &mut Report, queued: usize, distance: Distance) -> Result<()> {
    long_queue(report, queued, distance).await?;
    if distance.is_none() { behind_many(report).await } else { Ok(()) }
}

async fn long_queue(report: &mut Report, queued: usize, distance: Distance) -> Result<()> {
    let theirs = postfix(distance)?;
    let sink = uneven_sink(queued, distance)?;
    let mut zone = Zone::new();
    for number in 0..DESTINATIONS {
        let domain = fill::destination(number);
        let exchanger = format!("mx.{domain}");
        zone = zone.mx(&domain, 10, &exchanger).a(&exchanger, distance.address(number)?.octets());
    }
    let dns = DnsServer::start(zone)?;
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
    let what = format!("a queue of {queued} to {DESTINATIONS} destinations, {distance}");
    report.compare(&what, ours, ("Postfix", theirs), Bar { rate: 1.0, cpu: Some(1.0) });
    Ok(())
}

/// Postfix gets as many as are measured: its queue holds a file for each, and a million take the day.
fn postfix(distance: Distance) -> Result<Cost> {
    let sink = uneven_sink(MEASURED, distance)?;
    let place = |number| -> Result<(String, SocketAddr)> {
        Ok((fill::destination(number), SocketAddr::from((distance.address(number)?, sink.port()))))
    };
    let places = (0..DESTINATIONS).map(place).collect::<Result<Vec<_>>>()?;
    let setup = PostfixSetup { places, holds: true, ..PostfixSetup::default() };
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

/// How a server answers for a recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    Takes,
    PutsOff,
    Refuses,
}

impl Answer {
    /// One in twenty is put off, one in ten refused, in no order: by the number itself all mail of a destination would be
    /// answered alike, since that goes by it too, and no connection would meet a mixture.
    const fn to(number: usize) -> Self {
        // The finaliser of splitmix64, which spreads what differs by little.
        let mixed = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        match (mixed ^ (mixed >> 31)) % 20 {
            0 => Self::PutsOff,
            1 | 2 => Self::Refuses,
            _ => Self::Takes,
        }
    }
}

/// One that answers so, whoever sends to it.
fn uneven_sink(mails: usize, distance: Distance) -> Result<SmtpSink> {
    let offer = Offer { keeps: false, ..Offer::default() };
    let sink = SmtpSink::offering_at(Ipv4Addr::UNSPECIFIED.into(), offer)?;
    if let Distance::Replies(wait) = distance {
        sink.be_slow(wait);
    }
    for number in 0..mails {
        let said = match Answer::to(number) {
            Answer::Takes => continue,
            Answer::PutsOff => "451 4.7.1 greylisted",
            Answer::Refuses => "550 5.1.1 no such user",
        };
        sink.answer_recipient(&fill::recipient(number, DESTINATIONS), said);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_answers_its_mail_in_a_mixture_and_all_of_it_as_often_as_is_said() {
        let all: Vec<_> = (0..1_000_000).map(Answer::to).collect();
        for destination in 0..DESTINATIONS {
            let taken = all.iter().skip(destination).step_by(DESTINATIONS).filter(|it| **it == Answer::Takes);
            let taken = taken.count();
            assert!((50..100).contains(&taken), "destination {destination} takes {taken} of 100");
        }
        for (answer, per_mille) in [(Answer::PutsOff, 50), (Answer::Refuses, 100)] {
            let share = all.iter().filter(|it| **it == answer).count() / 1_000;
            assert!(share.abs_diff(per_mille) <= 1, "{answer:?}: {share} in a thousand");
        }
    }
}
