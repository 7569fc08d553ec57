//! Figures beside peers, in one run on one machine: `cargo run --release -p bench` prints one
//! `name: value unit` a line. What limits each figure is told in docs/performance.md.
//!
//! A peer's figure and ours come from the same load: the same generator, the same mails, the same sink.
//! The binary under test is `posthus serve` beside this program, in its default configuration.

mod accept;
mod cpu;
mod deliver;
mod figure;
mod fill;
mod import;
mod lists;
mod machine;
mod memory;
mod queue;
mod report;
mod returns;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use crate::queue::Distance;
use crate::report::Report;

/// Measures Posthus beside its peers.
#[derive(Parser)]
struct Arguments {
    /// Only these parts; all without one.
    parts: Vec<Part>,
    /// Rows of the lists, and mails of the long queue.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// What every server of the long queue waits before each of its replies, milliseconds.
    #[arg(long, default_value_t = 0)]
    reply_ms: u64,
    /// How far away the servers of the long queue are: `bench/round-trip.sh` sets it and makes it so.
    #[arg(long, conflicts_with = "reply_ms")]
    round_trip_ms: Option<u64>,
    /// The document whose table the figures are written into.
    #[arg(long)]
    write: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// SMTP accept at 1 and 20 connections, beside Postfix.
    Accept,
    /// IMAP import of 5,000 mails, beside getmail6 and fetchmail with procmail.
    Import,
    /// 10,000 mails from the outbox to a sink, beside Postfix.
    Deliver,
    /// The engine with 1,000,000 mails to 10,000 destinations, and single mail behind 100,000 of the bulk stream.
    Queue,
    /// Memory when idle, and for a large mail.
    Memory,
    /// List pages on 1,000,000 rows, on both databases.
    Lists,
    /// Returned mail recognised and classified, on one core.
    Returns,
}

fn distance(reply_ms: u64, round_trip_ms: Option<u64>) -> Distance {
    let reply = Distance::Replies(Duration::from_millis(reply_ms));
    round_trip_ms.map_or(reply, |trip| Distance::RoundTrip(Duration::from_millis(trip)))
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { parts: wanted, rows, reply_ms, round_trip_ms, write } = Arguments::parse();
    let machine = machine::describe()?;
    report::line(&format!("machine: {machine}"));
    let mut report = Report::default();
    for part in Part::value_variants() {
        if !wanted.is_empty() && !wanted.contains(part) {
            continue;
        }
        match part {
            Part::Accept => accept::run(&mut report).await?,
            Part::Import => import::run(&mut report).await?,
            Part::Deliver => deliver::run(&mut report).await?,
            Part::Queue => queue::run(&mut report, rows, distance(reply_ms, round_trip_ms)).await?,
            Part::Memory => memory::run(&mut report).await?,
            Part::Lists => lists::run(&mut report, rows).await?,
            Part::Returns => returns::run(&mut report)?,
        }
    }
    match write {
        Some(document) => report.write(&document, &machine),
        None => Ok(()),
    }
}
