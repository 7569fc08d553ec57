//! A list of another service that was taken in is taken back: it was the wrong one, or old.

use domain::limits::BLOCK_IMPORT_KEPT_MS;
use domain::{Actor, BlockImportId, OrganisationId, Problem, Timestamp};
use store::standings::{self, KnownImport};
use store::{StoreError, Tx};

use super::BATCH;
use crate::office::Office;
use crate::problem;

/// Imports that are listed: nobody takes in as many lists within a week.
const IMPORTS_MAX: u64 = 50;

/// The imports that can be taken back, the newest first, at most 50: also those that were stopped on the way.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn imports(office: &Office, actor: &Actor) -> Result<Vec<KnownImport>, Problem> {
    let since = undone_since(office);
    let known = standings::list_imports(&office.store().read(), actor.organisation, since, IMPORTS_MAX).await;
    known.map_err(problem::from_store)
}

/// Since when an import began that can be taken back.
fn undone_since(office: &Office) -> Timestamp {
    office.now().plus_millis(-BLOCK_IMPORT_KEPT_MS)
}

/// What became of an import that was taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct UndoneImport {
    /// Addresses that stand as they did before it.
    pub restored: u64,
    /// Addresses about which something was decided since, or came back: they stay as they are.
    pub left: u64,
}

/// Takes an import back: each address that it changed stands as before, but those about which something was decided since. What
/// was stopped on the way goes on from there when it is asked for again.
///
/// # Errors
/// 409 for one that is taken back already, or is older than 7 days; 503 when the store does not answer.
pub async fn undo_import(
    office: &Office,
    actor: &Actor,
    import: BlockImportId,
) -> Result<UndoneImport, Problem> {
    let of = (import, undone_since(office));
    let (organisation, mut undone) = (actor.organisation, UndoneImport::default());
    loop {
        let written =
            office.store().write(move |tx| Box::pin(async move { undo_some(tx, organisation, of).await }));
        let some: UndoneImport = written.await.map_err(problem::from_store)?;
        if some == UndoneImport::default() {
            break;
        }
        undone.restored += some.restored;
        undone.left += some.left;
    }
    if undone == UndoneImport::default() {
        let detail =
            "there is nothing to take back: this import is taken back already, or is older than 7 days";
        return Err(Problem::conflict("block_list.no_import", detail));
    }
    Ok(undone)
}

async fn undo_some(
    tx: &Tx,
    organisation: OrganisationId,
    of: (BlockImportId, Timestamp),
) -> Result<UndoneImport, StoreError> {
    let mut undone = UndoneImport::default();
    for change in standings::list_imported(tx, organisation, of, BATCH as u64).await? {
        if standings::undo_imported(tx, organisation, &change).await? {
            undone.restored += 1;
        } else {
            undone.left += 1;
        }
    }
    Ok(undone)
}
