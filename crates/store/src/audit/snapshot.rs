//! A record as it stands: what it is called, and each of its fields.

use std::collections::BTreeMap;

use domain::OrganisationId;
use domain::audit::{AuditKind, Record};
use domain::transport::TransportOwner;
use sea_orm::sea_query::{Cond, Expr, LockType, Query};
use serde_json::Value;

use super::FILTER_ORDER;
use super::shape::{Column, Holds, List, Name, Shape};
use super::shapes;
use crate::row::Row;
use crate::sql::is;
use crate::{Conn, StoreError, transports};

/// A record as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Snapshot {
    /// What it is called.
    pub(super) name: String,
    /// Whether it lies in a bin.
    pub(super) is_binned: bool,
    /// What it has, by field; what is empty is left out.
    pub(super) fields: BTreeMap<String, Held>,
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// Something that may be told.
    Open(Value),
    /// Something that is compared and never told.
    Secret(Vec<u8>),
}

impl Snapshot {
    fn new(name: String) -> Self {
        Self { name, is_binned: false, fields: BTreeMap::new() }
    }

    /// A setting that has this value.
    pub(super) fn of_setting(name: &str, value: &Value) -> Self {
        let mut snapshot = Self::new(name.to_owned());
        if value.is_object() {
            snapshot.put_value("", value.clone());
        } else {
            snapshot.put_value("value", value.clone());
        }
        snapshot
    }

    fn put(&mut self, field: &str, held: Option<Held>) {
        match held {
            Some(Held::Open(value)) => self.put_value(field, value),
            Some(secret @ Held::Secret(_)) => {
                self.fields.insert(field.to_owned(), secret);
            }
            None => {}
        }
    }

    /// A structure is told by its members, whose names follow a full stop.
    fn put_value(&mut self, field: &str, value: Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let inner = if field.is_empty() { name } else { format!("{field}.{name}") };
                    self.put_value(&inner, value);
                }
            }
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::Array(items) if items.is_empty() => {}
            value @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                self.fields.insert(field.to_owned(), Held::Open(value));
            }
        }
    }
}

/// A record of an organisation; `None` where there is none.
pub(super) async fn read(
    conn: &Conn,
    org: OrganisationId,
    record: &Record,
) -> Result<Option<Snapshot>, StoreError> {
    let Some(shape) = shapes::of(record.kind) else {
        return if record.kind == AuditKind::OutgoingServer {
            outgoing_server(conn, org, record).await
        } else {
            setting(conn, org, record).await
        };
    };
    let number = number(record);
    let place = if record.kind == AuditKind::Organisation {
        Cond::all().add(is("id", org))
    } else {
        let key = if record.kind == AuditKind::Absence { "user_id" } else { "id" };
        Cond::all().add(is("org_id", org)).add(is(key, number))
    };
    let Some(mut found) = row(conn, org, (shape, shape.table), place).await? else { return Ok(None) };
    for list in shape.lists {
        listed(conn, (org, number), list, &mut found).await?;
    }
    Ok(Some(found))
}

