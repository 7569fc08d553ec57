//! Cases made and changed; each change is logged.

use std::collections::BTreeMap;

use domain::case::CaseStatus;
use domain::notice::Happening;
use domain::{
    CaseId, CategoryId, CompanyId, MailboxId, OrganisationId, PersonId, PriorityId, RequestTypeId, StatusId,
    Timestamp, UserId,
};
use sea_orm::sea_query::{ExprTrait, Query, UpdateStatement};

use super::{CaseRow, CaseScope, escalating, find, insert_log, seen_to};
use crate::events::{self, Change};
use crate::search::{self, CaseWords};
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{StoreError, Tx, statuses};

/// What a new case needs. Its messages follow by [`super::append_message`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCase {
    /// The title.
    pub title: String,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The customer's address, as written.
    pub customer_address: String,
    /// The category.
    pub category_id: Option<CategoryId>,
    /// The priority.
    pub priority_id: Option<PriorityId>,
    /// What kind of request it is.
    pub request_type_id: Option<RequestTypeId>,
    /// Who takes care of it.
    pub owner_id: Option<UserId>,
    /// The mailbox that it came through.
    pub mailbox_id: Option<MailboxId>,
    /// The present.
    pub at: Timestamp,
}

/// What to change of a case; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseChange {
    /// The title.
    pub title: Option<String>,
    /// The status.
    pub status: Option<CaseStatus>,
    /// Beside the status, one of the organisation's own that is of this kind; else the case has its kind's.
    pub status_id: Option<StatusId>,
    /// The owner, or nobody.
    pub owner_id: Option<Option<UserId>>,
    /// The category, or none.
    pub category_id: Option<Option<CategoryId>>,
    /// The priority, or none.
    pub priority_id: Option<Option<PriorityId>>,
    /// What kind of request it is, or none.
    pub request_type_id: Option<Option<RequestTypeId>>,
    /// When it opens by itself, or never; only while it waits.
    pub wait_until: Option<Option<Timestamp>>,
    /// By when it is to be closed, or no deadline.
    pub due_at: Option<Option<Timestamp>>,
    /// The person whose case it is, or none, with his company; not logged.
    pub person: Option<(Option<PersonId>, Option<CompanyId>)>,
    /// Whether it is unread; not logged.
    pub unread: Option<bool>,
    /// Whether a delivery failed; not logged.
    pub delivery_failed: Option<bool>,
    /// Nobody is told of it: it follows from mail that is history.
    pub quiet: bool,
}

impl CaseChange {
    /// Whether the log tells of it.
    fn is_logged(&self) -> bool {
        let unlogged = Self {
            person: self.person,
            unread: self.unread,
            delivery_failed: self.delivery_failed,
            quiet: self.quiet,
            ..Self::default()
        };
        *self != unlogged
    }
}

/// Makes an open case with the organisation's next number; returns id and number.
pub async fn insert(tx: &Tx, org: OrganisationId, case: &NewCase) -> Result<(CaseId, i64), StoreError> {
    let reserved = reserve(tx, org).await?;
    insert_reserved(tx, org, reserved, case).await?;
    Ok(reserved)
}

/// Sets an id and the organisation's next number apart for a case whose first mail must name them before it is
/// written. A number that is never used leaves a gap, which means nothing.
pub async fn reserve(tx: &Tx, org: OrganisationId) -> Result<(CaseId, i64), StoreError> {
    let mut numbering = Query::update();
    numbering
        .table("organisations")
        .value("last_case_number", col("last_case_number").add(1))
        .and_where(is("id", org))
        .returning_col("last_case_number");
    let numbered = tx.returning(&numbering).await?;
    let number = numbered.first().ok_or(StoreError::Missing("organisation"))?.number("last_case_number")?;
    Ok((tx.new_id(), number))
}

