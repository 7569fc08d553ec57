//! Several cases that turn out to be one, and back.

use std::collections::BTreeMap;

use domain::{Actor, CaseId, OrganisationId, Problem, limits};
use store::cases::{By, CaseRow, CaseScope, MERGE_MESSAGES_MAX};
use store::{StoreError, Tx};

use super::change::living;
use super::{open, open_living, scope_of};
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// Puts the messages of these cases into another one. Their numbers lead there from then on, and
/// answers to their mails arrive there; for 30 days each can be taken out again.
///
/// # Errors
/// 404 for the case that stays; what is wrong with one of the others is told per case.
pub async fn merge(
    office: &Office,
    actor: &Actor,
    ids: &[CaseId],
    into: CaseId,
) -> Result<Bulk<CaseId>, Problem> {
    within_limit(ids)?;
    open_living(office, actor, into).await?;
    let scope = scope_of(office, actor).await?;
    let mut bulk = Bulk::default();
    for &id in ids {
        let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
        let scope = scope.clone();

        // One transaction each: a case brings thousands of messages at the most.
        let result = office
            .store()
            .write(move |tx| {
                Box::pin(async move { merge_one(tx, organisation, (id, into), &scope, by).await })
            })
            .await
            .map_err(problem::from_store)?;
        bulk.add(id, result);
    }
    Ok(bulk)
}

async fn merge_one(
    tx: &Tx,
    organisation: OrganisationId,
    (id, into): (CaseId, CaseId),
    scope: &CaseScope,
    by: By,
) -> Result<Result<(), Problem>, StoreError> {
    if id == into {
        let detail = "a case cannot be merged into itself; choose another one";
        return Ok(Err(Problem::conflict("case.merge_itself", detail)));
    }
    let (gone, stays) =
        match (living(tx, organisation, id, scope).await?, living(tx, organisation, into, scope).await?) {
            (Ok(gone), Ok(stays)) => (gone, stays),
            (Err(problem), _) | (_, Err(problem)) => return Ok(Err(problem)),
        };
    if store::cases::message_ids(tx, organisation, id).await?.len() as u64 > MERGE_MESSAGES_MAX {
        let detail = format!("a case with more than {MERGE_MESSAGES_MAX} messages cannot be merged");
        return Ok(Err(Problem::conflict("case.too_many_messages", detail)));
    }
    store::cases::merge(tx, organisation, (id, into), gone.status, by).await?;
    if gone.status == domain::case::CaseStatus::Open && stays.status != gone.status {
        // What was open is not hidden in a case that is closed.
        let open = store::cases::CaseChange { status: Some(gone.status), ..Default::default() };
        store::cases::update(tx, organisation, into, &open, by).await?;
    }
    log(tx, organisation, by, (into, "merged", &gone)).await?;
    log(tx, organisation, by, (id, "merged_into", &stays)).await?;
    Ok(Ok(()))
}

/// Takes a merged case out of the other one, with the messages it brought.
///
/// # Errors
/// 404 for the case, 409 when it is not merged or was merged more than 30 days ago.
pub async fn unmerge(office: &Office, actor: &Actor, id: CaseId) -> Result<(), Problem> {
    let case = open(office, actor, id).await?;
    let not_merged = || Problem::conflict("case.not_merged", "this case is not merged into another one");
    let Some(into) = case.merged_into else { return Err(not_merged()) };
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let conn = office.store().read();
    let at = store::cases::merged_at(&conn, organisation, id).await.map_err(problem::from_store)?;
    if at.is_none_or(|at| at < by.at.plus_millis(-limits::UNMERGE_MS)) {
        let detail = "it was merged more than 30 days ago; split its messages off the other case instead";
        return Err(Problem::conflict("case.merged_long_ago", detail));
    }
    // He must see where the messages are, or he would learn what he may not read.
    let holder = store::cases::survivor(&conn, organisation, into).await.map_err(problem::from_store)?;
    let holder = open(office, actor, holder.unwrap_or(into)).await?;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if store::cases::unmerge(tx, organisation, id, by).await?.is_none() {
                return Err(Refused::from(not_merged()));
            }
            log(tx, organisation, by, (holder.id, "unmerged", &case)).await?;
            log(tx, organisation, by, (id, "unmerged_from", &holder)).await?;
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Notes in one case what it had to do with another.
pub(super) async fn log(
    tx: &Tx,
    organisation: OrganisationId,
    by: By,
    (case, what, other): (CaseId, &str, &CaseRow),
) -> Result<(), StoreError> {
    let params = [("number", other.number.to_string()), ("title", other.title.clone())];
    let params = BTreeMap::from(params.map(|(name, value)| (name.to_owned(), value)));
    store::cases::insert_log(tx, organisation, case, by, (what, params)).await
}
