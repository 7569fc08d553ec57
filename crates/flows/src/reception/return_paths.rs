//! Our own return paths as recipients: a report belongs to where the mail came from that it is about.

use domain::EmailAddress;
use policy::return_token::{OF_TEST, Reading};
use policy::sender_domain::RETURN_LABEL;
use store::StoreError;

use super::Whose;
use crate::arrivals::ListeningMailbox;
use crate::office::Office;
use crate::token_keys;

/// Whose it is; `None` of what is no return path of ours by its form.
pub(super) async fn whose(office: &Office, recipient: &EmailAddress) -> Result<Option<Whose>, StoreError> {
    let Some(host) = &office.settings().return_host else { return Ok(None) };
    let domain = recipient.domain();
    let is_ours = domain == host.as_str()
        || domain.strip_prefix(RETURN_LABEL).is_some_and(|rest| rest.starts_with('.'));
    if !is_ours {
        return Ok(None);
    }
    let sent = match read(office, recipient).await {
        Reading::Other => return Ok(None),
        Reading::Forged | Reading::Expired => return Ok(Some(Whose::NoReturn)),
        Reading::Of(sent) => sent,
    };
    let (conn, organisation) = (office.store().read(), sent.organisation);
    if sent.delivery == OF_TEST {
        // No mailbox has such an address: it goes to the first, and whoever tested finds it among returned mail.
        let mailbox = store::mailboxes::find_for_returns(&conn, organisation, recipient).await?;
        let whose =
            mailbox.map(|mailbox| ListeningMailbox { organisation, mailbox, returned_delivery: None });
        return Ok(Some(whose.map_or(Whose::NoReturn, Whose::Mailbox)));
    }
    let Some(delivery) = store::deliveries::find_sent(&conn, organisation, sent.delivery).await? else {
        return Ok(Some(Whose::NoReturn));
    };
    let mailbox = store::mailboxes::find_for_returns(&conn, organisation, &delivery.from).await?;
    let returned_delivery = Some(sent.delivery);
    let mailbox = mailbox.map(|mailbox| ListeningMailbox { organisation, mailbox, returned_delivery });
    Ok(Some(mailbox.map_or(Whose::NoReturn, Whose::Mailbox)))
}

/// What is written in the address. Another node may have signed it with a key that came since this one was started.
async fn read(office: &Office, recipient: &EmailAddress) -> Reading {
    let read = || office.tokens().of_returns().read(recipient.local(), office.now());
    match read() {
        Reading::Forged if office.look_for_token_keys(token_keys::PAUSE_MS).await => read(),
        reading @ (Reading::Forged | Reading::Other | Reading::Expired | Reading::Of(_)) => reading,
    }
}
