//! `posthus export`: everything of an organisation that somebody who leaves wants to take along,
//! in forms that other programs read: one JSON file per case and per kind of other thing, one .eml
//! file per mail.

mod rest;
mod users;

use std::fmt::Display;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::UserId;
use domain::case::CaseStatus;
use domain::org::Actor;
use flows::Office;
use serde_json::{Value, json};
use store::cases::{CaseFilter, CaseRow, CaseScope, CaseSort, Correspondent, MessageRow};
use store::raw::RawHash;
use store::{Conn, ListQuery};

use super::tenant;
use crate::cli;
use crate::config::Config;
use crate::{output, wiring};

/// The folder that is written into.
struct Folder(PathBuf);

/// Writes it.
pub(super) async fn export(config: &Config, arguments: &cli::Export, as_json: bool) -> Result<()> {
    let folder = Folder::open(&arguments.folder)?;
    let office = wiring::open(config).await?;
    let organisation = tenant::choose(&office, &arguments.tenant).await?;
    let actor = tenant::operator(organisation.id);
    let mut query = ListQuery::<CaseSort> { sort: CaseSort::Number, ..ListQuery::default() }.for_export();
    let filter = CaseFilter::of(CaseScope::All, &CaseStatus::ALL);
    let mut cases = 0;
    loop {
        let page = store::cases::list(&office.store().read(), organisation.id, &query, &filter).await?;
        for case in &page.rows {
            write_case(&office, &actor, &folder, case).await?;
            cases += 1;
        }
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
    let other_mails = rest::write(&office, &actor, &folder).await?;
    office.close().await?;
    let place = folder.0.display().to_string();
    let said = json!({ "folder": place, "cases": cases, "other_mails": other_mails });
    output::result(as_json, &said, || {
        output::line(&format!(
            "{cases} case(s) of `{}`, {other_mails} mail(s) outside cases, people and settings are in {place}",
            organisation.name
        ));
    });
    Ok(())
}

impl Folder {
    fn open(path: &std::path::Path) -> Result<Self> {
        if path.exists() && path.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            bail!("`{}` is not empty; name a new folder", path.display());
        }
        for name in ["cases", "mails"] {
            let path = path.join(name);
            std::fs::create_dir_all(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
        }
        Ok(Self(path.to_owned()))
    }

    /// A mail's file, as it is named in the JSON; `None` when its bytes are gone.
    async fn mail(
        &self,
        conn: &Conn,
        actor: &Actor,
        hash: RawHash,
        id: &(impl Display + Sync),
    ) -> Result<Option<String>> {
        let Some(raw) = store::raw::get(conn, actor.organisation, hash).await? else { return Ok(None) };
        let name = format!("mails/{id}.eml");
        let path = self.0.join(&name);
        std::fs::write(&path, &raw).with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(Some(name))
    }
}

async fn write_case(office: &Office, actor: &Actor, folder: &Folder, case: &CaseRow) -> Result<()> {
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, case.id).await?;
    for message in &messages {
        if let Some(hash) = message.raw_hash {
            folder.mail(&conn, actor, hash, &message.id).await?;
        }
    }
    let mut shown = as_json(case, &messages);
    let followers = store::followers::list(&conn, actor.organisation, case.id).await?;
    shown["followed_by"] = names(&conn, actor, &followers).await?;
    let text = serde_json::to_string_pretty(&shown)?;
    let path = folder.0.join("cases").join(format!("{}.json", case.number));
    std::fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

/// The names of users; one who is gone is left out.
async fn names(conn: &Conn, actor: &Actor, users: &[UserId]) -> Result<Value> {
    let mut names = Vec::new();
    for user in users {
        names.extend(store::users::find(conn, actor.organisation, *user).await?.map(|user| user.name));
    }
    Ok(Value::from(names))
}

fn as_json(case: &CaseRow, messages: &[MessageRow]) -> Value {
    json!({
        "number": case.number,
        "title": case.title,
        "status": case.status,
        "status_name": case.status_name,
        "customer": { "name": case.customer_name, "address": case.customer_address },
        "category": case.category_name,
        "priority": case.priority_name,
        "request_type": case.request_type_name,
        "owner": case.owner_name,
        "mailbox": case.mailbox_address,
        "created_at": case.created_at.to_rfc3339(),
        "messages": messages.iter().map(message_as_json).collect::<Vec<_>>(),
    })
}

fn message_as_json(message: &MessageRow) -> Value {
    let person = |person: &Correspondent| json!({ "name": person.name, "address": person.address });
    let people = |people: &[Correspondent]| people.iter().map(person).collect::<Vec<_>>();
    json!({
        "mail": message.raw_hash.map(|_| format!("mails/{}.eml", message.id)),
        "direction": message.direction,
        "at": message.created_at.to_rfc3339(),
        "author": message.author_name,
        "from": person(&message.content.from),
        "to": people(&message.content.to),
        "cc": people(&message.content.cc),
        "subject": message.content.subject,
        "text": message.content.full_text,
    })
}
