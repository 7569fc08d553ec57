//! What lies outside cases: the queues, the outbox, people and what the organisation set.

use anyhow::{Context, Result};
use domain::intake::IntakeState;
use domain::org::Actor;
use flows::Office;
use serde::Serialize;
use serde_json::{Value, json};
use store::Conn;
use store::companies::CompanySort;
use store::intake::{IntakeFilter, IntakeShelf, IntakeSort};
use store::mailboxes::{MailboxFilter, MailboxRow, MailboxSort};
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort};
use store::persons::{PersonFilter, PersonSort};
use store::templates::{TemplateFilter, TemplateRow};

use super::Folder;
use crate::commands::lists::{all, oldest_first};

/// Writes it; returns how many mails stand outside cases.
pub(super) async fn write(office: &Office, actor: &Actor, folder: &Folder) -> Result<usize> {
    let conn = office.store().read();
    let mails = queues(&conn, actor, folder).await? + outbox(&conn, actor, folder).await?;
    people(&conn, actor, folder).await?;
    settings(office, &conn, actor, folder).await?;
    Ok(mails)
}

/// Mail that waits, failed, was blocked or lies in the bin; what became a message is with its case.
async fn queues(conn: &Conn, actor: &Actor, folder: &Folder) -> Result<usize> {
    let mut shown = Vec::new();
    for shelf in [IntakeShelf::Any, IntakeShelf::Deleted] {
        let filter = IntakeFilter { shelf, blocked: true, ..IntakeFilter::default() };
        let rows = all(oldest_first::<IntakeSort>(), async |query| {
            store::intake::list(conn, actor.organisation, query, filter).await
        });
        for row in rows.await? {
            if row.state == IntakeState::Placed {
                continue;
            }
            let mail = folder.mail(conn, actor, row.raw_hash, &row.id).await?;
            shown.push(json!({
                "mail": mail,
                "mailbox": row.mailbox_address,
                "state": row.state.as_str(),
                "received_at": row.received_at.to_rfc3339(),
                "deleted_at": row.deleted_at.map(|at| at.to_rfc3339()),
                "error": row.error,
            }));
        }
    }
    folder.json("intake", &shown)?;
    Ok(shown.len())
}

async fn outbox(conn: &Conn, actor: &Actor, folder: &Folder) -> Result<usize> {
    let (mut shown, mut outside) = (Vec::new(), 0);
    for shelf in [OutboxShelf::All, OutboxShelf::Deleted] {
        let rows = all(oldest_first::<OutboxSort>(), async |query| {
            store::outbox::list(conn, actor.organisation, query, OutboxFilter { shelf }).await
        });
        for row in rows.await? {
            outside += usize::from(row.case_id.is_none());
            let mail = folder.mail(conn, actor, row.raw_hash, &row.id).await?;
            shown.push(sent(&row, mail.as_deref()));
        }
    }
    folder.json("outbox", &shown)?;
    Ok(outside)
}

fn sent(row: &OutboxRow, mail: Option<&str>) -> Value {
    json!({
        "mail": mail,
        "state": row.state.as_str(),
        "created_at": row.created_at.to_rfc3339(),
        "author": row.created_by_name,
        "from": row.from.to_string(),
        "recipients": row.recipients.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "subject": row.subject,
        "attempts": row.attempts,
        "last_words": row.last_words,
        "case": row.case_number,
    })
}

async fn people(conn: &Conn, actor: &Actor, folder: &Folder) -> Result<()> {
    let persons = all(oldest_first::<PersonSort>(), async |query| {
        store::persons::list(conn, actor.organisation, query, PersonFilter::default()).await
    });
    let persons = persons.await?.into_iter().map(|person| {
        json!({
            "name": person.name,
            "addresses": person.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "phone": person.phone,
            "language": person.language,
            "company": person.company_name,
            "former": person.former,
        })
    });
    folder.json("persons", &persons.collect::<Vec<_>>())?;
    let companies = all(oldest_first::<CompanySort>(), async |query| {
        store::companies::list(conn, actor.organisation, query).await
    });
    let companies = companies.await?.into_iter();
    let companies = companies.map(|company| json!({ "name": company.name, "domains": company.domains }));
    folder.json("companies", &companies.collect::<Vec<_>>())
}

/// Without passwords: nobody can read those but the mail office itself.
async fn settings(office: &Office, conn: &Conn, actor: &Actor, folder: &Folder) -> Result<()> {
    let org = actor.organisation;
    let mailboxes = all(oldest_first::<MailboxSort>(), async |query| {
        store::mailboxes::list(conn, org, query, MailboxFilter::default()).await
    });
    folder.json("mailboxes", &mailboxes.await?.iter().map(mailbox).collect::<Vec<_>>())?;
    super::users::write(conn, org, folder).await?;
    let categories = store::categories::list(conn, org).await?.into_iter();
    let categories = categories
        .map(|row| json!({ "id": row.id.to_string(), "name": row.name, "description": row.description }));
    folder.json("categories", &categories.collect::<Vec<_>>())?;
    let priorities = store::priorities::list(conn, org).await?.into_iter();
    let priorities = priorities.map(|row| {
        json!({
            "id": row.id.to_string(),
            "name": row.name,
            "rank": row.rank,
            "deadline_minutes": row.deadline_minutes,
            "levels": row.levels,
        })
    });
    folder.json("priorities", &priorities.collect::<Vec<_>>())?;
    let statuses = store::statuses::list(conn, org).await?.into_iter();
    let statuses = statuses.map(|row| {
        json!({
            "name": row.name,
            "kind": row.kind.as_str(),
            "in_queue": row.traits.in_queue,
            "new_case_on_reply": row.traits.new_case_on_reply,
            "archived": row.archived_at.is_some(),
        })
    });
    folder.json("statuses", &statuses.collect::<Vec<_>>())?;
    let types = store::request_types::list(conn, org).await?.into_iter();
    let types = types.map(|row| json!({ "name": row.name, "archived": row.archived_at.is_some() }));
    folder.json("request_types", &types.collect::<Vec<_>>())?;
    let tags = store::tags::list(conn, org).await?.into_iter().map(|row| row.name);
    folder.json("tags", &tags.collect::<Vec<_>>())?;
    let templates = store::templates::list(conn, org, &TemplateFilter::default()).await?;
    folder.json("templates", &templates.iter().map(template).collect::<Vec<_>>())?;
    let filters = flows::filters::export(office, actor).await.context("cannot read the filters")?;
    folder.json("filters", &filters)
}

fn mailbox(row: &MailboxRow) -> Value {
    let settings = &row.settings;
    json!({
        "address": settings.address.to_string(),
        "display_name": settings.display_name,
        "aliases": row.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "protocol": settings.protocol.as_str(),
        "host": settings.host,
        "port": settings.port,
        "username": settings.username,
        "folder": settings.folder,
        "category": row.category_name,
        "priority": row.priority_name,
        "active": settings.active,
    })
}

fn template(row: &TemplateRow) -> Value {
    let versions = row.settings.versions.iter().map(
        |version| json!({ "language": version.language, "subject": version.subject, "text": version.text }),
    );
    json!({
        "name": row.settings.name,
        "folder": row.settings.folder,
        "description": row.settings.description,
        "versions": versions.collect::<Vec<_>>(),
    })
}

impl Folder {
    /// One JSON file.
    pub(super) fn json(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let path = self.0.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(value)?;
        std::fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
    }
}
