//! Figures beside peers, in one run on one machine: `cargo run --release -p bench` prints one
//! `name: value unit` a line. What limits each figure is told in docs/performance.md.
//!
//! A peer's figure and ours come from the same load: the same generator, the same mails, the same sink.
//! The binary under test is `posthus serve` beside this program, in its default configuration.

mod accept;
mod deliver;
mod figure;
mod fill;
mod import;
mod lists;
mod memory;

use anyhow::Result;
use clap::{Parser, ValueEnum};

/// Measures Posthus beside its peers.
#[derive(Parser)]
struct Arguments {
    /// Only these parts; all without one.
    parts: Vec<Part>,
    /// Rows of the lists.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// SMTP accept at 1 and 20 connections, beside Postfix.
    Accept,
    /// IMAP import of 5,000 mails, beside getmail6.
    Import,
    /// 10,000 mails from the outbox to a sink, beside Postfix.
    Deliver,
    /// List pages on 1,000,000 rows.
    Lists,
    /// Memory when idle.
    Memory,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { parts: wanted, rows } = Arguments::parse();
    for part in Part::value_variants() {
        if !wanted.is_empty() && !wanted.contains(part) {
            continue;
        }
        match part {
            Part::Accept => accept::run().await?,
            Part::Import => import::run().await?,
            Part::Deliver => deliver::run().await?,
            Part::Lists => lists::run(rows).await?,
            Part::Memory => memory::run()?,
        }
    }
    Ok(())
}
