//! `posthus intake import`: mail from files.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use domain::{Actor, MailboxId};
use flows::Office;
use flows::importing::{Because, Import, Report};
use serde_json::{Value, json};

use super::tenant;
use crate::cli::Tenant;
use crate::output;

/// Octets that are read at a time.
const CHUNK_OCTETS: usize = 256 * 1024;

/// Imports each file and tells what became of its mails; fails at the end if something was not taken.
pub(super) async fn files(
    office: &Office,
    (address, files): (&str, &[PathBuf]),
    tenant: &Tenant,
    json: bool,
) -> Result<ExitCode> {
    let organisation = tenant::choose(office, tenant).await?.id;
    let mailbox = tenant::mailbox(office, organisation, address).await?;
    let actor = tenant::operator(organisation);
    let mut code = ExitCode::SUCCESS;
    for path in files {
        let name = path.display().to_string();
        match file(office, &actor, mailbox, path).await {
            Ok(report) => {
                output::result(json, &as_json(&name, &report), || tell(&name, &report));
                if report.refused > 0 {
                    code = ExitCode::FAILURE;
                }
            }
            Err(error) => {
                output::complain(&format!("{name}: {error:#}"));
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

async fn file(office: &Office, actor: &Actor, mailbox: MailboxId, path: &Path) -> Result<Report> {
    let mut source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(path).context("cannot be opened")?)
    };
    let mut import = Import::begin(office, actor, mailbox, &path.display().to_string()).await?;
    let mut chunk = vec![0; CHUNK_OCTETS];
    loop {
        let octets = source.read(&mut chunk).context("cannot be read")?;
        if octets == 0 {
            return Ok(import.finish().await?);
        }
        import.push(&chunk[..octets]).await?;
    }
}

fn as_json(file: &str, report: &Report) -> Value {
    let refusals = report.refusals.iter();
    let refusals: Vec<_> = refusals
        .map(|refusal| json!({ "number": refusal.number, "because": refusal.because.as_str() }))
        .collect();
    let Report { stored, known, refused, .. } = report;
    json!({ "file": file, "stored": stored, "known": known, "refused": refused, "refusals": refusals })
}

fn tell(file: &str, report: &Report) {
    let Report { stored, known, refused, .. } = report;
    output::line(&format!(
        "{file}: {stored} stored, {known} known already, {refused} refused; the running server places them"
    ));
    for refusal in &report.refusals {
        let why = match refusal.because {
            Because::Empty => "it is empty".to_owned(),
            Because::NotAMail => "it is no mail: it has no sender, date, subject or Message-ID".to_owned(),
            Because::TooLarge { octets } => {
                format!("its {octets} octets are more than `intake.mail_octets_max` allows")
            }
        };
        output::complain(&format!("{file}: mail {} was not taken: {why}", refusal.number));
    }
}
