//! The records of a sender domain changed: those who look after the sending are told, wherever they are, before its mail is
//! signed no more.

use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::sender_domain::DomainNews;
use domain::{OrganisationId, SenderDomainId, Timestamp};
use store::{StoreError, Tx};

use super::incidents::tell_users;

/// Tells those who may change mailboxes, who run the sender domains, too. In the transaction that writes down what was found,
/// so that each is told of once.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_domain(
    tx: &Tx,
    organisation: OrganisationId,
    (id, name, news): (SenderDomainId, &str, &[DomainNews]),
    now: Timestamp,
) -> Result<(), StoreError> {
    if news.is_empty() {
        return Ok(());
    }
    let keepers = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
    for one in news {
        let what = Happening::SenderDomain { id, name: name.to_owned(), news: *one };
        tell_users(tx, organisation, (&keepers, NoticeEvent::SenderDomain, &what), now).await?;
    }
    Ok(())
}
