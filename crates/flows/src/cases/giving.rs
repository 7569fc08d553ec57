//! Who of a category is given a case; his turn is noted.

use domain::case::Assignment;
use domain::org::Right;
use domain::{CaseId, OrganisationId, PersonId, Timestamp, UserId};
use policy::assign::{self, Because, Candidate, Facts};
use store::categories::{CategoryRow, Member};
use store::{StoreError, Tx};

/// For whom a member is chosen.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// Who is not asked: the case is his already.
    pub(crate) except: Option<UserId>,
    /// The new case and whose it is; the customer's next case may go to whoever has the one before.
    pub(crate) customer: Option<(CaseId, PersonId)>,
    /// The present.
    pub(crate) now: Timestamp,
}

/// Chooses among the category's active members and notes the turn.
pub(crate) async fn choose(
    tx: &Tx,
    organisation: OrganisationId,
    category: &CategoryRow,
    wanted: Wanted,
) -> Result<Option<(UserId, Because)>, StoreError> {
    if category.assignment == Assignment::None {
        return Ok(None);
    }
    let (mut members, share) = store::categories::members_in_turn(tx, organisation, category.id).await?;
    members.retain(|member| Some(member.user) != wanted.except);
    let last = members.iter().map(|member| member.last_assigned_at).max();
    let candidate = |member: Member| Candidate {
        user: member.user,
        last_assigned_at: member.last_assigned_at,
        open_cases: member.open_cases,
        weight: member.weight,
        share: member.share,
    };
    let administrator = match category.administrator_id.filter(|id| Some(*id) != wanted.except) {
        Some(id) if is_there(tx, organisation, id, wanted.now).await? => Some(id),
        Some(_) | None => None,
    };
    let facts = Facts {
        assignment: category.assignment,
        candidates: members.into_iter().map(candidate).collect(),
        administrator,
        share,
        before: owner_before(tx, organisation, category, wanted).await?,
    };
    let chosen = assign::decide(&facts);
    if let Some((user, _)) = chosen {
        // Mail of one instant still has an order: each turn is later than the one before.
        let at = last.map_or(wanted.now, |last| wanted.now.max(last.plus_millis(1)));
        store::categories::record_turn(tx, organisation, category.id, user, at).await?;
        if let Some(shares) = assign::after_turn(&facts, user) {
            store::categories::record_share(tx, organisation, (category.id, user), shares).await?;
        }
    }
    Ok(chosen)
}

/// Whether a user may sign in and see cases of his.
pub(crate) async fn may_have_cases(
    tx: &Tx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<bool, StoreError> {
    let found = store::users::find_actor(tx, organisation, user).await?;
    Ok(found.is_some_and(|actor| actor.may(Right::CasesAll) || actor.may(Right::CasesOwn)))
}

/// Whether a user may have cases and is not away.
pub(crate) async fn is_there(
    tx: &Tx,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if !may_have_cases(tx, organisation, user).await? {
        return Ok(false);
    }
    let absence = store::absences::find(tx, organisation, user).await?;
    Ok(!absence.is_some_and(|absence| absence.covers(now)))
}

/// Who has the customer's case before this one, where the category keeps those together.
async fn owner_before(
    tx: &Tx,
    organisation: OrganisationId,
    category: &CategoryRow,
    wanted: Wanted,
) -> Result<Option<UserId>, StoreError> {
    let Some((case, person)) = wanted.customer.filter(|_| category.together_minutes > 0) else {
        return Ok(None);
    };
    let since = wanted.now.plus_millis(-i64::from(category.together_minutes) * 60_000);
    store::cases::find_owner_before(tx, organisation, person, (case, since)).await
}
