//! What each kind of job does to a batch, inside the job's own transaction.

use std::collections::BTreeSet;

use domain::job::JobKind;
use domain::{Id, OrganisationId, Problem, Timestamp, UserId};
use store::jobs::{Batch, JobFailure, JobRow};
use store::{StoreError, Tx};

use super::{on_addresses, on_cases, on_outbox, planned};
use crate::cases::Deed;
use crate::office::Office;
use crate::{intake, outbox};

/// Does a batch; returns the rows that it could not be done to.
pub(super) async fn act(
    tx: &Tx,
    office: &Office,
    job: &JobRow,
    batch: &Batch,
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let who = (job.organisation, job.user);
    // What a batch changes of settings and deletes is told as his who asked for it.
    store::audit::speak_for(tx, domain::audit::Author::in_browser(job.user));
    match job.kind {
        JobKind::IntakeImport | JobKind::BlockedImport => {
            on_intake(tx, who, &batch.ids, (intake::Deed::Again, at)).await
        }
        JobKind::IntakeDelete | JobKind::BlockedDelete => {
            on_intake(tx, who, &batch.ids, (intake::Deed::Delete, at)).await
        }
        JobKind::IntakeRestore | JobKind::BlockedRestore => {
            on_intake(tx, who, &batch.ids, (intake::Deed::Restore, at)).await
        }
        JobKind::OutboxSend => mails(tx, who, &batch.ids, (on_outbox::again(job), at)).await,
        JobKind::OutboxDelete => mails(tx, who, &batch.ids, (outbox::Deed::Delete, at)).await,
        JobKind::OutboxRestore => mails(tx, who, &batch.ids, (outbox::Deed::Restore, at)).await,
        JobKind::OutboxRetry => mails(tx, who, &batch.ids, (outbox::Deed::Hasten, at)).await,
        JobKind::OutboxHold => mails(tx, who, &batch.ids, (outbox::Deed::Hold, at)).await,
        JobKind::OutboxRelease => mails(tx, who, &batch.ids, (outbox::Deed::Release, at)).await,
        JobKind::OutboxWay => on_outbox::another_way(tx, office, job, &batch.ids, at).await,
        JobKind::CasesChange => on_cases::change(tx, job, &batch.ids, at).await,
        JobKind::CasesSpam => on_cases::put_away(tx, job, &batch.ids, (Deed::Spam, at)).await,
        JobKind::CasesDelete => on_cases::put_away(tx, job, &batch.ids, (Deed::Delete, at)).await,
        JobKind::CasesRestore => on_cases::put_away(tx, job, &batch.ids, (Deed::Restore, at)).await,
        JobKind::MailsTakeBack => planned::take_back_some(tx, job, &batch.ids, at).await,
        JobKind::AddressesClear
        | JobKind::AddressesTrial
        | JobKind::AddressesFormer
        | JobKind::AddressesDelete
        | JobKind::AddressesList => on_addresses::act(tx, job, &batch.ids, at).await,
        JobKind::AddressesBlockAgain => on_addresses::block_again(tx, job, &batch.ids, at).await,
        // Mails are composed and DNS is asked outside the transaction: see `mails` and `on_persons`.
        JobKind::CasesReply | JobKind::CasesForward | JobKind::PersonsImport => Ok(Vec::new()),
    }
}

async fn on_intake(
    tx: &Tx,
    who: (OrganisationId, UserId),
    ids: &[i64],
    (deed, at): (intake::Deed, Timestamp),
) -> Result<Vec<JobFailure>, StoreError> {
    let asked: Vec<_> = ids.iter().copied().map(Id::new).collect();
    let done = intake::apply(tx, who, &asked, deed, at).await?;
    Ok(left_out(&asked, &done, &intake::refusal(deed)))
}

async fn mails(
    tx: &Tx,
    who: (OrganisationId, UserId),
    ids: &[i64],
    (deed, at): (outbox::Deed, Timestamp),
) -> Result<Vec<JobFailure>, StoreError> {
    let asked: Vec<_> = ids.iter().copied().map(Id::new).collect();
    let refused = outbox::apply(tx, who, &asked, deed, at).await?;
    Ok(refused.iter().map(|(id, why)| failure(*id, why)).collect())
}

pub(super) fn left_out<K>(asked: &[Id<K>], done: &BTreeSet<Id<K>>, problem: &Problem) -> Vec<JobFailure> {
    asked.iter().filter(|id| !done.contains(id)).map(|id| failure(*id, problem)).collect()
}

pub(super) fn failure<K>(id: Id<K>, problem: &Problem) -> JobFailure {
    JobFailure { id: id.get(), code: problem.code.to_owned(), detail: problem.detail.clone().into_owned() }
}
