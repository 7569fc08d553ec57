//! An organisation's own rules on what returns mean. Table `return_rules`.

use domain::audit::AuditKind;
use domain::returns::ReturnClass;
use domain::{OrganisationId, ReturnRuleId, Timestamp, UserId};
use sea_orm::sea_query::{Order, Query};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, is, json};
use crate::{Conn, StoreError, Tx, audit};

/// Rules of one organisation.
pub const RULES_MAX: usize = 200;

/// What a rule says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnRule {
    /// The class.
    pub class: ReturnClass,
    /// Phrases, one of which must stand in the words.
    pub phrases: Vec<String>,
    /// The host that says so, or a domain that it lies in; empty for any.
    pub host: String,
    /// Words that it decides.
    pub sample: String,
}

/// One rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnRuleRow {
    /// The id.
    pub id: ReturnRuleId,
    /// What it says.
    pub rule: ReturnRule,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: UserId,
    /// When it was changed last, and by whom.
    pub changed: Option<(Timestamp, UserId)>,
}

/// All rules of an organisation, the newest first: that is the order in which they are asked. Index
/// `return_rules_by_org`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<ReturnRuleRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "class",
            "phrases",
            "host",
            "sample",
            "created_at",
            "created_by",
            "changed_at",
            "changed_by",
        ])
        .from("return_rules")
        .and_where(is("org_id", org))
        .order_by("id", Order::Desc)
        .limit(RULES_MAX as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Makes a rule.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    rule: &ReturnRule,
    (by, at): (UserId, Timestamp),
) -> Result<ReturnRuleId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::ReturnRule, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("class", rule.class.as_str())
        .with("phrases", json(&rule.phrases)?)
        .with("host", rule.host.as_str())
        .with("sample", rule.sample.as_str())
        .with("created_at", at)
        .with("created_by", by);
    tx.execute(&sql::insert("return_rules", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Changes what a rule says; `false` when there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    (id, rule): (ReturnRuleId, &ReturnRule),
    (by, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::ReturnRule, id)).await?;
    let mut statement = sql::update("return_rules", org, id);
    statement
        .value("class", rule.class.as_str())
        .value("phrases", json(&rule.phrases)?)
        .value("host", rule.host.as_str())
        .value("sample", rule.sample.as_str())
        .value("changed_at", at.stored())
        .value("changed_by", by.stored());
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Deletes a rule; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: ReturnRuleId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::ReturnRule, id)).await?;
    let mut statement = Query::delete();
    statement.from_table("return_rules").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

fn read(row: &Row) -> Result<ReturnRuleRow, StoreError> {
    let table = Columns("return_rules");
    let rule = ReturnRule {
        class: row.parsed(table.at("class"))?,
        phrases: row.json(table.at("phrases"))?,
        host: row.text("host")?,
        sample: row.text("sample")?,
    };
    let changed = match (row.at_or_none("changed_at")?, row.id_or_none("changed_by")?) {
        (Some(at), Some(by)) => Some((at, by)),
        (_, None) | (None, _) => None,
    };
    Ok(ReturnRuleRow {
        id: row.id("id")?,
        rule,
        created_at: row.at("created_at")?,
        created_by: row.id("created_by")?,
        changed,
    })
}
