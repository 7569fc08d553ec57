//! How long a page of a list takes when the list has a million rows: over HTTP, as the browser asks.

use std::time::Duration;

use anyhow::{Result, bail};
use e2e::api::Client;
use serde_json::Value;
use testkit::posthus::{Posthus, Setup};

use crate::figure::{self, Stopwatch};
use crate::fill;

/// Requests a figure is taken from.
const REQUESTS: usize = 100;
/// Pages that are turned before the deep page is measured.
const DEEP: usize = 200;

/// What is asked for, under which name.
const PAGES: &[(&str, &str)] = &[
    ("newest first", "/cases?limit=50"),
    ("by title", "/cases?limit=50&sort=title"),
    ("by customer, all states", "/cases?limit=50&sort=customer&status=all"),
    ("search", "/cases?limit=50&q=invoice"),
];

pub(crate) async fn run(rows: usize) -> Result<()> {
    let mut office = Posthus::start(Setup::new().set("POSTHUS_ROLES", "api"))?;
    if !office.stop() {
        bail!("posthus did not stop in order: {}", office.log());
    }
    let watch = Stopwatch::start();
    fill::cases(&office, rows).await?;
    figure::print("list, filling it through the store took", watch.elapsed().as_secs_f64(), "s");
    office.resume()?;
    let api = Client::administrator(&office).await?;
    for (name, path) in PAGES {
        let mut times = Vec::new();
        for _ in 0..REQUESTS {
            times.push(timed(&api, path).await?.0);
        }
        report(rows, name, times);
    }
    report(rows, "deep page", deep(&api).await?);
    Ok(())
}

async fn timed(api: &Client, path: &str) -> Result<(Duration, Value)> {
    let watch = Stopwatch::start();
    let page = api.get(path).await?;
    Ok((watch.elapsed(), page))
}

/// The times of the last pages of a long walk by cursor: they must not grow with the depth.
async fn deep(api: &Client) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    let mut path = "/cases?limit=200".to_owned();
    for _ in 0..DEEP {
        let (time, page) = timed(api, &path).await?;
        times.push(time);
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/cases?limit=200&cursor={next}");
    }
    Ok(times.split_off(times.len() / 2))
}

fn report(rows: usize, name: &str, mut times: Vec<Duration>) {
    for percent in [50, 95] {
        let value = figure::percentile(&mut times, percent).as_secs_f64() * 1000.0;
        figure::print(&format!("list of {rows} cases, {name}, p{percent}"), value, "ms");
    }
}
