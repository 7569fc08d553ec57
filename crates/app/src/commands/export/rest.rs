//! What lies outside cases: the queues, the outbox, people and what the organisation set.

use anyhow::{Context, Result};
use domain::intake::IntakeState;
use domain::org::Actor;
use flows::Office;
use serde::Serialize;
use serde_json::{Value, json};
use store::Conn;
use store::companies::CompanySort;
use store::faq::FaqFilter;
use store::intake::{IntakeFilter, IntakeShelf, IntakeSort};
use store::mailboxes::{MailboxFilter, MailboxRow, MailboxSort};
use store::oauth::applications::ApplicationRow;
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort};
use store::persons::{PersonFilter, PersonSort};
use store::request_types::RequestTypeRow;
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
                "arrived_at": row.arrived_at.map(|at| at.to_rfc3339()),
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
    let applications = store::oauth::applications::list(conn, org).await?;
    let types = store::request_types::list(conn, org).await?;
    let mailboxes = mailboxes.await?;
    let mailboxes = mailboxes.iter().map(|row| mailbox(row, &types, &applications));
    folder.json("mailboxes", &mailboxes.collect::<Vec<_>>())?;
    folder.json("oauth-applications", &applications.iter().map(application).collect::<Vec<_>>())?;
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
    let named = |id| types.iter().find(|row| row.id == id).map(|row| row.name.as_str());
    let listed = types.iter().map(|row| {
        json!({
            "name": row.name,
            "archived": row.archived_at.is_some(),
            "replaced_by": row.replaced_by.and_then(named),
        })
    });
    folder.json("request_types", &listed.collect::<Vec<_>>())?;
    folder.json("faq", &faq(office, conn, actor).await?)?;
    let tags = store::tags::list(conn, org).await?.into_iter().map(|row| row.name);
    folder.json("tags", &tags.collect::<Vec<_>>())?;
    let templates = store::templates::list(conn, org, &TemplateFilter::default()).await?;
    folder.json("templates", &templates.iter().map(template).collect::<Vec<_>>())?;
    let filters = flows::filters::export(office, actor).await.context("cannot read the filters")?;
    folder.json("filters", &filters)
}

fn mailbox(row: &MailboxRow, types: &[RequestTypeRow], applications: &[ApplicationRow]) -> Value {
    let settings = &row.settings;
    let chosen = settings.sign_in.application();
    let application = applications.iter().find(|known| Some(known.id) == chosen);
    json!({
        "address": settings.address.to_string(),
        "display_name": settings.display_name,
        "aliases": row.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "protocol": settings.protocol.as_str(),
        "host": settings.host,
        "port": settings.port,
        "username": settings.username,
        "sign_in": settings.sign_in.as_str(),
        "oauth_application": application.map(|known| known.settings.name.as_str()),
        "folder": settings.folder,
        "category": row.category_name,
        "priority": row.priority_name,
        "request_type": types.iter().find(|one| Some(one.id) == settings.request_type_id).map(|one| &one.name),
        "faq_folder": settings.rules.faq_folder,
        "active": settings.active,
    })
}

/// Without its secret; what was granted to it is nobody's but the provider's to give again.
fn application(row: &ApplicationRow) -> Value {
    let settings = &row.settings;
    json!({
        "name": settings.name,
        "provider": settings.provider,
        "client_id": settings.client_id,
        "authorization_endpoint": settings.endpoints.authorization,
        "token_endpoint": settings.endpoints.token,
        "device_endpoint": settings.endpoints.device,
        "revocation_endpoint": settings.endpoints.revocation,
        "scopes": settings.endpoints.scopes,
        "secret_expires_at": settings.secret_expires_at.map(|at| at.to_rfc3339()),
    })
}

/// The answers of the FAQ, those in the archive among them, and what is suggested of them.
async fn faq(office: &Office, conn: &Conn, actor: &Actor) -> Result<Value> {
    let mut entries = Vec::new();
    for archived in [false, true] {
        let filter = FaqFilter { archived, ..FaqFilter::default() };
        for row in store::faq::list(conn, actor.organisation, &filter).await? {
            let settings = row.settings;
            entries.push(json!({
                "title": settings.title,
                "folder": settings.folder,
                "keywords": settings.keywords,
                "text": settings.text,
                "link": settings.link,
                "language": settings.language,
                "archived": archived,
            }));
        }
    }
    let rules = flows::faq::get_rules(office, actor).await.context("cannot read the rules of the FAQ")?;
    Ok(json!({ "entries": entries, "minimum_percent": rules.minimum_percent, "most": rules.most }))
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
