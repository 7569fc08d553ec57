//! Where failures of mail from an address come back to, as it leaves: SPF is of that domain.

use policy::address_check::registrable_domain;
use policy::route::Because;
use store::{Conn, StoreError};

use super::Sender;
use crate::office::Office;
use crate::outbox::Way;
use crate::sender_domains::Keys;

/// The domain of the return path. Of what is written from several mailboxes, that one which helps least.
///
/// # Errors
/// When the store fails.
pub(super) async fn returns_to(
    office: &Office,
    conn: &Conn,
    (sender, way): (Sender<'_>, &Way),
) -> Result<String, StoreError> {
    let own = sender.address.domain();
    if way.takes_return_paths() {
        if let Keys::These { returns_to: Some(name), .. } =
            &*office.keys().of(office, sender.organisation, own).await?
        {
            return Ok(name.clone());
        }
        let settings = office.settings();
        if let Some(host) = &settings.return_host
            && settings.rewrite_from.as_ref() == Some(sender.address)
        {
            return Ok(host.clone());
        }
    }
    // A server that is somebody's own is given his own return path, unless it takes others.
    let is_own = matches!(way.because, Because::User | Because::Domain) && way.relay.is_some();
    let is_narrow = is_own && !way.takes_return_paths();
    if is_narrow || !is_lent(conn, sender).await? {
        return Ok(own.to_owned());
    }
    let mailboxes = store::mailboxes::list_names(conn, sender.organisation).await?;
    let is_far = |domain: &&str| registrable_domain(domain) != registrable_domain(own);
    let far = mailboxes.iter().map(|(_, address)| address.domain()).find(is_far);
    let near = || mailboxes.iter().map(|(_, address)| address.domain()).find(|domain| *domain != own);
    Ok(far.or_else(near).unwrap_or(own).to_owned())
}

/// Whether mail from the address is of cases of mailboxes, whose failures their mailbox sees: a shared sender's, and a
/// user's own.
async fn is_lent(conn: &Conn, sender: Sender<'_>) -> Result<bool, StoreError> {
    if store::mailboxes::is_own(conn, sender.organisation, sender.address).await? {
        return Ok(false);
    }
    if sender.own_of.is_some() {
        return Ok(true);
    }
    store::identities::is_in_use(conn, sender.organisation, sender.address).await
}
