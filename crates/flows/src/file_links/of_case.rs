//! The links of a case, as those who work on it see and withdraw them.

use domain::timeline::{Step, Subject};
use domain::{Actor, CaseId, FileLinkId, OrganisationId, Problem};
use store::events::{self, Change};
use store::file_links::FileLinkRow;
use store::raw::OutgoingRaw;
use store::timeline::TimelineEntry;

use crate::office::Office;
use crate::users::Refused;
use crate::{cases, problem};

/// The links of a case that the actor may see, oldest first.
///
/// # Errors
/// 404 for the case.
pub async fn list(office: &Office, actor: &Actor, case: CaseId) -> Result<Vec<FileLinkRow>, Problem> {
    cases::open(office, actor, case).await?;
    let conn = office.store().read();
    store::file_links::list_of_case(&conn, actor.organisation, case).await.map_err(problem::from_store)
}

/// Withdraws a link: nobody fetches by it from then on. What was fetched before is gone.
///
/// # Errors
/// 404 for the case or the link; 409 where it was withdrawn before.
pub async fn revoke(office: &Office, actor: &Actor, case: CaseId, id: FileLinkId) -> Result<(), Problem> {
    let row = find(office, actor, case, id).await?;
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());
    let written = office.store().write(move |tx| {
        let row = row.clone();
        Box::pin(async move {
            if !store::file_links::revoke(tx, organisation, row.id, (user, at)).await? {
                return Err(gone());
            }
            if let Some(outbox) = row.outbox_id {
                let step = Step::FileLinkRevoked { user_id: user, name: row.name };
                let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
                store::timeline::insert_many(tx, organisation, &[entry]).await?;
            }
            events::insert(tx, organisation, Change::case(row.case_id));
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// The file of a link, for a colleague: not counted, and also when the link is over.
///
/// # Errors
/// 404 for the case or the link.
pub async fn file(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    id: FileLinkId,
) -> Result<(FileLinkRow, OutgoingRaw), Problem> {
    let row = find(office, actor, case, id).await?;
    let organisation: OrganisationId = actor.organisation;
    let content = OutgoingRaw::open(&office.store().read(), organisation, row.raw_hash).await;
    let content = content.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("file"))?;
    Ok((row, content))
}

async fn find(office: &Office, actor: &Actor, case: CaseId, id: FileLinkId) -> Result<FileLinkRow, Problem> {
    cases::open(office, actor, case).await?;
    let found = store::file_links::find(&office.store().read(), actor.organisation, case, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("link"))
}

fn gone() -> Refused {
    let detail = "the link was withdrawn before; nobody fetches by it";
    Problem::conflict("file_links.revoked", detail).into()
}
