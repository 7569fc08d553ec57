//! `posthus demo`: an organisation to look around in, on this machine alone. What it does is the
//! product's own doing: its mails come in through the pipeline, and its replies leave through a
//! small mail server of its own that keeps them in a folder.

mod people;
mod post;
mod seed;

use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::mailbox::Security;
use domain::outbox::TransportKind;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::cli;
use crate::config::{Config, Role};
use crate::{logging, master_key, output, serve, wiring};

/// The mailbox that the printed `curl` line writes to.
pub(crate) const SERVICE_ADDRESS: &str = "kundeservice@vestvik.example";

/// The folder of what the demo's mail server took; only a demo's data has it beside it.
const SENT: &str = "sent";

/// Opens the demo and runs it until SIGTERM or SIGINT.
pub(crate) async fn demo(mut config: Config, arguments: cli::Demo) -> Result<()> {
    let folder = arguments.folder;
    let exists = folder.join("posthus.sqlite3").exists();
    if exists && !folder.join(SENT).is_dir() {
        bail!("`{}` holds an organisation's own data, not the demo's; name another folder", folder.display());
    }
    if arguments.fresh && exists {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty `{}`", folder.display()))?;
    }
    config.keep_to(&folder);
    config.roles = vec![Role::Api, Role::Hosted, Role::Intake, Role::Outbox];
    logging::start(&config.log)?;
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let sent = folder.join(SENT);
    let post = post::open(&sent, (&tasks, &stop)).await?;
    config.outgoing.kind = TransportKind::Relay;
    config.outgoing.host = post.ip().to_string();
    config.outgoing.port = post.port();
    config.outgoing.security = Security::None;
    let (_, entropy) = wiring::machine();
    let is_new = !config.sqlite_path().exists();
    let key = master_key::read_or_make(&config.key_path(), &*entropy)?;
    let office = wiring::office(&config, wiring::store(&config, key).await?, &key, true).await?;
    if is_new {
        seed::seed(&office).await?;
    }
    let metrics = serve::start_metrics()?;
    let mut ending = serve::Ending::listen()?;
    let house = serve::open(&config, &office, &config.roles, metrics, stop.clone()).await?;
    greet(&config, &sent);
    ending.told().await;
    serve::close(&office, house, &stop).await?;
    tasks.close();
    tasks.wait().await;
    Ok(())
}

fn greet(config: &Config, sent: &Path) {
    let (url, smtp) = (config.base_url.trim_end_matches('/'), &config.smtp.listen);
    output::line(&format!(
        "\nPosthus is open: {url}\n\nSign in with the password `{}` as:",
        people::PASSWORD
    ));
    for person in people::PEOPLE {
        output::line(&format!("  {:28} {} - {}", person.address, person.name, person.about));
    }
    output::line("\nSend it a mail, and watch it become a case:");
    output::line(&format!(
        "  printf 'From: Kari Nordmann <kari@example.com>\\r\\nTo: {SERVICE_ADDRESS}\\r\\nSubject: Hei fra curl\\r\\n\\r\\nNår åpner dere?\\r\\n' \
         | curl -sS smtp://{smtp} --mail-from kari@example.com --mail-rcpt {SERVICE_ADDRESS} --upload-file -"
    ));
    output::line(&format!("\nWhat you answer is delivered to {}. Ctrl-C closes the demo.\n", sent.display()));
}
