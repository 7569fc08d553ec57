//! How long it takes to tell what a returned mail is and to classify each recipient, on one core: the public samples and the
//! reports of the corpus, read over and over.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use anyhow::Result;
use mail::Returned;
use policy::returns::{Evidence, RuleSet};

use crate::figure::Stopwatch;
use crate::report::Report;

/// How often all samples are read.
const ROUNDS: usize = 200;
/// What one may take, microseconds: 20,000 reports a second.
const BAR_US: f64 = 50.0;

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let samples = samples()?;
    let judged: usize = samples.iter().map(|raw| judge(raw)).sum();
    let watch = Stopwatch::start();
    for _ in 0..ROUNDS {
        for raw in &samples {
            black_box(judge(black_box(raw)));
        }
    }
    let reports = (ROUNDS * samples.len()) as f64;
    let each_us = watch.elapsed().as_secs_f64() * 1e6 / reports;
    report.figure("returned mails, samples", samples.len() as f64, "mails");
    report.figure("returned mails, recipients in them", judged as f64, "recipients");
    report.figure("returned mails, on one core", 1e6 / each_us, "mails/s");
    report.below("one returned mail, recognised and classified", each_us, (BAR_US, "us"));
    Ok(())
}

/// Recognises one mail and classifies its recipients; gives their number.
fn judge(raw: &[u8]) -> usize {
    let Returned::Report(report) = mail::returned(raw) else { return 0 };
    for recipient in &report.recipients {
        let evidence = Evidence::of_report(recipient, report.reporting_host.as_deref(), &report.notice);
        black_box(RuleSet::standard().judge(&evidence));
    }
    report.recipients.len()
}

fn samples() -> Result<Vec<Vec<u8>>> {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let mut samples = read(&corpus.join("flufl.bounce"), "txt")?;
    // Of the corpus those that are returned mails: the others have their own benchmark, reading.
    let messages = read(&corpus.join("messages"), "eml")?;
    samples.extend(messages.into_iter().filter(|raw| matches!(mail::returned(raw), Returned::Report(_))));
    Ok(samples)
}

fn read(folder: &Path, ending: &str) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|known| known == ending) {
            found.push(fs::read(path)?);
        }
    }
    Ok(found)
}
