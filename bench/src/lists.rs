//! How long a page of a list takes when the list has a million rows: over HTTP, as the browser asks,
//! on both databases, from the first page to the ten thousandth.

use std::time::Duration;

use anyhow::{Result, bail};
use e2e::api::Client;
use e2e::world::{Engine, SERVICE};
use serde_json::{Value, json};
use testkit::postgres::Postgres;
use testkit::posthus::{Posthus, Setup};

use crate::figure::{Stopwatch, percentile};
use crate::fill;
use crate::report::Report;

/// Requests a figure is taken from.
const REQUESTS: usize = 300;
/// Pages that are turned, one after the other.
const PAGES_TURNED: usize = 10_000;
/// What the 99th of a hundred requests may take, milliseconds.
const BAR_MS: f64 = 50.0;
/// How much longer the last pages may take than the first ones. Below it is noise.
const FLAT: f64 = 2.0;

/// What is asked for, under which name.
const PAGES: &[(&str, &str)] = &[
    ("cases, newest first", "/cases?limit=50"),
    ("cases by title", "/cases?limit=50&sort=title"),
    ("cases by customer, all states", "/cases?limit=50&sort=customer&status=all"),
    ("cases, search", "/cases?limit=50&q=invoice"),
    ("inbox queue, newest first", "/intake?limit=50"),
    ("inbox queue by subject", "/intake?limit=50&sort=subject"),
    ("outbox, newest first", "/outbox?limit=50"),
    ("outbox by next attempt", "/outbox?limit=50&sort=next_attempt_at"),
];

pub(crate) async fn run(report: &mut Report, rows: usize) -> Result<()> {
    for (engine, name) in [(Engine::Sqlite, "SQLite"), (Engine::Postgres, "PostgreSQL")] {
        on(engine, name, rows, report).await?;
    }
    Ok(())
}

async fn on(engine: Engine, engine_name: &str, rows: usize, report: &mut Report) -> Result<()> {
    let database = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Postgres::start()?.database()?),
    };
    let setup = Setup::new().set("POSTHUS_ROLES", "api");
    let setup = database.iter().fold(setup, |setup, database| setup.database(database.url()));
    let mut office = Posthus::start(setup)?;
    let api = Client::administrator(&office).await?;
    api.post("/mailboxes", &json!({ "address": SERVICE, "protocol": "smtp", "active": true })).await?;
    if !office.stop() {
        bail!("posthus did not stop in order: {}", office.log());
    }
    let watch = Stopwatch::start();
    fill::lists(&office, database.as_ref().map(|database| database.url()), rows).await?;
    report.figure(&format!("{engine_name}, filling the lists took"), watch.elapsed().as_secs_f64(), "s");
    office.resume()?;
    let api = Client::administrator(&office).await?;
    for (name, path) in PAGES {
        let mut times = Vec::new();
        for _ in 0..REQUESTS {
            times.push(timed(&api, path).await?.0);
        }
        told(report, &format!("{engine_name}, {rows} rows, {name}"), &mut times);
    }
    turned(&api, report, &format!("{engine_name}, {rows} rows, cases")).await
}

async fn timed(api: &Client, path: &str) -> Result<(Duration, Value)> {
    let watch = Stopwatch::start();
    let page = api.get(path).await?;
    Ok((watch.elapsed(), page))
}

fn told(report: &mut Report, name: &str, times: &mut [Duration]) {
    report.figure(&format!("{name}, p50"), milliseconds(percentile(times, 500)), "ms");
    report.below(&format!("{name}, p99"), milliseconds(percentile(times, 990)), (BAR_MS, "ms"));
}

/// Turns page after page by the cursor: the last ones must not take longer than the first.
async fn turned(api: &Client, report: &mut Report, name: &str) -> Result<()> {
    let (mut times, mut path) = (Vec::new(), "/cases?limit=50".to_owned());
    for _ in 0..PAGES_TURNED {
        let (time, page) = timed(api, &path).await?;
        times.push(time);
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/cases?limit=50&cursor={next}");
    }
    let pages = times.len();
    let mut last = times.split_off(pages - pages / 20);
    let mut first: Vec<_> = times.drain(..last.len()).collect();
    let ends = (milliseconds(percentile(&mut first, 500)), milliseconds(percentile(&mut last, 500)));
    report.figure(&format!("{name}, first pages, p50"), ends.0, "ms");
    told(report, &format!("{name}, pages up to {pages}"), &mut last);
    report.below(&format!("{name}, page {pages} beside page 1"), ends.1 / ends.0, (FLAT, "x"));
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
