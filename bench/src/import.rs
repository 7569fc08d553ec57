//! How fast a mailbox is emptied over IMAP: getmail6 and fetchmail with procmail into a Maildir, and
//! us into cases.
//!
//! The same Dovecot, the same 5,000 mails, deleted at the server once they are kept.

use std::process::Command;

use anyhow::{Context, Result, bail};
use e2e::world::{CUSTOMER, Engine, SERVICE, SERVICE_PASSWORD, World, service_dovecot};
use testkit::dovecot::Dovecot;
use testkit::process::{Account, Home};
use testkit::samples;

use crate::figure::{Cost, Meter};
use crate::report::{Bar, Report};

const MAILS: usize = 5_000;
/// A usual mail without attachments.
const MAIL_OCTETS: usize = 8 * 1024;
/// Between two looks; short beside the seconds that are measured.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let dovecot = service_dovecot()?;
    fill(&dovecot)?;
    let ours = posthus(&dovecot).await?;
    fill(&dovecot)?;
    let theirs = getmail(&dovecot)?;
    let name = "IMAP import, 5,000 mails into cases";
    report.compare(name, ours, ("getmail6", theirs), Bar { rate: 3.0, cpu: None });
    fill(&dovecot)?;
    let theirs = fetchmail(&dovecot)?;
    report.compare(name, ours, ("fetchmail and procmail", theirs), Bar { rate: 5.0, cpu: None });
    Ok(())
}

fn fill(dovecot: &Dovecot) -> Result<()> {
    for number in 0..MAILS {
        dovecot.deliver(SERVICE, &samples::large_mail(number, CUSTOMER, SERVICE, MAIL_OCTETS))?;
    }
    Ok(())
}

/// Until every mail is a case and none is left at the server.
async fn posthus(dovecot: &Dovecot) -> Result<Cost> {
    let world = World::open(Engine::Sqlite).await?;
    let meter = Meter::of_folder(world.office.folder());
    world.add_fetched_mailbox(dovecot, "imap").await?;
    while dovecot.count(SERVICE)? > 0 {
        tokio::time::sleep(PAUSE).await;
    }
    loop {
        let summary = world.api.get("/summary").await?;
        if summary["intake_waiting"].as_u64() == Some(0) {
            return Ok(meter.cost(MAILS));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A Maildir, and the account that the peers run as: they refuse to run as root.
fn maildir(name: &str) -> Result<(Home, Account)> {
    let account = Account::unprivileged()?;
    let home = Home::new(name, account)?;
    for folder in ["cur", "new", "tmp"] {
        home.folder(&format!("mail/{folder}"))?;
    }
    Ok((home, account))
}

/// Runs a fetcher to its end, and sees that it kept every mail.
fn fetched(command: &mut Command, home: &Home) -> Result<Cost> {
    let meter = Meter::of_programs();
    let output = command.output().with_context(|| {
        format!("cannot run {}; `make bench` installs it", command.get_program().display())
    })?;
    let cost = meter.cost(MAILS);
    let kept = std::fs::read_dir(home.path().join("mail/new"))?.count();
    if !output.status.success() || kept != MAILS {
        bail!("kept {kept} of {MAILS}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(cost)
}

fn getmail(dovecot: &Dovecot) -> Result<Cost> {
    let (home, account) = maildir("getmail")?;
    let settings = format!(
        "[retriever]\ntype = SimpleIMAPRetriever\nserver = 127.0.0.1\nport = {port}\n\
         username = {SERVICE}\npassword = {SERVICE_PASSWORD}\n\
         [destination]\ntype = Maildir\npath = {path}/mail/\n\
         [options]\ndelete = true\nread_all = true\nreceived = false\ndelivered_to = false\nverbose = 0\n",
        port = dovecot.ports().imap,
        path = home.path().display(),
    );
    home.file("getmailrc", settings)?;
    // On one core, because it loses the end of the process that it starts for each mail when that
    // ends too soon (getmail6 6.18.11, 2026-11), waits a minute and gives up; it does one thing at a
    // time and loses nothing by it.
    let mut command = Command::new("taskset");
    account.runs(&mut command);
    command.args(["--cpu-list", "0", "getmail", "--getmaildir"]).arg(home.path());
    fetched(&mut command, &home)
}

fn fetchmail(dovecot: &Dovecot) -> Result<Cost> {
    let (home, account) = maildir("fetchmail")?;
    let path = home.path().display();
    let procmailrc = home.file("procmailrc", format!("MAILDIR={path}\n:0\nmail/\n"))?;
    let settings = format!(
        "set no syslog\nset no bouncemail\n\
         poll 127.0.0.1 service {port} protocol IMAP\n\
         user \"{SERVICE}\" password \"{SERVICE_PASSWORD}\" sslproto \"\" fetchall no keep no rewrite\n\
         mda \"/usr/bin/procmail -m {rc}\"\n",
        port = dovecot.ports().imap,
        rc = procmailrc.display(),
    );
    let fetchmailrc = home.secret("fetchmailrc", &settings)?;
    let mut command = Command::new("fetchmail");
    account.runs(&mut command);
    command.env("HOME", home.path()).env("FETCHMAILHOME", home.path());
    command.args(["--nodetach", "--silent", "--fetchmailrc"]).arg(fetchmailrc);
    fetched(&mut command, &home)
}
