//! How fast a server takes mail over SMTP: Postfix's own generator against Postfix and against us.
//!
//! A 250 of either says that the mail is on disk. What happens to the mail afterwards is left out as
//! far as it can be: Postfix discards it, our intake role is off.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use e2e::world::SERVICE;
use serde_json::json;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};

use crate::figure::{self, Stopwatch};

const MAIL_OCTETS: usize = 4096;
/// Connections, and mails: enough for some seconds each.
const RUNS: [(usize, usize); 2] = [(1, 2_000), (20, 10_000)];

pub(crate) async fn run() -> Result<()> {
    let postfix = Postfix::start(&PostfixSetup { discards: true, ..PostfixSetup::default() })?;
    for (connections, mails) in RUNS {
        let elapsed = generate(postfix.port(), connections, mails)?;
        figure::rate(&format!("smtp accept, postfix, {connections} connections"), mails, elapsed);
    }
    drop(postfix);

    let setup = Setup::new().set("POSTHUS_ROLES", "api,hosted");
    let office = Posthus::start(setup)?;
    let api = e2e::api::Client::administrator(&office).await?;
    api.post("/mailboxes", &json!({ "address": SERVICE, "protocol": "smtp", "active": true })).await?;
    for (connections, mails) in RUNS {
        let elapsed = generate(office.smtp_port(), connections, mails)?;
        figure::rate(&format!("smtp accept, posthus, {connections} connections"), mails, elapsed);
    }
    Ok(())
}

/// Sends mails with `smtp-source`, each on a connection of its own, as strangers do.
fn generate(port: u16, connections: usize, mails: usize) -> Result<Duration> {
    let watch = Stopwatch::start();
    let mut source = Command::new("/usr/sbin/smtp-source");
    source.args(["-s", &connections.to_string(), "-m", &mails.to_string()]);
    source.args(["-l", &MAIL_OCTETS.to_string(), "-f", "kari@customer.test", "-t", SERVICE]);
    source.arg(format!("inet:127.0.0.1:{port}"));
    let output = source.output().context("cannot run smtp-source; it comes with the package postfix")?;
    if !output.status.success() {
        bail!("smtp-source failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(watch.elapsed())
}
