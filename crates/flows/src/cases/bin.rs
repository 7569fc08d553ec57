//! Spam and deleted cases.

use std::collections::BTreeSet;

use domain::case::CaseStatus;
use domain::{Actor, CaseId, OrganisationId, Problem};
use store::cases::{By, CaseScope};
use store::{StoreError, Tx};

use super::change::TOGETHER;
use super::scope_of;
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

/// What is done.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    /// It becomes spam.
    Spam,
    /// It goes into the bin.
    Delete,
    /// It becomes what it was.
    Restore,
}

/// Marks cases as spam: they leave every list but that of spam, and are removed after a time.
///
/// # Errors
/// When too many are named, or the store fails.
pub async fn mark_spam(office: &Office, actor: &Actor, ids: &[CaseId]) -> Result<Bulk<CaseId>, Problem> {
    act(office, actor, ids, Deed::Spam).await
}

/// Puts cases into the bin, from where they can be restored for a time.
///
/// # Errors
/// As [`mark_spam`].
pub async fn delete(office: &Office, actor: &Actor, ids: &[CaseId]) -> Result<Bulk<CaseId>, Problem> {
    act(office, actor, ids, Deed::Delete).await
}

/// Makes spam and deleted cases what they were.
///
/// # Errors
/// As [`mark_spam`].
pub async fn restore(office: &Office, actor: &Actor, ids: &[CaseId]) -> Result<Bulk<CaseId>, Problem> {
    act(office, actor, ids, Deed::Restore).await
}

async fn act(office: &Office, actor: &Actor, ids: &[CaseId], deed: Deed) -> Result<Bulk<CaseId>, Problem> {
    within_limit(ids)?;
    let scope = scope_of(office, actor).await?;
    let mut done = BTreeSet::new();
    for together in ids.chunks(TOGETHER) {
        let (asked, scope) = (together.to_vec(), scope.clone());
        let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });

        let changed = office
            .store()
            .write(move |tx| {
                Box::pin(async move { apply(tx, organisation, &asked, (deed, &scope, by)).await })
            })
            .await
            .map_err(problem::from_store)?;
        done.extend(changed);
    }
    let mut bulk = Bulk::default();
    for id in ids {
        bulk.add(*id, if done.contains(id) { Ok(()) } else { Err(refusal(deed)) });
    }
    Ok(bulk)
}

/// Does it to those of these cases that are within the scope, and can be; returns which.
pub(crate) async fn apply(
    tx: &Tx,
    organisation: OrganisationId,
    ids: &[CaseId],
    (deed, scope, by): (Deed, &CaseScope, By),
) -> Result<Vec<CaseId>, StoreError> {
    let seen = store::cases::visible_among(tx, organisation, ids, scope).await?;
    let seen: Vec<CaseId> = seen.into_iter().collect();
    match deed {
        Deed::Spam => store::cases::throw_away(tx, organisation, &seen, CaseStatus::Spam, by).await,
        Deed::Delete => store::cases::throw_away(tx, organisation, &seen, CaseStatus::Deleted, by).await,
        Deed::Restore => store::cases::restore(tx, organisation, &seen, by).await,
    }
}

/// Why it was not done to a case.
pub(crate) fn refusal(deed: Deed) -> Problem {
    match deed {
        Deed::Spam | Deed::Delete => Problem::conflict(
            "case.not_living",
            "there is no such case, or it is spam, deleted or merged already",
        ),
        Deed::Restore => {
            Problem::conflict("case.not_binned", "there is no such case among spam and deleted ones")
        }
    }
}
