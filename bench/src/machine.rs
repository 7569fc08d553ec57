//! What the figures were measured on.

use std::fs::{self, File};
use std::io::Write as _;

use anyhow::Result;

use crate::figure::{Stopwatch, number};

/// Syncs that are timed.
const SYNCS: usize = 200;

/// One line: processor, cores, memory, kernel, and how fast the disk syncs.
pub(crate) fn describe() -> Result<String> {
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".into());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory: f64 = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.trim_end_matches(" kB").parse().ok())
        .unwrap_or(0.0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    Ok(format!(
        "{processor}, {cores} cores, {:.0} GiB, Linux {}, {:.0} syncs of 4 KiB a second, load {load} before",
        memory / 1024.0 / 1024.0,
        kernel.trim(),
        syncs_per_second()?,
    ))
}

/// What bounds every program that answers only for what is on disk.
fn syncs_per_second() -> Result<f64> {
    let path = std::env::temp_dir().join(format!("posthus-bench-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let watch = Stopwatch::start();
    for _ in 0..SYNCS {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    let elapsed = watch.elapsed();
    fs::remove_file(&path)?;
    Ok(number(SYNCS) / elapsed.as_secs_f64().max(f64::EPSILON))
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim_start().trim_start_matches(':').trim().to_owned())
}
