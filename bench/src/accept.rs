//! How fast a server takes mail over SMTP: Postfix's own generator against Postfix and against us.
//!
//! A 250 of either says that the mail is on disk. What happens to the mail afterwards is left out as
//! far as it can be: Postfix discards it, our intake role is off.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use e2e::world::SERVICE;
use serde_json::json;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};

use crate::figure::{Cost, Meter};
use crate::report::{Bar, Report};

const MAIL_OCTETS: usize = 4096;

/// One load: its name, and what is asked of us.
struct Load {
    name: &'static str,
    connections: usize,
    mails: usize,
    /// Whether a connection is kept for the next mail, or each mail has one of its own.
    keeps: bool,
    bar: Bar,
}

/// Enough mails for some seconds each.
const LOADS: [Load; 3] = [
    Load {
        name: "SMTP accept, 1 connection",
        connections: 1,
        mails: 4_000,
        keeps: true,
        bar: Bar { rate: 1.0, cpu: None },
    },
    Load {
        name: "SMTP accept, 20 connections",
        connections: 20,
        mails: 20_000,
        keeps: true,
        bar: Bar { rate: 3.0, cpu: Some(0.34) },
    },
    Load {
        name: "SMTP accept, 20 at a time, a connection for each mail",
        connections: 20,
        mails: 10_000,
        keeps: false,
        bar: Bar { rate: 1.0, cpu: None },
    },
];

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let postfix = Postfix::start(&PostfixSetup { discards: true, ..PostfixSetup::default() })?;
    let theirs = measured(postfix.port(), postfix.folder())?;
    drop(postfix);

    let office = Posthus::start(Setup::new().set("POSTHUS_ROLES", "api,hosted"))?;
    let api = e2e::api::Client::administrator(&office).await?;
    api.post("/mailboxes", &json!({ "address": SERVICE, "protocol": "smtp", "active": true })).await?;
    let ours = measured(office.smtp_port(), office.folder())?;
    for ((load, ours), theirs) in LOADS.iter().zip(ours).zip(theirs) {
        report.compare(load.name, ours, ("Postfix", theirs), load.bar);
    }
    Ok(())
}

fn measured(port: u16, folder: &Path) -> Result<Vec<Cost>> {
    let mut costs = Vec::new();
    for load in &LOADS {
        let meter = Meter::of_folder(folder);
        generate(port, load)?;
        costs.push(meter.cost(load.mails));
    }
    Ok(costs)
}

/// Sends mails with `smtp-source`.
fn generate(port: u16, load: &Load) -> Result<()> {
    let mut source = Command::new("/usr/sbin/smtp-source");
    if load.keeps {
        source.arg("-d");
    }
    source.args(["-s", &load.connections.to_string(), "-m", &load.mails.to_string()]);
    source.args(["-l", &MAIL_OCTETS.to_string(), "-f", "kari@customer.test", "-t", SERVICE]);
    source.arg(format!("inet:127.0.0.1:{port}"));
    let output = source.output().context("cannot run smtp-source; it comes with the package postfix")?;
    if !output.status.success() {
        bail!("smtp-source failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
