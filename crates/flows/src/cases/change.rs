//! What a person sets of one case or of many.

use domain::case::CaseStatus;
use domain::{
    Actor, CaseId, CategoryId, OrganisationId, PriorityId, Problem, RequestTypeId, StatusId, Timestamp,
    UserId,
};
use serde::{Deserialize, Serialize};
use store::cases::{By, CaseRow, CaseScope};
use store::{Conn, StoreError, Tx};

use super::tags::{self, TagChange};
use super::{Deadlines, category_within, not_living, open_living, priority_within, scope_of, scope_within};
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::{problem, request_types, statuses};

/// Characters of a case's title.
const TITLE_CHARS_MAX: usize = 500;
/// Cases that one transaction changes: other writers wait for it.
pub(super) const TOGETHER: usize = 100;

/// What to change of a case; `None` leaves it. A job keeps it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseChange {
    /// The title.
    pub title: Option<String>,
    /// The status, one of a living case.
    pub status: Option<CaseStatus>,
    /// The status among the organisation's own; its kind need not be named beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_id: Option<StatusId>,
    /// When a waiting case opens by itself, or never.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub wait_until: Option<Option<Timestamp>>,
    /// The owner, or nobody.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub owner: Option<Option<UserId>>,
    /// The category, or none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub category: Option<Option<CategoryId>>,
    /// The priority, or none; the deadline follows it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub priority: Option<Option<PriorityId>>,
    /// The request type, or none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub request_type: Option<Option<RequestTypeId>>,
    /// Whether it is unread.
    pub unread: Option<bool>,
}

/// Reads a field that is absent (`None`), null (`Some(None)`) or holds a value.
fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Changes a case; what changed is logged.
///
/// # Errors
/// 404 for the case, 409 for one that is spam, deleted or merged, 422 for an owner, category or
/// priority that this organisation does not have, or a time that is past.
pub async fn change(office: &Office, actor: &Actor, id: CaseId, change: CaseChange) -> Result<(), Problem> {
    let case = open_living(office, actor, id).await?;
    let prepared = Prepared::of(&office.store().read(), actor, change, office.now()).await?;
    if prepared.waits && case.status != CaseStatus::Waiting && prepared.change.status.is_none() {
        let detail = "only a waiting case opens by itself; set its status to waiting, too";
        return Err(Problem::invalid("wait_until", "case.does_not_wait", detail));
    }
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });

    office
        .store()
        .write(move |tx| Box::pin(async move { prepared.apply(tx, organisation, &case, by).await }))
        .await
        .map_err(problem::from_store)
}

/// Changes many cases, and their tags; each that cannot be changed says why.
///
/// # Errors
/// As [`change`] for what is wrong with the change itself; when too many are named, or the store fails.
pub async fn change_many(
    office: &Office,
    actor: &Actor,
    ids: &[CaseId],
    (change, tag_change): (CaseChange, TagChange),
) -> Result<Bulk<CaseId>, Problem> {
    within_limit(ids)?;
    let scope = scope_of(office, actor).await?;
    let prepared = Prepared::of(&office.store().read(), actor, change, office.now()).await?;
    let tag_change = tag_change.checked()?;
    let mut bulk = Bulk::default();
    for together in ids.chunks(TOGETHER) {
        let (asked, scope) = (together.to_vec(), scope.clone());
        let (prepared, tag_change) = (prepared.clone(), tag_change.clone());
        let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });

        let found = office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    let deed = Together { prepared: &prepared, tags: &tag_change, by };
                    deed.apply(tx, organisation, &asked, &scope).await
                })
            })
            .await
            .map_err(problem::from_store)?;
        found.into_iter().for_each(|(id, result)| bulk.add(id, result));
    }
    Ok(bulk)
}

/// Changes cases inside a job's transaction; what the change asks for is looked at again, since it may
/// be gone by the time.
pub(crate) async fn change_within(
    tx: &Tx,
    actor: &Actor,
    ids: &[CaseId],
    (wanted, at): (&BulkChange, Timestamp),
) -> Result<Vec<(CaseId, Result<(), Problem>)>, StoreError> {
    let prepared = match Prepared::of(tx, actor, wanted.change.clone(), at).await {
        Ok(prepared) => prepared,
        Err(problem) => return Ok(ids.iter().map(|id| (*id, Err(problem.clone()))).collect()),
    };
    let scope = scope_within(tx, actor).await?;
    let deed = Together { prepared: &prepared, tags: &wanted.tags, by: By { user: Some(actor.user), at } };
    deed.apply(tx, actor.organisation, ids, &scope).await
}

/// What a job changes of many cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkChange {
    /// Of each.
    pub change: CaseChange,
    /// Which tags come and go.
    pub tags: TagChange,
}

impl BulkChange {
    /// The same, if it can be done.
    ///
    /// # Errors
    /// As [`change_many`].
    pub async fn checked(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        let change = with_kind(&office.store().read(), actor, self.change.clone()).await?;
        check(&office.store().read(), actor, &change, office.now()).await?;
        if self == Self::default() {
            let detail = "nothing is to be changed; say what";
            return Err(Problem::invalid("change", "case.no_change", detail));
        }
        Ok(Self { tags: self.tags.checked()?, change })
    }
}

