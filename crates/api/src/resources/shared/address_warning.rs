//! What is to be known of an address before it is written to: it is blocked, or mail came back from there.

use std::collections::BTreeMap;

use domain::blocks::{BlockReason, BlockScope};
use domain::returns::{ReturnClass, ReturnScope};
use domain::{EmailAddress, OrganisationId, Timestamp};
use serde::Serialize;
use store::standings::{StandingRow, Trial};
use store::{Conn, StoreError};
use utoipa::ToSchema;

use crate::schema::{self, Moment};

/// An address that is blocked, or that mail came back from within the last 90 days and since mail last arrived there.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressWarning {
    /// The address.
    address: String,
    /// Which mail the block stops; null where it is not blocked.
    #[schema(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Why it is blocked.
    #[schema(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// Since when.
    blocked_at: Option<Moment>,
    /// Mails that came back since the last one that arrived.
    returns: u32,
    /// When the last one came back.
    last_return_at: Option<Moment>,
    /// What it came back as, one of the classes of docs/returns.md.
    class: Option<&'static str>,
    /// Whose fault that is, one of the scopes of docs/returns.md.
    fault: Option<&'static str>,
    /// The words of the host that refused it.
    words: String,
    /// How far its trial has come, while it is on trial; null where it is not.
    trial: Option<TrialStage>,
}

/// How far the trial of a blocked address has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrialStage {
    /// The next mail that the block would stop goes out.
    Waits,
    /// A mail tries it, on its way or with a server: until that is over mailings skip the address, and other mail goes out.
    Tried,
}

impl TrialStage {
    /// Of this trial.
    pub(crate) const fn of(trial: &Trial) -> Self {
        if trial.awaits_mail() { Self::Waits } else { Self::Tried }
    }
}

impl From<&StandingRow> for AddressWarning {
    fn from(row: &StandingRow) -> Self {
        Self {
            address: row.address.to_string(),
            scope: row.block.map(|block| block.scope),
            reason: row.block.map(|block| block.reason),
            blocked_at: row.block.map(|block| block.at.into()),
            returns: row.returns,
            last_return_at: row.last_return_at.map(Into::into),
            class: row.last_class.map(ReturnClass::as_str),
            fault: row.last_fault.map(ReturnScope::as_str),
            words: row.last_words.clone(),
            trial: row.trial.as_ref().map(TrialStage::of),
        }
    }
}

/// What is to be known of some addresses, by their keys.
pub(crate) struct Warnings(BTreeMap<String, StandingRow>);

impl Warnings {
    /// Reads what is to be known of the addresses with these keys at this moment.
    pub(crate) async fn of(
        conn: &Conn,
        org: OrganisationId,
        keys: &[String],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let memory = flows::returns::memory(now);
        Ok(Self(store::standings::doubtful_among(conn, org, keys, memory).await?))
    }

    /// The warning about one of them; `None` where there is nothing to say.
    pub(crate) fn about(&self, address: &EmailAddress) -> Option<AddressWarning> {
        self.0.get(&address.key()).map(AddressWarning::from)
    }
}

#[cfg(test)]
mod tests {
    use domain::{OutboxId, UserId};
    use store::standings::TrialMail;

    use super::*;

    #[test]
    fn a_trial_waits_until_it_has_its_mail_and_is_told_of_until_it_is_over() {
        let at = Timestamp::from_millis(1);
        let trial = |mail| Trial { since: at, by: UserId::new(3), mail, until: at };
        let mail = |taken_at| Some(TrialMail { outbox_id: OutboxId::new(7), taken_at });
        let stages = [None, mail(None), mail(Some(at))].map(|mail| TrialStage::of(&trial(mail)));
        assert_eq!(stages, [TrialStage::Waits, TrialStage::Tried, TrialStage::Tried]);
    }
}
