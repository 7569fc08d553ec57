//! How a user wants to be told of each event.

use domain::notice::{Channels, NoticeEvent};
use domain::{Actor, Problem};

use crate::office::Office;
use crate::problem;

/// All events, in their order, with what he chose or the program proposes.
///
/// # Errors
/// When the store fails.
pub async fn choices(office: &Office, actor: &Actor) -> Result<Vec<(NoticeEvent, Channels)>, Problem> {
    let conn = office.store().read();
    let chosen = store::notice_choices::list(&conn, actor.organisation, actor.user).await;
    let chosen = chosen.map_err(problem::from_store)?;
    let of = |event: NoticeEvent| (event, chosen.get(&event).copied().unwrap_or_else(|| event.proposed()));
    Ok(NoticeEvent::ALL.map(of).to_vec())
}

/// Chooses for some events; the others stay.
///
/// # Errors
/// When the store fails.
pub async fn choose(
    office: &Office,
    actor: &Actor,
    choices: Vec<(NoticeEvent, Channels)>,
) -> Result<(), Problem> {
    let (organisation, user) = (actor.organisation, actor.user);
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                for choice in choices {
                    store::notice_choices::put(tx, organisation, user, choice).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}
