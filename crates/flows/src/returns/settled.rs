//! What a person decided about an address since somebody there complained: a complaint from before that says nothing any more.

use domain::blocks::AddressDeed;
use domain::{EmailAddress, OrganisationId, Timestamp};
use store::address_changes::{self, AddressChange, ToldChange};
use store::{Conn, StoreError};

use super::complaints::DECIDED_MAX;

/// The decision that settled a complaint of this time; `None` where it stands. Who complained may write all the same, a mail may stay
/// with him, and a provider's mistake was none of his: a block that ended so settles no complaint.
pub(super) async fn settled_by(
    conn: &Conn,
    organisation: OrganisationId,
    (address, at): (&EmailAddress, Timestamp),
) -> Result<Option<ToldChange>, StoreError> {
    let decided = address_changes::list_of_address(conn, organisation, address, DECIDED_MAX).await?;
    Ok(settling(decided, at))
}

/// The same among these decisions, the newest first.
fn settling(decided: Vec<ToldChange>, complained_at: Timestamp) -> Option<ToldChange> {
    decided
        .into_iter()
        .take_while(|one| one.change.at > complained_at && !blocks_by_hand(&one.change))
        .find(|one| lets_go(&one.change))
}

/// Whether a person blocked the address: whoever let it go before is undone.
fn blocks_by_hand(change: &AddressChange) -> bool {
    change.deed == AddressDeed::Blocked && change.by.is_some()
}

/// Whether a person let the address itself go. Who takes back that a return was about a mail says nothing of the address.
fn lets_go(change: &AddressChange) -> bool {
    match change.deed {
        AddressDeed::Cleared => change.mail.is_none(),
        AddressDeed::Deleted => true,
        AddressDeed::Blocked
        | AddressDeed::Wrote
        | AddressDeed::RolledBack
        | AddressDeed::OnTrial
        | AddressDeed::TrialKept
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::blocks::{BlockReason, BlockScope};
    use domain::{OutboxId, UserId};

    use super::*;

    fn decided(ms: i64, deed: AddressDeed, by: Option<UserId>) -> ToldChange {
        let blocks = deed == AddressDeed::Blocked;
        let change = AddressChange {
            at: Timestamp::from_millis(ms),
            by,
            deed,
            scope: blocks.then_some(BlockScope::All),
            reason: blocks.then_some(BlockReason::Returned),
            note: String::new(),
            mail: None,
        };
        ToldChange { change, by_name: None }
    }

    /// When the decision was made that settles a complaint of the time 5.
    fn check(newest_first: Vec<ToldChange>, expected: Option<i64>) {
        let found = settling(newest_first, Timestamp::from_millis(5));
        assert_eq!(found.map(|one| one.change.at.as_millis()), expected);
    }

    #[test]
    fn a_person_who_lets_the_address_go_settles_complaints_from_before() {
        let (user, cleared) = (Some(UserId::new(7)), AddressDeed::Cleared);
        check(vec![decided(9, cleared, user), decided(2, AddressDeed::Blocked, None)], Some(9));
        check(vec![decided(4, cleared, user)], None);
        check(vec![decided(9, AddressDeed::Blocked, None), decided(8, cleared, user)], Some(8));
        check(vec![decided(9, AddressDeed::Deleted, user)], Some(9));
        check(vec![decided(9, AddressDeed::RolledBack, user)], None);
    }

    #[test]
    fn what_was_undone_and_a_match_that_was_taken_back_settle_nothing() {
        let (user, cleared) = (Some(UserId::new(7)), AddressDeed::Cleared);
        check(vec![decided(9, AddressDeed::Blocked, user), decided(8, cleared, user)], None);
        let mut taken_back = decided(9, cleared, user);
        taken_back.change.mail = Some(OutboxId::new(3));
        check(vec![taken_back.clone()], None);
        check(vec![taken_back, decided(8, cleared, user)], Some(8));
    }
}
