//! The outgoing servers of users who leave: nobody else has their passwords, and nothing leaves through them any more.

use domain::transport::TransportOwner;
use domain::{Actor, OrganisationId, Problem, Timestamp, UserId};
use store::transports::TransportSettings;
use store::{PasswordChange, StoreError, Tx};

use super::{TransportView, end_grant, get, go_on, see_to_waiting};
use crate::office::Office;
use crate::problem;

/// Closes the server of a user who may not sign in any more: its password is forgotten and its grant ends. What he planned
/// takes the shared way, as the timeline says of each mail, or is stopped where mail of his address may not leave so. The
/// rest is kept for the day when he is back. Returns whether that was all; else [`go_on`] follows.
pub(crate) async fn close_of_leaver(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    let owner = TransportOwner::User(user);
    store::organisations::lock(tx, organisation).await?;
    let Some(row) = store::transports::find(tx, organisation, &owner).await? else { return Ok(true) };
    end_grant(tx, organisation, &owner).await?;
    let closed = TransportSettings { in_use: false, ..row.settings };
    store::transports::put(tx, (organisation, &owner), &closed, &PasswordChange::Clear, at).await?;
    see_to_waiting(tx, office, (organisation, &owner), at).await
}

/// A user's server, for whoever administers users; `None` where he set none.
///
/// # Errors
/// 404 for the user.
pub async fn get_of_user(
    office: &Office,
    actor: &Actor,
    user: UserId,
) -> Result<Option<TransportView>, Problem> {
    crate::users::find(office, actor.organisation, user).await?;
    let view = get(office, actor.organisation, &TransportOwner::User(user)).await?;
    Ok(Some(view).filter(|view| view.updated_at.is_some()))
}

/// Removes a user's server with its password and its grant: what he writes from his own address takes the shared way,
/// and what waits there and may not is stopped.
///
/// # Errors
/// 404 where he has none.
pub async fn delete_of_user(office: &Office, actor: &Actor, user: UserId) -> Result<(), Problem> {
    let (organisation, owner) = (actor.organisation, TransportOwner::User(user));
    let (within, of, at) = (office.clone(), owner.clone(), office.now());
    let removed = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            end_grant(tx, organisation, &owner).await?;
            let was_there = store::transports::delete(tx, organisation, &owner).await?;
            if !was_there {
                return Ok((false, true));
            }
            let is_all = see_to_waiting(tx, &within, (organisation, &owner), at).await?;
            Ok((was_there, is_all))
        })
    });
    let (was_there, is_all) = removed.await.map_err(problem::from_store)?;
    if !was_there {
        return Err(Problem::not_found("transport"));
    }
    if !is_all {
        go_on(office, organisation, of).await.map_err(problem::from_store)?;
    }
    office.signals().outbox.notify_one();
    Ok(())
}
