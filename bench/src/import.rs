//! How fast a mailbox is emptied over IMAP: getmail6 into a Maildir, and us into cases.
//!
//! The same Dovecot, the same 5,000 mails, deleted at the server once they are kept.

use std::process::Command;

use anyhow::{Result, bail};
use e2e::world::{CUSTOMER, Engine, SERVICE, SERVICE_PASSWORD, World, service_dovecot};
use testkit::dovecot::Dovecot;
use testkit::process::{Account, Home};
use testkit::samples;

use crate::figure::{self, Stopwatch};

const MAILS: usize = 5_000;
/// A usual mail without attachments.
const MAIL_OCTETS: usize = 8 * 1024;

pub(crate) async fn run() -> Result<()> {
    let dovecot = service_dovecot()?;
    fill(&dovecot)?;
    let watch = Stopwatch::start();
    getmail(&dovecot)?;
    figure::rate("imap import, getmail6", MAILS, watch.elapsed());

    fill(&dovecot)?;
    let world = World::open(Engine::Sqlite).await?;
    let watch = Stopwatch::start();
    world.add_fetched_mailbox(&dovecot, "imap").await?;
    until(|| dovecot.count(SERVICE).is_ok_and(|count| count == 0)).await;
    figure::rate("imap import, posthus, kept and deleted at the server", MAILS, watch.elapsed());
    loop {
        let summary = world.api.get("/summary").await?;
        if summary["intake_waiting"].as_u64() == Some(0) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    figure::rate("imap import, posthus, every mail a case", MAILS, watch.elapsed());
    Ok(())
}

/// Between two looks; short beside the seconds that are measured.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(PAUSE).await;
    }
}

fn fill(dovecot: &Dovecot) -> Result<()> {
    for number in 0..MAILS {
        dovecot.deliver(SERVICE, &samples::large_mail(number, CUSTOMER, SERVICE, MAIL_OCTETS))?;
    }
    Ok(())
}

/// Runs getmail6 once over the mailbox.
fn getmail(dovecot: &Dovecot) -> Result<()> {
    // It refuses to run as root. On one core, because it loses the end of the process that it starts for
    // each mail when that ends too soon (getmail6 6.18.11, 2026-11), waits a minute and gives up; it
    // does one thing at a time and loses nothing by it.
    let account = Account::unprivileged()?;
    let folder = Home::new("getmail", account)?;
    for name in ["cur", "new", "tmp"] {
        folder.folder(&format!("mail/{name}"))?;
    }
    let settings = format!(
        "[retriever]\ntype = SimpleIMAPRetriever\nserver = 127.0.0.1\nport = {port}\n\
         username = {SERVICE}\npassword = {SERVICE_PASSWORD}\n\
         [destination]\ntype = Maildir\npath = {path}/mail/\n\
         [options]\ndelete = true\nread_all = true\nreceived = false\ndelivered_to = false\nverbose = 0\n",
        port = dovecot.ports().imap,
        path = folder.path().display(),
    );
    folder.file("getmailrc", settings)?;
    let mut command = Command::new("taskset");
    account.runs(&mut command);
    let output = command.args(["--cpu-list", "0", "getmail", "--getmaildir"]).arg(folder.path()).output()?;
    let kept = std::fs::read_dir(folder.path().join("mail/new"))?.count();
    if !output.status.success() || kept != MAILS {
        bail!("getmail kept {kept} of {MAILS}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
