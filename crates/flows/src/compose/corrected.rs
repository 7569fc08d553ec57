//! The right address in the place of one that reached nobody: in the case, on the card of the person, and in all that
//! answers from then on.

use std::collections::BTreeMap;

use domain::case::ParticipantRole;
use domain::{CaseId, EmailAddress, OrganisationId, Timestamp, UserId};
use store::cases::{By, CaseRow, CorrectedAddress, ParticipantRow};
use store::drafts::{DraftRow, NewDraft, Place};
use store::events::{self, Change};
use store::{StoreError, Tx};

use crate::people;

/// The address that is wrong, and the right one.
pub(super) type Pair = (EmailAddress, EmailAddress);

/// Where somebody is reached whom a message of the case names. `written_at` is the message's time where he wrote it himself:
/// what an address wrote after it was corrected shows that it lives.
pub(super) fn reached_at(
    corrected: &[CorrectedAddress],
    address: EmailAddress,
    written_at: Option<Timestamp>,
) -> EmailAddress {
    let counts = |one: &&CorrectedAddress| written_at.is_none_or(|at| one.at >= at);
    corrected
        .iter()
        .filter(counts)
        .fold(address, |now, one| if one.from.key() == now.key() { one.to.clone() } else { now })
}

/// Puts the right address in the wrong one's place.
pub(super) async fn put_right(
    tx: &Tx,
    organisation: OrganisationId,
    (case, (from, to)): (&CaseRow, &Pair),
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    if from.key() == to.key() {
        return Ok(());
    }
    let by = By { user: Some(user), at };
    let is_customer =
        case.customer_address.parse::<EmailAddress>().is_ok_and(|customer| customer.key() == from.key());
    let known = store::cases::list_participants(tx, organisation, case.id).await?;
    let takes_part = known.iter().any(|one| one.address.key() == to.key());
    let before = known.into_iter().find(|one| one.address.key() == from.key());
    let name = before.as_ref().and_then(|one| one.name.clone());
    if is_customer {
        let (name, role) = (case.customer_name.clone(), ParticipantRole::Customer);
        let customer = ParticipantRow { name, address: to.clone(), role };
        store::cases::put_participant(tx, organisation, case.id, &customer).await?;
        store::cases::set_customer(tx, organisation, case.id, &customer).await?;
    } else if let Some(before) = before.filter(|_| !takes_part) {
        // Whoever takes part at the right address already, as the customer, stays what he is.
        let somebody = ParticipantRow { name, address: to.clone(), role: before.role };
        store::cases::put_participant(tx, organisation, case.id, &somebody).await?;
    }
    // Nothing arrives at the address before, so it is not to be kept informed.
    store::cases::remove_participant(tx, organisation, case.id, from).await?;
    store::cases::record_corrected(tx, organisation, case.id, (from, to), by).await?;
    let person = case.person_id.filter(|_| is_customer);
    people::correct_address(tx, organisation, (person, (from, to)), (user, at)).await?;
    for draft in store::drafts::list_of_case(tx, organisation, user, case.id).await? {
        let mode = draft.written.mode.of_draft();
        let place = Place { user, case: Some(case.id), mode, mail: None };
        readdress(tx, organisation, (place, draft), (from, to)).await?;
    }
    events::insert(tx, organisation, Change::case(case.id));
    Ok(())
}

/// Notes that a mail is made ready for another address this once, so that the case tells what became of it.
pub(super) async fn note(
    tx: &Tx,
    organisation: OrganisationId,
    (case, (from, to)): (CaseId, &Pair),
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    if from.key() == to.key() {
        return Ok(());
    }
    let params = [("from", from), ("to", to)].map(|(name, value)| (name.to_owned(), value.to_string()));
    let by = By { user: Some(user), at };
    store::cases::insert_log(tx, organisation, case, by, ("readdressed", BTreeMap::from(params))).await
}

/// Writes a draft that was begun to the right address, where it names the wrong one.
async fn readdress(
    tx: &Tx,
    organisation: OrganisationId,
    (place, draft): (Place, DraftRow),
    (from, to): (&EmailAddress, &EmailAddress),
) -> Result<(), StoreError> {
    let mut written = draft.written;
    let mut names_it = false;
    let all = written.to.iter_mut().flatten().chain(&mut written.cc).chain(&mut written.bcc);
    for typed in all {
        if typed.parse::<EmailAddress>().is_ok_and(|address| address.key() == from.key()) {
            *typed = to.to_string();
            names_it = true;
        }
    }
    if !names_it {
        return Ok(());
    }
    let new = NewDraft { written, writer: None, returned: draft.returned, at: draft.updated_at };
    store::drafts::put(tx, organisation, place, &new).await?;
    if draft.joined {
        store::drafts::mark_joined(tx, organisation, place).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    fn one(at: i64, from: &str, to: &str) -> CorrectedAddress {
        CorrectedAddress { at: Timestamp::from_millis(at), from: address(from), to: address(to) }
    }

    #[test]
    fn corrections_follow_one_another_and_an_address_that_wrote_since_is_right() {
        let corrected = [one(10, "a@x.test", "b@x.test"), one(20, "B@x.test", "c@x.test")];
        let at = |from: &str, written: Option<i64>| {
            let written = written.map(Timestamp::from_millis);
            reached_at(&corrected, address(from), written).to_string()
        };
        assert_eq!(at("A@x.test", None), "c@x.test");
        assert_eq!(at("a@x.test", Some(5)), "c@x.test", "what he wrote before");
        assert_eq!(at("a@x.test", Some(15)), "a@x.test", "it lives");
        assert_eq!(at("d@x.test", None), "d@x.test");
    }
}
