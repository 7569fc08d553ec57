//! `posthus doctor`: checks what a start and a day's work need, and says what to do.

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::config::Config;
use crate::{master_key, output, wiring};

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    said: String,
}

/// Checks everything; each finding stands alone.
pub(super) async fn doctor(config: &Config, json: bool) -> Result<ExitCode> {
    let findings = vec![
        finding("base URL", base_url(config)),
        finding(
            "secret key",
            master_key::read(&config.key_path()).map(|_| config.key_path().display().to_string()),
        ),
        finding("database", database(config).await),
        finding("name server", name_server(config).await),
        finding("web port", port(&config.http.listen.to_string()).await),
        finding("SMTP port", smtp_port(config).await),
    ];
    output::table(json, &findings, &["CHECK", "", "FOUND"], |finding| {
        let mark = if finding.ok { "ok" } else { "FAILS" };
        vec![finding.check.to_owned(), mark.to_owned(), finding.said.clone()]
    });
    let well = findings.iter().all(|finding| finding.ok);
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn finding(check: &'static str, result: Result<String>) -> Finding {
    match result {
        Ok(said) => Finding { check, ok: true, said },
        Err(error) => Finding { check, ok: false, said: format!("{error:#}") },
    }
}

fn base_url(config: &Config) -> Result<String> {
    Ok(api::BaseUrl::parse(&config.base_url)?.origin())
}

async fn database(config: &Config) -> Result<String> {
    let office = wiring::open(config).await?;
    let organisations = store::organisations::list(&office.store().read()).await?.len();
    office.close().await?;
    let kind = if config.database.url.is_empty() { "SQLite" } else { "PostgreSQL" };
    Ok(format!("{kind}, {organisations} organisation(s)"))
}

/// Asks for a name that the Internet's own documentation keeps in DNS.
async fn name_server(config: &Config) -> Result<String> {
    let addresses = wiring::resolver(config)?.addresses("example.org").await?;
    Ok(format!("example.org has {} address(es)", addresses.len()))
}

async fn smtp_port(config: &Config) -> Result<String> {
    if config.smtp.listen.is_empty() {
        return Ok("switched off".to_owned());
    }
    port(&config.smtp.listen).await
}

async fn port(address: &str) -> Result<String> {
    let parsed = address.parse().with_context(|| format!("`{address}` is no address with a port"))?;
    match net::listen::bind(parsed).await {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{address} is in use: by the running server, or by another program"))
        }
        Err(error) => Err(anyhow::anyhow!("cannot listen on {address}: {error}")),
    }
}
