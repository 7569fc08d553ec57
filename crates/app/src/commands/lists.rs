//! `posthus mailbox`, `posthus intake`, `posthus outbox`.

use std::process::ExitCode;

use anyhow::{Result, bail};
use flows::mailboxes::MailboxInput;
use flows::outbox::Stopper;
use flows::{Bulk, Office};
use serde::Serialize;
use serde_json::json;
use store::intake::{IntakeFilter, IntakeSort};
use store::mailboxes::{MailboxFilter, MailboxSort};
use store::outbox::{OutboxFilter, OutboxShelf, OutboxSort};
use store::{ListQuery, Page, SortColumn, StoreError};

use super::{import, tenant};
use crate::cli::{Intake, Mailbox, Outbox, Tenant};
use crate::config::Config;
use crate::{output, wiring};

/// All rows of a list, page by page.
pub(super) async fn all<S, R>(
    mut query: ListQuery<S>,
    mut page: impl AsyncFnMut(&ListQuery<S>) -> Result<Page<R>, StoreError>,
) -> Result<Vec<R>, StoreError> {
    let mut rows = Vec::new();
    loop {
        let found = page(&query).await?;
        rows.extend(found.rows);
        match found.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(rows),
        }
    }
}

pub(super) fn oldest_first<S: SortColumn>() -> ListQuery<S> {
    ListQuery { descending: false, ..ListQuery::default() }.for_export()
}

fn newest_first<S: SortColumn>() -> ListQuery<S> {
    ListQuery { descending: true, ..ListQuery::default() }.for_export()
}

#[derive(Serialize)]
struct MailboxShown {
    id: String,
    address: String,
    protocol: &'static str,
    health: &'static str,
    last_error: Option<String>,
}