/// A change of many cases in one transaction.
struct Together<'a> {
    prepared: &'a Prepared,
    tags: &'a TagChange,
    by: By,
}

impl Together<'_> {
    async fn apply(
        &self,
        tx: &Tx,
        organisation: OrganisationId,
        ids: &[CaseId],
        scope: &CaseScope,
    ) -> Result<Vec<(CaseId, Result<(), Problem>)>, StoreError> {
        let mut found = Vec::new();
        for id in ids {
            let result = match living(tx, organisation, *id, scope).await? {
                Err(problem) => Err(problem),
                Ok(case) => {
                    self.prepared.apply(tx, organisation, &case, self.by).await?;
                    tags::apply(tx, organisation, *id, (self.tags, self.by)).await?
                }
            };
            found.push((*id, result));
        }
        Ok(found)
    }
}

/// A change that was found to be possible.
#[derive(Clone)]
struct Prepared {
    change: store::cases::CaseChange,
    /// How the deadline follows a new priority.
    deadlines: Option<Deadlines>,
    /// Whether it says when the case opens.
    waits: bool,
}

impl Prepared {
    async fn of(conn: &Conn, actor: &Actor, change: CaseChange, now: Timestamp) -> Result<Self, Problem> {
        let change = with_kind(conn, actor, change).await?;
        check(conn, actor, &change, now).await?;
        // Whoever looks at a case has seen to its failed delivery when he closes or answers it.
        let seen = change.status.is_some_and(|status| status != CaseStatus::Open).then_some(false);
        let deadlines = match change.priority {
            Some(priority) => {
                let read = Deadlines::read(conn, actor.organisation, priority).await;
                Some(read.map_err(problem::from_store)?)
            }
            None => None,
        };
        let waits = change.wait_until.is_some_and(|until| until.is_some());
        let change = store::cases::CaseChange {
            title: change.title.map(|title| title.trim().to_owned()),
            status: change.status,
            status_id: change.status_id,
            owner_id: change.owner,
            category_id: change.category,
            priority_id: change.priority,
            request_type_id: change.request_type,
            wait_until: change.wait_until,
            unread: change.unread,
            delivery_failed: seen,
            ..store::cases::CaseChange::default()
        };
        Ok(Self { change, deadlines, waits })
    }

    async fn apply(
        &self,
        tx: &Tx,
        organisation: OrganisationId,
        case: &CaseRow,
        by: By,
    ) -> Result<(), StoreError> {
        let mut change = self.change.clone();
        change.due_at = self.deadlines.as_ref().map(|deadlines| deadlines.due(case.created_at));
        store::cases::update(tx, organisation, case.id, &change, by).await?;
        Ok(())
    }
}

/// The same, with the kind of the own status that it names.
async fn with_kind(conn: &Conn, actor: &Actor, change: CaseChange) -> Result<CaseChange, Problem> {
    let chosen = statuses::chosen(conn, actor.organisation, (change.status, change.status_id)).await?;
    let (status, status_id) = chosen.unzip();
    Ok(CaseChange { status, status_id: status_id.flatten(), ..change })
}

async fn check(conn: &Conn, actor: &Actor, change: &CaseChange, now: Timestamp) -> Result<(), Problem> {
    if let Some(title) = &change.title
        && title.chars().count() > TITLE_CHARS_MAX
    {
        let detail = format!("the title is longer than {TITLE_CHARS_MAX} characters; shorten it");
        return Err(Problem::invalid("title", "case.title_too_long", detail));
    }
    if change.status.is_some_and(|status| !status.is_living()) {
        let detail = "a case becomes spam, deleted or merged by its own action, not by its status";
        return Err(Problem::invalid("status", "case.status_by_action", detail));
    }
    if let Some(Some(until)) = change.wait_until {
        if until <= now {
            let detail = "the time when the case opens again is past; choose a later one";
            return Err(Problem::invalid("wait_until", "case.wait_is_past", detail));
        }
        if change.status.is_some_and(|status| status != CaseStatus::Waiting) {
            let detail = "only a waiting case opens by itself; set its status to waiting, too";
            return Err(Problem::invalid("wait_until", "case.does_not_wait", detail));
        }
    }
    let organisation = actor.organisation;
    if let Some(Some(owner)) = change.owner {
        let found = store::users::find(conn, organisation, owner).await.map_err(problem::from_store)?;
        if !found.is_some_and(|user| user.active) {
            return Err(Problem::invalid("owner_id", "case.no_such_owner", "there is no such active user"));
        }
    }
    if let Some(Some(category)) = change.category {
        category_within(conn, organisation, category).await?;
    }
    if let Some(Some(priority)) = change.priority {
        priority_within(conn, organisation, priority).await?;
    }
    if let Some(Some(request_type)) = change.request_type {
        request_types::known(conn, organisation, request_type).await?;
    }
    Ok(())
}

/// The case within a scope, living.
pub(super) async fn living(
    tx: &Tx,
    organisation: OrganisationId,
    id: CaseId,
    scope: &CaseScope,
) -> Result<Result<CaseRow, Problem>, StoreError> {
    Ok(match store::cases::find(tx, organisation, id, scope).await? {
        None => Err(Problem::not_found("case")),
        Some(case) if !case.status.is_living() => Err(not_living()),
        Some(case) => Ok(case),
    })
}
