//! `posthus inspect`: what the mail office makes of a file, as JSON for people and programs, one object a line. Each
//! calls the functions that the pages call, and nothing else: what is printed is what would be shown.

mod address;
mod auth;
mod mail;
mod returned;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use domain::limits::MAIL_OCTETS_MAX;

use crate::cli::Inspect;

/// Runs one of them.
pub(crate) fn run(inspect: &Inspect) -> Result<ExitCode> {
    match inspect {
        Inspect::Mail { files } => mail::mail(&or_standard_input(files)),
        Inspect::Address { addresses, dns_server } => address::address(addresses, *dns_server),
        Inspect::Auth { files, client_ip, helo, mail_from, dns_server } => {
            let client = auth::client(*client_ip, helo, mail_from)?;
            auth::auth(&or_standard_input(files), &client, *dns_server)
        }
        Inspect::Return { files } => returned::returned(&or_standard_input(files)),
    }
}

fn or_standard_input(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() }
}

/// The octets of a file, unless they are more than the mail office takes in.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let source: Box<dyn Read> =
        if file == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(file)?) };
    let mut raw = Vec::new();
    source.take(MAIL_OCTETS_MAX as u64 + 1).read_to_end(&mut raw)?;
    if raw.len() > MAIL_OCTETS_MAX {
        let text = format!("it is larger than {MAIL_OCTETS_MAX} octets, the largest mail that is taken in");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
    }
    Ok(raw)
}

/// One line on standard output; `false` when nobody reads it any more.
fn print(line: &str) -> bool {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).is_ok()
}
