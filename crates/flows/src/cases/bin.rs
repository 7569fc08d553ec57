//! Spam and deleted cases.

use std::collections::BTreeSet;

use domain::case::CaseStatus;
use domain::{Actor, CaseId, Problem};
use store::StoreError;
use store::cases::By;

use super::change::TOGETHER;
use super::scope_of;
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

#[derive(Clone, Copy)]
enum Deed {
    Spam,
    Delete,
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
                Box::pin(async move {
                    let seen = store::cases::visible_among(tx, organisation, &asked, &scope).await?;
                    let seen: Vec<CaseId> = seen.into_iter().collect();
                    let away =
                        async |status| store::cases::throw_away(tx, organisation, &seen, status, by).await;
                    let changed = match deed {
                        Deed::Spam => away(CaseStatus::Spam).await?,
                        Deed::Delete => away(CaseStatus::Deleted).await?,
                        Deed::Restore => store::cases::restore(tx, organisation, &seen, by).await?,
                    };
                    Ok::<_, StoreError>(changed)
                })
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

fn refusal(deed: Deed) -> Problem {
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
