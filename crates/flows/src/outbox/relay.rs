//! A transaction with the organisation's relay, signed in as its way says.

use domain::OrganisationId;
use domain::oauth::GrantOwner;
use net::Credentials;
use net::smtp_out::{Delivered, Hop, Transaction};
use store::StoreError;

use super::route::Way;
use crate::oauth::{self, Access, GrantError};
use crate::office::Office;

/// Why nothing was handed to the relay.
pub(super) enum NoToken {
    /// The provider gives no token: the words for whoever looks at the mail.
    Because(String),
    /// Our own house.
    Store(StoreError),
}

impl From<GrantError> for NoToken {
    fn from(error: GrantError) -> Self {
        if let GrantError::Store(error) = error {
            return Self::Store(error);
        }
        Self::Because(error.to_string())
    }
}

/// Hands a mail to the relay. One that refuses a token is asked once more with another one.
pub(super) async fn deliver(
    office: &Office,
    organisation: OrganisationId,
    (way, hop): (&Way, &Hop),
    transaction: &Transaction,
) -> Result<Delivered, NoToken> {
    let sender = office.sender();
    let Some(user) = &way.token_of else { return Ok(sender.deliver(hop, transaction).await) };
    let access = oauth::access(office, organisation, GrantOwner::Transport).await?;
    let delivered = sender.deliver(&with(hop, user, &access), transaction).await;
    if !delivered.sign_in_refused {
        return Ok(delivered);
    }
    match oauth::afresh(office, (organisation, GrantOwner::Transport), &access).await? {
        Some(other) => Ok(sender.deliver(&with(hop, user, &other), transaction).await),
        None => Ok(delivered),
    }
}

fn with(hop: &Hop, user: &str, access: &Access) -> Hop {
    Hop { credentials: Some(Credentials::token(user, access.token.clone())), ..hop.clone() }
}
