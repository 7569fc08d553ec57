//! Structured logs to standard error: results of commands go to standard output alone.

use std::io::IsTerminal as _;

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{Log, LogFormat};

/// Starts logging for the whole process.
pub(crate) fn start(log: &Log) -> Result<()> {
    // The migrator tells each step at INFO; they are told once, by their result.
    let filter = EnvFilter::try_new(format!("sea_orm_migration=warn,{}", log.level))
        .with_context(|| format!("`log.level` is `{}`, which is no level; try `info`", log.level))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_span_events(FmtSpan::NONE);
    let started = match log.format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))
}
