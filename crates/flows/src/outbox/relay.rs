//! A transaction with the organisation's relay, signed in as its way says.

use domain::{Envelope, OrganisationId, Outcome, Timestamp};
use net::Credentials;
use net::smtp_out::{Delivered, Hop, Transaction};
use store::StoreError;
use store::oauth::installation::INSTALLATION;

use super::route::{TokenOf, Way};
use crate::oauth::{self, Access, GrantError};
use crate::office::Office;

/// Why nothing was handed to the relay.
pub(super) enum NoToken {
    /// The provider gives no token: the words for whoever looks at the mail.
    Because(String),
    /// Our own house.
    Store(StoreError),
}

fn no_token(of: &TokenOf, error: GrantError) -> NoToken {
    if let GrantError::Store(error) = error {
        return NoToken::Store(error);
    }
    NoToken::Because(words(of, &error))
}

/// Why there is none, to whoever looks at the mail: what the operator keeps, the operator mends.
pub(crate) fn words(of: &TokenOf, error: &GrantError) -> String {
    if of.organisation == INSTALLATION { error.of_installation() } else { error.to_string() }
}

/// How long mail waits for a token that only a person brings, and for one that is asked for by itself, seconds.
/// It is due at once when there is one.
const WAITS_S: (i64, i64) = (15 * 60, 60);

/// When mail for a relay whose provider gives no token is looked at again, and why there is none; `None` where there is
/// one, or none is needed.
pub(super) async fn no_token_until(
    office: &Office,
    way: &Way,
) -> Result<Option<(Timestamp, String)>, StoreError> {
    let (Some(_), Some(of)) = (&way.relay, &way.token_of) else { return Ok(None) };
    let error = match oauth::access(office, of.organisation, of.owner).await {
        Ok(_) => return Ok(None),
        Err(GrantError::Store(error)) => return Err(error),
        Err(error) => error,
    };
    let wait_s = if error.needs_person() { WAITS_S.0 } else { WAITS_S.1 };
    Ok(Some((office.now().plus_seconds(wait_s), words(of, &error))))
}

/// Hands a mail to the relay. One that refuses a token is asked once more with another one.
pub(super) async fn deliver(
    office: &Office,
    organisation: OrganisationId,
    (way, hop): (&Way, &Hop),
    transaction: &Transaction,
) -> Result<Delivered, NoToken> {
    let sender = office.sender();
    let Some(of) = &way.token_of else { return Ok(sender.deliver(hop, transaction).await) };
    let access =
        oauth::access(office, of.organisation, of.owner).await.map_err(|error| no_token(of, error))?;
    let delivered = sender.deliver(&with(hop, &of.user, &access), transaction).await;
    if delivered.sign_in_refused.is_empty() {
        return Ok(delivered);
    }
    let other = match oauth::afresh(office, (of.organisation, of.owner), &access).await {
        Ok(other) => other,
        // What was taken is written down, whatever became of the token; the rest stands with the relay's refusal.
        Err(error)
            if delivered.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Delivered(_))) =>
        {
            tracing::warn!(organisation.id = %organisation, %error, "no other token for the rest of a mail");
            None
        }
        Err(error) => return Err(no_token(of, error)),
    };
    match other {
        // A mail to many goes in parts, and the parts that were taken are not sent a second time.
        Some(other) => {
            let (return_path, recipients) =
                (transaction.envelope.return_path.clone(), delivered.sign_in_refused.clone());
            let rest = Transaction { envelope: Envelope { return_path, recipients }, ..transaction.clone() };
            let again = sender.deliver(&with(hop, &of.user, &other), &rest).await;
            Ok(delivered.followed_by(again))
        }
        None => Ok(delivered),
    }
}

fn with(hop: &Hop, user: &str, access: &Access) -> Hop {
    Hop { credentials: Some(Credentials::token(user, access.token.clone())), ..hop.clone() }
}
