//! What is said of mails that did not arrive, or not yet, in the messages of a case.

use std::collections::{BTreeSet, HashMap};

use domain::case::Direction;
use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId};
use flows::returns::Judging;
use store::cases::{MessageContent, MessageRow};
use store::deliveries::{self, DeliveryStanding};

use super::super::super::shared::Meaning;
use crate::problem::Refusal;
use crate::state::Api;

/// What the words about deliveries mean, by the mail, and in entries about those that did not arrive; and where each recipient
/// of those stands, whatever became of the others of the same mail.
pub(super) struct Meanings {
    /// What the last words about a mail mean.
    pub(super) of_mail: HashMap<OutboxId, domain::failure::Meaning>,
    judging: Judging,
    standings: Vec<DeliveryStanding>,
    /// Whether all mail of the organisation is stopped, which is asked where some of it waits.
    pub(super) all_stopped: bool,
}

impl Meanings {
    /// Of these messages. What was sent and is well is not asked about.
    pub(super) async fn of(
        api: &Api,
        organisation: OrganisationId,
        rows: &[MessageRow],
    ) -> Result<Self, Refusal> {
        let is_told = |row: &&MessageRow| {
            row.delivery.as_ref().is_some_and(|delivery| delivery.state != DeliveryState::Sent)
        };
        let ids: BTreeSet<OutboxId> = rows.iter().filter(is_told).filter_map(|row| row.outbox_id).collect();
        let ids: Vec<OutboxId> = ids.into_iter().collect();
        let of_mail = flows::returns::meanings(api.office(), organisation, &ids).await?;
        let entries: BTreeSet<OutboxId> =
            rows.iter().filter(|row| is_entry(row)).filter_map(|row| row.outbox_id).collect();
        let entries: Vec<OutboxId> = entries.into_iter().collect();
        let standings = deliveries::list_standings(&api.conn(), organisation, &entries).await?;
        let waits = |row: &MessageRow| {
            row.delivery.as_ref().is_some_and(|delivery| delivery.state == DeliveryState::Queued)
        };
        let all_stopped =
            rows.iter().any(waits) && !flows::outbox::stops(api.office(), organisation).await?.is_empty();
        let judging = flows::returns::judging(api.office(), organisation).await?;
        Ok(Self { of_mail, judging, standings, all_stopped })
    }

    /// Of the entry, where it is one about a mail that did not arrive, or an automatic reply that says that somebody has left.
    pub(super) fn of_entry(&mut self, row: &MessageRow) -> Option<Meaning> {
        if row.direction == Direction::Received {
            return flows::returns::of_automatic_reply(&row.content).map(Into::into);
        }
        let recipient = row.content.to.first().and_then(|to| to.address.as_ref());
        let MessageContent { failure, text, .. } = &row.content;
        let meaning =
            is_entry(row).then(|| self.judging.of_failure(failure.as_ref(), text, recipient)).flatten();
        meaning.map(Into::into)
    }

    /// How the mail stands for the recipient whom an entry tells of.
    pub(super) fn of_recipient(&self, row: &MessageRow) -> Option<DeliveryState> {
        let recipient = row.content.to.first().and_then(|to| to.address.as_ref())?;
        let item = row.outbox_id.filter(|_| is_entry(row))?;
        deliveries::standing_of(&self.standings, item, recipient).map(|one| one.state)
    }
}

/// Whether it tells of a mail that did not arrive, or not yet.
fn is_entry(row: &MessageRow) -> bool {
    flows::outbox::is_told_of_delivery(&row.content.class) && row.direction == Direction::Comment
}
