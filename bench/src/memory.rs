//! Memory when nothing is to be done: what each process has for itself, and its part of what it
//! shares (PSS), summed over the processes of a server.

use std::path::Path;

use anyhow::Result;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::{Posthus, Setup};

use crate::figure;

pub(crate) fn run() -> Result<()> {
    let postfix = Postfix::start(&PostfixSetup::default())?;
    figure::print("idle memory, postfix", megabytes_below(postfix.folder()), "MB");
    drop(postfix);

    let office = Posthus::start(Setup::new())?;
    figure::print("idle memory, posthus, one organisation", megabytes_below(office.folder()), "MB");
    Ok(())
}

/// The memory of all processes that work in a folder or below it.
fn megabytes_below(folder: &Path) -> f64 {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let inside = processes.filter(|process| {
        std::fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder))
    });
    let kilobytes: u32 = inside.map(|process| pss_kilobytes(&process.path())).sum();
    f64::from(kilobytes) / 1024.0
}

fn pss_kilobytes(process: &Path) -> u32 {
    // Gone meanwhile, or not ours to look into: nothing to add.
    let text = std::fs::read_to_string(process.join("smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