/// Makes an open case with an id and a number that were set apart.
pub async fn insert_reserved(
    tx: &Tx,
    org: OrganisationId,
    (id, number): (CaseId, i64),
    case: &NewCase,
) -> Result<(), StoreError> {
    let status_id = statuses::beside(tx, org, CaseStatus::Open).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("number", number)
        .with("title", case.title.as_str())
        .with("title_key", sort_key(&case.title))
        .with("status", CaseStatus::Open.as_str())
        .with("status_id", status_id)
        .with("status_kind", status_id.map(|_| CaseStatus::Open.as_str()))
        .with("customer_name", case.customer_name.as_deref())
        .with("customer_address", case.customer_address.as_str())
        .with("customer_key", customer_key(case))
        .with("category_id", case.category_id)
        .with("priority_id", case.priority_id)
        .with("request_type_id", case.request_type_id)
        .with("owner_id", case.owner_id)
        .with("mailbox_id", case.mailbox_id)
        .with("messages", 0_i64)
        .with("unread", false)
        .with("delivery_failed", false)
        .with("created_at", case.at)
        .with("updated_at", case.at)
        .with("last_message_at", case.at);
    tx.execute_unawaited(&sql::insert("cases", [row])).await?;
    let words = CaseWords {
        number,
        title: &case.title,
        customer_name: case.customer_name.as_deref(),
        customer_address: &case.customer_address,
    };
    search::index_case(tx, org, id, &words).await?;
    let from = BTreeMap::from([(String::from("from"), case.customer_address.clone())]);
    insert_log(tx, org, id, By { user: None, at: case.at }, ("created", from)).await?;
    events::insert(tx, org, Change::case(id));
    Ok(())
}

/// Changes a case and logs what changed, by whom (nobody: the system); `false` when there is no
/// such case. Whether it may be seen is for the caller to check.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    change: &CaseChange,
    by: By,
) -> Result<bool, StoreError> {
    let given = with_status(tx, org, change).await?;
    let change = given.as_ref().unwrap_or(change);
    let mut statement = sql::update("cases", org, id);
    statement.value("updated_at", by.at.stored());
    set(&mut statement, change, by.user);
    if !change.is_logged() {
        let is_there = tx.execute(&statement).await? == 1;
        if is_there {
            events::insert(tx, org, Change::case(id));
        }
        return Ok(is_there);
    }
    let Some(before) = find(tx, org, id, &CaseScope::All).await? else {
        return Ok(false);
    };
    tx.execute_unawaited(&statement).await?;
    let after = find(tx, org, id, &CaseScope::All).await?.ok_or(StoreError::Missing("case"))?;
    if before.title != after.title {
        index_again(tx, org, &after).await?;
    }
    let opened = opened_by_itself(change, by, (before.status, after.status));
    for (what, from, to) in differences(&before, &after) {
        let what = opened.filter(|_| what == "status").unwrap_or(what);
        let params = [("from", from), ("to", to)].map(|(name, value)| (name.to_owned(), value));
        insert_log(tx, org, id, by, (what, BTreeMap::from(params))).await?;
    }
    // Of history nobody is told, and no old mail takes too long.
    if !change.quiet || after.status != CaseStatus::Open {
        escalating::follow(tx, org, (&before, &after), by.at).await?;
    }
    if !change.quiet {
        for what in happenings(&before, &after, opened) {
            crate::happenings::insert(tx, org, id, by, &what).await?;
        }
    }
    events::insert(tx, org, Change::case(id));
    Ok(true)
}

/// The same with the usual status of the kind that it names alone; `None` where that is the kind's own.
async fn with_status(
    tx: &Tx,
    org: OrganisationId,
    change: &CaseChange,
) -> Result<Option<CaseChange>, StoreError> {
    let (Some(kind), None) = (change.status, change.status_id) else { return Ok(None) };
    let beside = statuses::beside(tx, org, kind).await?;
    Ok(beside.map(|own| CaseChange { status_id: Some(own), ..change.clone() }))
}

/// What the log calls it that the system opens a case: mail of it did not arrive, the customer answered, or its time came.
fn opened_by_itself(
    change: &CaseChange,
    by: By,
    (before, after): (CaseStatus, CaseStatus),
) -> Option<&'static str> {
    if by.user.is_some() || after != CaseStatus::Open {
        return None;
    }
    match before {
        CaseStatus::Closed | CaseStatus::Waiting if change.delivery_failed == Some(true) => Some(UNDELIVERED),
        CaseStatus::Closed => Some("reopened"),
        CaseStatus::Waiting => Some(WOKE),
        CaseStatus::Open | CaseStatus::Spam | CaseStatus::Deleted | CaseStatus::Merged => None,
    }
}