/// The record's id, or that of whom it belongs to; 0 where it has none.
fn number(record: &Record) -> i64 {
    record.key.rsplit(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

async fn setting(conn: &Conn, org: OrganisationId, record: &Record) -> Result<Option<Snapshot>, StoreError> {
    if record.key == FILTER_ORDER {
        return filter_order(conn, org).await.map(Some);
    }
    let mut query = Query::select();
    query.column("value").from("settings").and_where(is("org_id", org));
    query.and_where(is("name", record.key.as_str()));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let mut value = json(&row.text("value")?);
    for (_, field, name) in shapes::SETTINGS.iter().filter(|(key, ..)| *key == record.key) {
        if let Some(id) = value.get(field).and_then(number_of) {
            value[field] = Value::from(named(conn, org, *name, id).await?);
        }
    }
    Ok(Some(Snapshot::of_setting(&record.key, &value)))
}

async fn filter_order(conn: &Conn, org: OrganisationId) -> Result<Snapshot, StoreError> {
    let filters = crate::filters::list(conn, org).await?;
    let names: Vec<Value> = filters.into_iter().map(|filter| Value::from(filter.settings.name)).collect();
    Ok(Snapshot::of_setting(FILTER_ORDER, &Value::from(names)))
}

async fn outgoing_server(
    conn: &Conn,
    org: OrganisationId,
    record: &Record,
) -> Result<Option<Snapshot>, StoreError> {
    let of_org = Cond::all().add(is("org_id", org));
    let (table, place, grant) = match record.key.split_once(' ') {
        None => ("transports", of_org, "transport"),
        Some((kind, key)) => {
            ("owned_transports", of_org.add(is("owner_kind", kind)).add(is("owner_key", key)), kind)
        }
    };
    let Some(mut found) = row(conn, org, (&shapes::OUTGOING_SERVER, table), place).await? else {
        return Ok(None);
    };
    let mut subject = number(record);
    if let Some(("domain", name)) = record.key.split_once(' ') {
        let owner = TransportOwner::Domain(name.to_owned());
        subject = transports::find(conn, org, &owner).await?.map_or(0, |row| row.id.get());
    }
    let mut signed_in = Query::select();
    signed_in.column("signed_in_at").from("oauth_grants").and_where(is("org_id", org));
    signed_in.and_where(is("purpose", grant)).and_where(is("subject_id", subject));
    if let Some(row) = conn.one(&signed_in).await? {
        found.put("signed_in_at", held(conn, org, &row, ("signed_in_at", Holds::Instant)).await?);
    }
    found.name = match record.key.split_once(' ') {
        Some(("user", _)) => named(conn, org, Name("users", "name"), number(record)).await?,
        Some((_, domain)) => domain.to_owned(),
        None => String::new(),
    };
    Ok(Some(found))
}

/// A row of the record's own table, held until the end of the transaction.
async fn row(
    conn: &Conn,
    org: OrganisationId,
    (shape, table): (&Shape, &'static str),
    place: Cond,
) -> Result<Option<Snapshot>, StoreError> {
    let mut columns: Vec<&'static str> = shape.columns.iter().map(|(column, ..)| *column).collect();
    columns.extend(shape.binned);
    columns.push(shape.name.0);
    columns.sort_unstable();
    columns.dedup();
    let mut query = Query::select();
    query.columns(columns).from(table).cond_where(place);
    // Written for PostgreSQL alone: what another transaction changes meanwhile is told as its own.
    query.lock(LockType::NoKeyUpdate);
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let mut found = Snapshot::new(String::new());
    if let Some(Held::Open(Value::String(name))) = held(conn, org, &row, shape.name).await? {
        found.name = name;
    }
    if let Some(binned) = shape.binned {
        found.is_binned = row.number_or_none(binned)?.is_some();
    }
    for (column, field, holds) in shape.columns {
        let (column, field, holds): Column = (column, field, *holds);
        found.put(field, held(conn, org, &row, (column, holds)).await?);
    }
    Ok(Some(found))
}

/// The rows of another table that belong to the record.
async fn listed(
    conn: &Conn,
    (org, owner): (OrganisationId, i64),
    list: &List,
    found: &mut Snapshot,
) -> Result<(), StoreError> {
    let mut query = Query::select();
    query.column(list.value.0).from(list.table).and_where(is("org_id", org)).and_where(is(list.owner, owner));
    if let Some((column, _)) = list.label {
        query.column(column);
    }
    if let Some((column, value)) = list.only {
        query.and_where(is(column, value));
    }
    let mut values = Vec::new();
    for row in conn.all(&query).await? {
        let Some(value) = held(conn, org, &row, list.value).await? else { continue };
        match (list.label, value) {
            (None, Held::Open(value)) => values.push(value),
            (None, secret) => found.put(list.field, Some(secret)),
            (Some(label), value) => {
                let label = held(conn, org, &row, label).await?;
                if let Some(Held::Open(Value::String(label))) = label {
                    found.put(&format!("{}.{label}", list.field), Some(value));
                }
            }
        }
    }
    values.sort_by_key(ToString::to_string);
    let single = (values.len() == 1).then(|| values[0].clone());
    found.put_value(list.field, single.unwrap_or(Value::Array(values)));
    Ok(())
}

/// What a column of a row holds; `None` for nothing.
async fn held(
    conn: &Conn,
    org: OrganisationId,
    row: &Row,
    (column, holds): (&'static str, Holds),
) -> Result<Option<Held>, StoreError> {
    let open = match holds {
        Holds::Text => row.text_or_none(column)?.map(Value::from),
        Holds::Number => row.number_or_none(column)?.map(Value::from),
        Holds::Flag => Some(Value::from(row.flag(column)?)),
        Holds::Instant => row.at_or_none(column)?.map(|at| Value::from(at.to_string())),
        Holds::IsSet => Some(Value::from(row.number_or_none(column)?.is_some())),
        Holds::Json => row.text_or_none(column)?.map(|text| json(&text)),
        Holds::Sealed => return Ok(row.bytes_or_none(column)?.map(Held::Secret)),
        Holds::Look => {
            let look = row.text_or_none(column)?.map(|html| look_of(&html));
            return Ok(look.filter(|look| !look.is_empty()).map(|look| Held::Secret(look.into())));
        }
        Holds::SecretText => return Ok(row.text_or_none(column)?.map(|text| Held::Secret(text.into()))),
        Holds::Named(name) => match row.number_or_none(column)? {
            Some(id) => Some(Value::from(named(conn, org, name, id).await?)),
            None => None,
        },
        Holds::Names(name) => {
            let ids = row.text_or_none(column)?.map_or(Value::Null, |text| json(&text));
            let mut names = Vec::new();
            for id in ids.as_array().into_iter().flatten().filter_map(number_of) {
                names.push(Value::from(named(conn, org, name, id).await?));
            }
            Some(Value::from(names))
        }
    };
    Ok(open.map(Held::Open))
}

/// The markup of HTML without its words and without the ends of lines, which its plain text tells.
fn look_of(html: &str) -> String {
    let tags = html.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag);
    let is_line = |tag: &str| matches!(tag.trim_matches(['/', ' ']), "div" | "br" | "p");
    tags.filter(|tag| !is_line(tag)).collect::<Vec<_>>().join("\n")
}

/// What another record is called; its number, where it is gone or has no name.
async fn named(
    conn: &Conn,
    org: OrganisationId,
    Name(table, column): Name,
    id: i64,
) -> Result<String, StoreError> {
    let mut query = Query::select();
    query.expr_as(Expr::col(column), "name").from(table).and_where(is("org_id", org)).and_where(is("id", id));
    let found = conn.one(&query).await?.map(|row| row.text("name")).transpose()?;
    Ok(found.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("#{id}")))
}

/// Ids travel as texts.
fn number_of(id: &Value) -> Option<i64> {
    id.as_i64().or_else(|| id.as_str()?.parse().ok())
}

/// Stored JSON; one that cannot be read is told as the text that it is.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

#[cfg(test)]
mod tests {
    use super::look_of;

    #[test]
    fn words_and_lines_are_no_look() {
        let look = |html: &str| look_of(html);
        assert_eq!(look("<div>Hei</div><div><br></div><div>du</div>"), "");
        assert_eq!(look("<div><b>Hei</b></div>"), look("<div>Nei, <b>a</b></div><div>b</div>"));
        assert_ne!(look("<a href=\"https://a.no\">a</a>"), look("<a href=\"https://b.no\">a</a>"));
    }
}
