//! Memory: when nothing is to be done, and at the height of taking in one very large mail.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use e2e::world::{CUSTOMER, Engine, SERVICE, World, service_dovecot};
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};
use testkit::samples;

use crate::cpu::processes_below;
use crate::report::Report;

/// The large mail.
const MAIL_OCTETS: usize = 50 * 1024 * 1024;
const MEBIBYTE: f64 = 1024.0 * 1024.0;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let postfix = Postfix::start(&PostfixSetup::default())?;
    report.figure("idle memory, Postfix, all its processes", resident_below(postfix.folder()), "MiB");
    drop(postfix);

    let office = Posthus::start(Setup::new())?;
    report.below("idle memory of serve, resident", resident_below(office.folder()), (60.0, "MiB"));
    drop(office);
    large_mail(report).await
}

/// Fetches the mail, and looks at the most that was resident until it is a case.
async fn large_mail(report: &mut Report) -> Result<()> {
    let (dovecot, world) = (service_dovecot()?, World::open(Engine::Sqlite).await?);
    dovecot.deliver(SERVICE, &samples::large_mail(1, CUSTOMER, SERVICE, MAIL_OCTETS))?;
    let process = world.office.process_id().context("the office runs")?;
    let process = Path::new("/proc").join(process.to_string());
    // proc(5): 5 resets the peak.
    std::fs::write(process.join("clear_refs"), "5")?;
    let before = kilobytes(&process, "status", "VmHWM:");
    world.add_fetched_mailbox(&dovecot, "imap").await?;
    loop {
        let cases = world.api.get("/cases?limit=1").await?;
        if cases["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    let peak = kilobytes(&process, "status", "VmHWM:");
    let copies = f64::from(peak.saturating_sub(before)) * 1024.0 / (50.0 * MEBIBYTE);
    report.figure("import of a 50 MiB mail, peak resident", f64::from(peak) / 1024.0, "MiB");
    report.below("import of a 50 MiB mail, memory above idle", copies, (4.0, "copies of it"));
    Ok(())
}

/// What the processes of a server have in memory; pages that several share count for each.
pub(crate) fn resident_below(folder: &Path) -> f64 {
    let all: u32 = processes_below(folder).map(|process| kilobytes(&process, "smaps_rollup", "Rss:")).sum();
    f64::from(all) / 1024.0
}

fn kilobytes(process: &Path, file: &str, field: &str) -> u32 {
    // Gone meanwhile, or not ours to look into: nothing to add.
    let text = std::fs::read_to_string(process.join(file)).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
