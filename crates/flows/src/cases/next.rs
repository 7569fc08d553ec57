//! The next case in the queue.

use domain::org::Right;
use domain::{Actor, CaseId, Problem};
use store::StoreError;

use crate::office::Office;
use crate::problem;

/// How often the queue is asked again when colleagues take from it at the same time.
const TRIES_MAX: usize = 5;

/// Gives the actor the open case of nobody that is due next among his categories; whoever has no
/// categories and may see all cases takes from all. `None` when the queue is empty.
///
/// # Errors
/// When the store fails.
pub async fn take_next(office: &Office, actor: &Actor) -> Result<Option<CaseId>, Problem> {
    let conn = office.store().read();
    let own = store::users::list_categories(&conn, actor.organisation, actor.user).await;
    let own = own.map_err(problem::from_store)?;
    let among = if own.is_empty() && actor.may(Right::CasesAll) { None } else { Some(own) };
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                for _ in 0..TRIES_MAX {
                    let next = store::cases::find_next(tx, organisation, among.as_deref()).await?;
                    let Some(id) = next else { return Ok(None) };
                    if store::cases::take(tx, organisation, id, user, at).await? {
                        return Ok(Some(id));
                    }
                }
                Ok::<_, StoreError>(None)
            })
        })
        .await
        .map_err(problem::from_store)
}
