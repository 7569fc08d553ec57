//! The address that a test mail is from.

use domain::transport::TransportOwner;
use domain::{Actor, EmailAddress, Problem};
use store::users::UserRow;

use crate::office::Office;
use crate::{identities, problem};

/// An address that takes this way, since that is what servers check their senders against: the one that is named, else the
/// user's own on his own server; on the others the first mailbox that is fitting, or the user himself where there is none.
///
/// # Errors
/// 422 where another address is named than one of those that take this way.
pub(super) async fn of(
    office: &Office,
    actor: &Actor,
    (owner, user): (&TransportOwner, &UserRow),
    named: Option<EmailAddress>,
) -> Result<EmailAddress, Problem> {
    let conn = office.store().read();
    let mailboxes =
        store::mailboxes::list_names(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let is_fitting = |address: &EmailAddress| match owner {
        TransportOwner::Organisation => true,
        TransportOwner::User(_) => false,
        TransportOwner::Domain(name) => address.domain() == name,
    };
    let mut fitting: Vec<EmailAddress> =
        mailboxes.into_iter().map(|(_, address)| address).filter(is_fitting).collect();
    if let Some(named) = named {
        let shared = identities::usable(&conn, actor).await.map_err(problem::from_store)?;
        fitting.extend(shared.into_iter().map(|row| row.settings.address).filter(is_fitting));
        // On his own server nobody else's mail leaves, and on the organisation's his does, too.
        if matches!(owner, TransportOwner::User(_)) || is_fitting(&user.address) {
            fitting.push(user.address.clone());
        }
        if fitting.iter().any(|address| address.key() == named.key()) {
            return Ok(named);
        }
        let detail = "mail from this address does not take this way; choose one of the senders that do";
        return Err(
            Problem::invalid("from", "transport.test_from", detail).with("address", named.to_string())
        );
    }
    match (fitting.into_iter().next(), owner) {
        (Some(address), _) => Ok(address),
        (None, TransportOwner::Domain(name)) if user.address.domain() != name => {
            let local = format!("postmaster@{name}");
            local.parse().map_err(|_| problem::internal("transport.test"))
        }
        (None, _) => Ok(user.address.clone()),
    }
}