/// Mailboxes.
pub(super) async fn mailbox(config: &Config, command: Mailbox, json: bool) -> Result<ExitCode> {
    let office = wiring::open(config).await?;
    match command {
        Mailbox::List(tenant) => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let conn = office.store().read();
            let rows = all(ListQuery::<MailboxSort>::default().for_export(), async |query| {
                store::mailboxes::list(&conn, organisation, query, MailboxFilter::default()).await
            });
            let rows = rows.await?.into_iter().map(|row| MailboxShown {
                id: row.id.to_string(),
                address: row.settings.address.to_string(),
                protocol: row.settings.protocol.as_str(),
                health: row.health.state.as_str(),
                last_error: row.health.last_error,
            });
            let rows: Vec<_> = rows.collect();
            output::table(json, &rows, &["ADDRESS", "PROTOCOL", "HEALTH", "LAST ERROR"], |row| {
                let error = row.last_error.clone().unwrap_or_default();
                vec![row.address.clone(), row.protocol.to_owned(), row.health.to_owned(), error]
            });
            Ok(ExitCode::SUCCESS)
        }
        Mailbox::Test { address, tenant } => test(&office, &address, &tenant, json).await,
        Mailbox::Check { address, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let id = tenant::mailbox(&office, organisation, &address).await?;
            flows::mailboxes::check(&office, &tenant::operator(organisation), id).await?;
            output::result(json, &json!({ "mailbox_id": id.to_string() }), || {
                output::line("The running server fetches it now.");
            });
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn test(office: &Office, address: &str, tenant: &Tenant, json: bool) -> Result<ExitCode> {
    let organisation = tenant::choose(office, tenant).await?.id;
    let id = tenant::mailbox(office, organisation, address).await?;
    let actor = tenant::operator(organisation);
    let report = flows::mailboxes::test(office, &actor, MailboxInput::default(), Some(id)).await?.report;
    let said = json!({ "ok": report.ok, "detail": report.detail, "conversation": report.conversation });
    output::result(json, &said, || {
        report.conversation.iter().for_each(|line| output::line(line));
        output::line(&report.detail);
    });
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Serialize)]
struct IntakeShown {
    id: String,
    mailbox: String,
    state: &'static str,
    from: String,
    subject: String,
    error: Option<String>,
}

/// The inbox queue.
pub(super) async fn intake(config: &Config, command: Intake, json: bool) -> Result<ExitCode> {
    let office = wiring::open(config).await?;
    match command {
        Intake::List(tenant) => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let conn = office.store().read();
            let rows = all(newest_first::<IntakeSort>(), async |query| {
                store::intake::list(&conn, organisation, query, IntakeFilter::default()).await
            });
            let rows = rows.await?.into_iter().map(|row| IntakeShown {
                id: row.id.to_string(),
                mailbox: row.mailbox_address,
                state: row.state.as_str(),
                from: row.summary.from,
                subject: row.summary.subject,
                error: row.error,
            });
            let rows: Vec<_> = rows.collect();
            output::table(json, &rows, &["ID", "MAILBOX", "STATE", "FROM", "SUBJECT", "ERROR"], |row| {
                let error = row.error.clone().unwrap_or_default();
                vec![
                    row.id.clone(),
                    row.mailbox.clone(),
                    row.state.to_owned(),
                    row.from.clone(),
                    row.subject.clone(),
                    error,
                ]
            });
        }
        Intake::Import { mailbox, files, tenant } => {
            let code = import::files(&office, (&mailbox, &files), &tenant, json).await?;
            office.close().await?;
            return Ok(code);
        }
        Intake::Retry { ids, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let bulk = flows::intake::import_again(&office, &tenant::operator(organisation), &ids).await?;
            report(&bulk, json)?;
        }
    }
    office.close().await?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct OutboxShown {
    id: String,
    state: &'static str,
    to: Vec<String>,
    subject: String,
    last_words: Option<String>,
}

/// The outbox.
pub(super) async fn outbox(config: &Config, command: Outbox, json: bool) -> Result<()> {
    let office = wiring::open(config).await?;
    match command {
        Outbox::List { sent, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let filter = OutboxFilter { shelf: if sent { OutboxShelf::All } else { OutboxShelf::Waiting } };
            let conn = office.store().read();
            let rows = all(newest_first::<OutboxSort>(), async |query| {
                store::outbox::list(&conn, organisation, query, filter).await
            });
            let rows = rows.await?.into_iter().map(|row| OutboxShown {
                id: row.id.to_string(),
                state: row.state.as_str(),
                to: row.recipients.iter().map(ToString::to_string).collect(),
                subject: row.subject,
                last_words: row.last_words,
            });
            let rows: Vec<_> = rows.collect();
            output::table(json, &rows, &["ID", "STATE", "TO", "SUBJECT", "LAST WORDS"], |row| {
                let words = row.last_words.clone().unwrap_or_default();
                vec![row.id.clone(), row.state.to_owned(), row.to.join(", "), row.subject.clone(), words]
            });
        }
        Outbox::Retry { ids, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?.id;
            let bulk = flows::outbox::send_again(&office, &tenant::operator(organisation), &ids).await?;
            report(&bulk, json)?;
        }
        Outbox::Stop { domain, why, reword, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?;
            let stopper = Stopper { organisation: organisation.id, user: None };
            match &domain {
                Some(domain) => {
                    let held = (domain.as_str(), why.as_str());
                    flows::outbox::hold_destination(&office, stopper, held).await?;
                }
                None if reword => flows::outbox::reword(&office, stopper, &why).await?,
                None => flows::outbox::stop(&office, stopper, &why).await?,
            }
            told(json, (organisation.name.as_str(), domain.as_deref()), Standing::Waits);
        }
        Outbox::GoOn { domain, tenant } => {
            let organisation = tenant::choose(&office, &tenant).await?;
            let stopper = Stopper { organisation: organisation.id, user: None };
            let goes_on = match &domain {
                Some(domain) => flows::outbox::let_destination_go_on(&office, stopper, domain).await?,
                None => {
                    flows::outbox::go_on(&office, stopper).await?;
                    true
                }
            };
            let all_stopped = !flows::outbox::stops(&office, organisation.id).await?.is_empty();
            let standing = match (goes_on, all_stopped) {
                (true, false) => Standing::Leaves,
                (true, true) if domain.is_some() => Standing::WaitsWithAll,
                (true, true) => Standing::Waits,
                (false, all_stopped) => Standing::WasNotStopped { all_stopped },
            };
            told(json, (organisation.name.as_str(), domain.as_deref()), standing);
        }
    }
    Ok(office.close().await?)
}

/// Whether mail leaves, all of an organisation or that to a domain.
#[derive(Clone, Copy)]
enum Standing {
    /// It does.
    Leaves,
    /// It is stopped.
    Waits,
    /// That to the domain goes on, but all is stopped.
    WaitsWithAll,
    /// That to the domain never was stopped: perhaps another one is meant.
    WasNotStopped {
        /// Whether all is.
        all_stopped: bool,
    },
}

/// Says whether mail of an organisation leaves, all or that to a domain.
fn told(json: bool, (organisation, domain): (&str, Option<&str>), standing: Standing) {
    let (is_stopped, state) = match standing {
        Standing::Leaves => (false, "leaves"),
        Standing::Waits => (true, "waits in the outbox"),
        Standing::WaitsWithAll => (true, "waits in the outbox, as all mail does"),
        Standing::WasNotStopped { all_stopped: false } => (false, "was not stopped"),
        Standing::WasNotStopped { all_stopped: true } => (true, "was not stopped by itself; all mail is"),
    };
    let mut said = json!({ "organisation": organisation, "stopped": is_stopped });
    if let Some(domain) = domain {
        said["domain"] = json!(domain);
    }
    if matches!(standing, Standing::WasNotStopped { .. }) {
        said["was_stopped"] = json!(false);
    }
    output::result(json, &said, || {
        let to = domain.map(|domain| format!(" to {domain}")).unwrap_or_default();
        output::line(&format!("Mail of {organisation}{to} {state}."));
    });
}

fn report<I: std::fmt::Display>(bulk: &Bulk<I>, json: bool) -> Result<()> {
    let done: Vec<_> = bulk.done.iter().map(ToString::to_string).collect();
    let failed = bulk.failed.iter();
    let failed: Vec<_> =
        failed.map(|(id, problem)| json!({ "id": id.to_string(), "detail": problem.detail })).collect();
    output::result(json, &json!({ "done": done, "failed": failed }), || {
        output::line(&format!("{} done", bulk.done.len()));
        for (id, problem) in &bulk.failed {
            output::complain(&format!("{id}: {problem}"));
        }
    });
    if bulk.failed.is_empty() { Ok(()) } else { bail!("{} could not be done", bulk.failed.len()) }
}