/// The case is open again because mail of it did not arrive.
const UNDELIVERED: &str = "reopened_undelivered";
/// The time came until which it waited.
const WOKE: &str = "woke";

/// What users may want to be told of a change; `opened` is why the system opened the case.
fn happenings(before: &CaseRow, after: &CaseRow, opened: Option<&'static str>) -> Vec<Happening> {
    let mut found = Vec::new();
    if before.owner_id != after.owner_id {
        found.push(Happening::Owner { from: before.owner_id, to: after.owner_id });
    }
    let woke = opened == Some(WOKE);
    let fields = [
        ("status", before.status != after.status && !woke),
        ("category", before.category_id != after.category_id),
        ("priority", before.priority_id != after.priority_id),
        ("request_type", before.request_type_id != after.request_type_id),
        ("title", before.title != after.title),
    ];
    let changed = fields.into_iter().filter(|(_, is_changed)| *is_changed);
    found.extend(changed.map(|(field, _)| Happening::Changed { field: field.to_owned() }));
    found.extend(woke.then_some(Happening::Woke));
    found
}

async fn index_again(tx: &Tx, org: OrganisationId, case: &CaseRow) -> Result<(), StoreError> {
    let words = CaseWords {
        number: case.number,
        title: &case.title,
        customer_name: case.customer_name.as_deref(),
        customer_address: &case.customer_address,
    };
    search::index_case_again(tx, org, case.id, &words).await
}

/// Who changed it, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct By {
    /// The user; `None` is the system.
    pub user: Option<UserId>,
    /// The present.
    pub at: Timestamp,
}

/// By name where there is one, by address else; the address is searched either way.
fn customer_key(case: &NewCase) -> String {
    let name = case.customer_name.as_deref().unwrap_or_default();
    sort_key(&format!("{name} {}", case.customer_address))
}

fn set(statement: &mut UpdateStatement, change: &CaseChange, by: Option<UserId>) {
    if let Some(title) = &change.title {
        statement.value("title", title.as_str()).value("title_key", sort_key(title));
    }
    if let Some(status) = change.status {
        let kind = change.status_id.map(|_| status.as_str());
        statement.value("status", status.as_str());
        statement.value("status_id", change.status_id.stored()).value("status_kind", kind.stored());
        if status != CaseStatus::Waiting {
            statement.value("wait_until", None::<i64>);
        }
    }
    if let Some(until) = change.wait_until
        && change.status.is_none_or(|status| status == CaseStatus::Waiting)
    {
        statement.value("wait_until", until.stored());
    }
    if let Some(due) = change.due_at {
        statement.value("due_at", due.stored());
    }
    if let Some((person, company)) = change.person {
        statement.value("person_id", person.stored()).value("company_id", company.stored());
    }
    if let Some(owner) = change.owner_id {
        statement.value("owner_id", owner.stored());
    }
    if let Some(category) = change.category_id {
        statement.value("category_id", category.stored());
    }
    if let Some(priority) = change.priority_id {
        statement.value("priority_id", priority.stored());
    }
    if let Some(request_type) = change.request_type_id {
        statement.value("request_type_id", request_type.stored());
    }
    if let Some(unread) = change.unread {
        statement.value("unread", unread);
    }
    if let Some(failed) = change.delivery_failed {
        seen_to::mark(statement, failed, by);
    }
}

/// What the log tells: the field, and its values as shown.
fn differences(before: &CaseRow, after: &CaseRow) -> Vec<(&'static str, String, String)> {
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    // What every language has a word for stands there by its stable name.
    let status = |case: &CaseRow| case.status_name.clone().unwrap_or_else(|| case.status.as_str().to_owned());
    let all = [
        ("title", before.title.clone(), after.title.clone()),
        ("status", status(before), status(after)),
        ("owner", name(&before.owner_name), name(&after.owner_name)),
        ("category", name(&before.category_name), name(&after.category_name)),
        ("priority", name(&before.priority_name), name(&after.priority_name)),
        ("request_type", name(&before.request_type_name), name(&after.request_type_name)),
        ("wait_until", instant(before.wait_until), instant(after.wait_until)),
        ("due_at", instant(before.due_at), instant(after.due_at)),
    ];
    all.into_iter().filter(|(_, from, to)| from != to).collect()
}
