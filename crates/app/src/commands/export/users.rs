//! Users, and what each chose for himself: his absence, how he is told, the views of cases he saved.

use anyhow::Result;
use domain::OrganisationId;
use serde_json::{Value, json};
use store::Conn;
use store::case_views::CaseViewRow;
use store::users::{UserFilter, UserRow, UserSort};

use super::Folder;
use crate::commands::lists::{all, oldest_first};

/// Writes them; without passwords, which nobody can read.
pub(super) async fn write(conn: &Conn, org: OrganisationId, folder: &Folder) -> Result<()> {
    let users = all(oldest_first::<UserSort>(), async |query| {
        store::users::list(conn, org, query, UserFilter::default()).await
    });
    let (mut shown, mut views) = (Vec::new(), Vec::new());
    for user in users.await? {
        shown.push(as_json(conn, org, &user).await?);
        // Shared views are everybody's: each stands with its author alone.
        let his = store::case_views::list(conn, org, user.id).await?.into_iter();
        views.extend(his.filter(|view| view.author == user.id).map(|view| view_as_json(&user, &view)));
    }
    folder.json("users", &shown)?;
    folder.json("case_views", &views)
}

async fn as_json(conn: &Conn, org: OrganisationId, user: &UserRow) -> Result<Value> {
    let chosen = store::notice_choices::list(conn, org, user.id).await?.into_iter();
    let chosen = chosen.map(|(event, channels)| {
        json!({ "event": event.as_str(), "in_app": channels.in_app, "by_mail": channels.by_mail })
    });
    let absence = store::absences::find(conn, org, user.id).await?;
    let absence = absence
        .map(|absence| json!({ "from": absence.from.to_rfc3339(), "until": absence.until.to_rfc3339() }));
    Ok(json!({
        "id": user.id.to_string(),
        "name": user.name,
        "address": user.address.to_string(),
        "active": user.active,
        "language": user.language.as_str(),
        "absence": absence,
        "notices": chosen.collect::<Vec<_>>(),
    }))
}

fn view_as_json(author: &UserRow, view: &CaseViewRow) -> Value {
    json!({ "name": view.name, "author": author.name, "shared": view.shared, "query": view.query })
}
