//! What a person decided about an address since somebody there complained: a complaint from before that says nothing any more.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::{EmailAddress, OrganisationId, Timestamp};
use store::address_changes::{self, AddressChange, ToldChange};
use store::{Conn, StoreError};

use super::again::last_block;
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

/// The same for each of these complaints, by the key of its address and its time.
pub(super) async fn settled_each(
    conn: &Conn,
    organisation: OrganisationId,
    complaints: &[(String, Timestamp)],
) -> Result<Vec<Option<ToldChange>>, StoreError> {
    let keys: Vec<String> = complaints.iter().map(|(key, _)| key.clone()).collect();
    let decided = address_changes::list_of_each(conn, organisation, &keys, DECIDED_MAX).await?;
    Ok(decided.into_iter().zip(complaints).map(|(decided, (_, at))| settling(decided, *at)).collect())
}

/// The same among these decisions, the newest first.
fn settling(mut decided: Vec<ToldChange>, complained_at: Timestamp) -> Option<ToldChange> {
    let changes: Vec<_> = decided.iter().map(|one| one.change.clone()).collect();
    let place = place_of_settling(&changes, complained_at)?;
    Some(decided.swap_remove(place))
}

/// Whether one of these decisions, the newest first, settled what the owner of an address said at this time.
pub(super) fn is_settled(decided: &[AddressChange], said_at: Timestamp) -> bool {
    place_of_settling(decided, said_at).is_some()
}

/// The newest that lets the address go and was not undone: who takes back that he cleared it by mistake takes back no decision of
/// somebody else before.
fn place_of_settling(decided: &[AddressChange], said_at: Timestamp) -> Option<usize> {
    let since = decided.iter().take_while(|one| one.at > said_at).enumerate();
    let mut places = since.filter(|(_, one)| lets_go(one)).map(|(place, _)| place);
    places.find(|place| {
        let (later, settling) = decided.split_at(*place);
        let older = settling.split_first().map_or(settling, |(_, older)| older);
        !is_undone(later, last_block(older))
    })
}

/// Whether one of these later decisions, the newest first, says that the address is not to be let go: a person blocked it by hand, or
/// undid just that. Who confirms an incident or takes in a list says something of returns or of a list, and nothing of it.
fn is_undone(later: &[AddressChange], before: Option<(BlockScope, BlockReason)>) -> bool {
    let by_person = |one: &&AddressChange| one.by.is_some();
    let mut blocks = later.iter().filter(|one| one.deed == AddressDeed::Blocked);
    if blocks.clone().filter(by_person).any(|one| one.reason == Some(BlockReason::Hand)) {
        return true;
    }
    // Only an address that is free is blocked again, and as it was: by the first block that came. What is not known any more is
    // taken for that, so that nobody who complained is written to by a mistake.
    let first = blocks.next_back().filter(by_person);
    first.is_some_and(|first| {
        before.is_none_or(|(scope, reason)| (first.scope, first.reason) == (Some(scope), Some(reason)))
    })
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

    #[test]
    fn a_clearing_that_is_undone_leaves_one_from_before_as_it_is() {
        let (user, cleared, blocked) = (Some(UserId::new(7)), AddressDeed::Cleared, AddressDeed::Blocked);
        let since =
            || vec![decided(11, blocked, user), decided(10, cleared, user), decided(9, blocked, None)];
        let with = |older| [since(), older].concat();
        check(with(vec![decided(8, cleared, user), decided(2, blocked, None)]), Some(8));
        check(with(vec![decided(2, blocked, None)]), None);
        let both = vec![decided(8, blocked, user), decided(7, cleared, user), decided(2, blocked, None)];
        check(both.clone(), None);
        let twice = [vec![decided(11, blocked, user), decided(10, cleared, user)], both].concat();
        check(twice, None);
    }

    #[test]
    fn an_incident_that_is_confirmed_and_a_list_that_is_taken_in_undo_nothing() {
        let user = Some(UserId::new(7));
        let blocked = |ms, by, scope, reason| {
            let mut told = decided(ms, AddressDeed::Blocked, by);
            (told.change.scope, told.change.reason) = (Some(scope), Some(reason));
            told
        };
        let (all, mailings) = (BlockScope::All, BlockScope::Mailings);
        let of_incident = || blocked(9, user, all, BlockReason::Returned);
        let of_list = || blocked(9, user, mailings, BlockReason::Imported);
        let by_hand = || blocked(9, user, mailings, BlockReason::Hand);
        let cleared = || decided(8, AddressDeed::Cleared, user);
        let complaint = || blocked(6, None, mailings, BlockReason::Returned);
        check(vec![of_incident(), cleared(), complaint()], Some(8));
        check(vec![of_list(), cleared(), complaint()], Some(8));
        check(vec![by_hand(), cleared(), complaint()], None);
        check(vec![blocked(9, user, mailings, BlockReason::Returned), cleared(), complaint()], None);
        check(vec![by_hand(), of_list(), cleared(), complaint()], None);
        // One that is blocked already cannot be blocked again.
        let second = blocked(9, user, mailings, BlockReason::Returned);
        check(vec![second, of_list(), cleared(), complaint()], Some(8));
    }
}
