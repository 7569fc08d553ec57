//! The right address in the place of one that reached nobody: in the case, on the card of the person, and in all that
//! answers from then on.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::ParticipantRole;
use domain::recipient::address_of;
use domain::{
    CaseId, EmailAddress, OrganisationId, OutboxId, PersonId, Problem, Recipient, Timestamp, UserId,
};
use store::cases::{By, CaseChange, CaseRow, CaseScope, CorrectedAddress, Missed, ParticipantRow};
use store::drafts::{DraftRow, NewDraft, Place};
use store::events::{self, Change};
use store::{StoreError, Tx};

use crate::people;
use crate::users::Refused;

/// An address that is wrong, since when that is known, and the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) from: EmailAddress,
    pub(super) told_at: Timestamp,
    pub(super) to: EmailAddress,
    /// The mail that did not reach it.
    pub(super) outbox: OutboxId,
}

impl Pair {
    fn missed(&self) -> Missed {
        Missed { outbox: self.outbox, recipient: self.from.clone() }
    }
}

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

/// Puts the right address in the place of the one that the case has by now: the wrong one may have been corrected before.
///
/// # Errors
/// 409 where the right one is another person's, or somebody else takes part with it: nobody is made of two by the way.
pub(super) async fn put_right(
    tx: &Tx,
    organisation: OrganisationId,
    (case, pair): (CaseId, &Pair),
    (user, at): (UserId, Timestamp),
) -> Result<(), Refused> {
    // As it is now: a colleague may have corrected it since it was read.
    let case = &store::cases::find(tx, organisation, case, &CaseScope::All)
        .await?
        .ok_or_else(|| Refused::from(Problem::not_found("case")))?;
    let corrected = store::cases::list_corrected(tx, organisation, case.id).await?;
    let known = store::cases::list_participants(tx, organisation, case.id).await?;
    let (from, to) = (by_now(&corrected, &known, pair), &pair.to);
    if from.key() == to.key() {
        // It was corrected so before; this mail is for there, too.
        return Ok(note(tx, organisation, (case.id, pair), (user, at)).await?);
    }
    let is_customer =
        case.customer_address.parse::<EmailAddress>().is_ok_and(|customer| customer.key() == from.key());
    let person = case.person_id.filter(|_| is_customer);
    let was_known = refuse_of_another(tx, organisation, (person, &from, to), &known).await?;
    put_in_case(tx, organisation, (case, is_customer), &known, (&from, to)).await?;
    // One that a person had before anybody corrected to it may be right for all else.
    let is_first = pair.from.key() == from.key();
    let by_correction = is_first || !corrected.iter().any(|one| one.was_known && one.to.key() == from.key());
    if by_correction {
        people::correct_address(tx, organisation, (person, (&from, to)), (user, at)).await?;
    }
    if is_customer {
        make_his(tx, organisation, case, to, By { user: Some(user), at }).await?;
    }
    for draft in store::drafts::list_of_case(tx, organisation, user, case.id).await? {
        let mode = draft.written.mode.of_draft();
        let place = Place { user, case: Some(case.id), mode, mail: None };
        readdress(tx, organisation, (place, draft), (&[&pair.from, &from], to)).await?;
    }
    let done = CorrectedAddress { at, from, to: to.clone(), was_known };
    store::cases::record_corrected(tx, organisation, case.id, (&done, &pair.missed()), Some(user)).await?;
    events::insert(tx, organisation, Change::case(case.id));
    Ok(())
}

/// The address that stands in the case in the place of the wrong one.
fn by_now(corrected: &[CorrectedAddress], known: &[ParticipantRow], pair: &Pair) -> EmailAddress {
    let takes_part = |address: &EmailAddress| known.iter().any(|one| one.address.key() == address.key());
    // One that takes part nowhere any more was corrected, however late it was written to again.
    let told_at = takes_part(&pair.from).then_some(pair.told_at);
    let reached = reached_at(corrected, pair.from.clone(), told_at);
    // Somebody may have put it back by hand.
    if !takes_part(&reached) && takes_part(&pair.from) { pair.from.clone() } else { reached }
}

/// Refuses an address that is somebody else's than the wrong one; whether a person has it.
async fn refuse_of_another(
    tx: &Tx,
    organisation: OrganisationId,
    (person, from, to): (Option<PersonId>, &EmailAddress, &EmailAddress),
    known: &[ParticipantRow],
) -> Result<bool, Refused> {
    let mine = store::persons::find_by_address(tx, organisation, from).await?.map(|(id, _)| id).or(person);
    let holder = store::persons::find_by_address(tx, organisation, to).await?.map(|(id, _)| id);
    if mine.is_some() && mine == holder {
        return Ok(true);
    }
    if known.iter().any(|one| one.address.key() == to.key()) {
        let detail = "somebody else takes part in the case with this address; write to it this once";
        return Err(Problem::conflict("address.takes_part", detail).with("address", to.to_string()).into());
    }
    if mine.is_some() && holder.is_some() {
        let detail = "this is another person's address; write to it this once, or join the two persons first";
        return Err(Problem::conflict("address.of_another", detail).with("address", to.to_string()).into());
    }
    Ok(holder.is_some())
}

/// Puts it in the case: for its customer, or for whoever takes part at the address before.
async fn put_in_case(
    tx: &Tx,
    organisation: OrganisationId,
    (case, is_customer): (&CaseRow, bool),
    known: &[ParticipantRow],
    (from, to): (&EmailAddress, &EmailAddress),
) -> Result<(), StoreError> {
    let at = |address: &EmailAddress| known.iter().find(|one| one.address.key() == address.key());
    if is_customer {
        let (name, role) = (case.customer_name.clone(), ParticipantRole::Customer);
        let customer = ParticipantRow { name, address: to.clone(), role };
        store::cases::put_participant(tx, organisation, case.id, &customer).await?;
        store::cases::set_customer(tx, organisation, case.id, &customer).await?;
    } else if let (Some(before), None) = (at(from), at(to)) {
        // Whoever takes part at the right address already, as the customer, stays what he is.
        let somebody = ParticipantRow { name: before.name.clone(), address: to.clone(), role: before.role };
        store::cases::put_participant(tx, organisation, case.id, &somebody).await?;
    }
    // Nothing arrives at the address before, so it is not to be kept informed.
    store::cases::remove_participant(tx, organisation, case.id, from).await?;
    Ok(())
}

/// The case is the person's who has its customer's address.
async fn make_his(
    tx: &Tx,
    organisation: OrganisationId,
    case: &CaseRow,
    customer: &EmailAddress,
    by: By,
) -> Result<(), StoreError> {
    let holder = store::persons::find_by_address(tx, organisation, customer).await?;
    let Some((person, company)) = holder.filter(|(person, _)| case.person_id != Some(*person)) else {
        return Ok(());
    };
    let change = CaseChange { person: Some((Some(person), company)), ..CaseChange::default() };
    store::cases::update(tx, organisation, case.id, &change, by).await?;
    Ok(())
}

/// Notes that a mail is made ready for another address this once, so that the case tells what became of it.
pub(super) async fn note(
    tx: &Tx,
    organisation: OrganisationId,
    (case, pair): (CaseId, &Pair),
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let Pair { from, to, .. } = pair;
    if from.key() == to.key() {
        return Ok(());
    }
    let params = [("from", from), ("to", to)].map(|(name, value)| (name.to_owned(), value.to_string()));
    let params = params.into_iter().chain(pair.missed().params());
    let by = By { user: Some(user), at };
    store::cases::insert_log(tx, organisation, case, by, ("readdressed", params.collect::<BTreeMap<_, _>>()))
        .await
}

/// Writes a draft that was begun to the right address, where it names a wrong one.
async fn readdress(
    tx: &Tx,
    organisation: OrganisationId,
    (place, draft): (Place, DraftRow),
    (wrong, to): (&[&EmailAddress], &EmailAddress),
) -> Result<(), StoreError> {
    let mut written = draft.written;
    let mut names_it = false;
    let all = written.to.iter_mut().flatten().chain(&mut written.cc).chain(&mut written.bcc);
    for typed in all {
        let Ok(Recipient { name, address }) = typed.parse::<Recipient>() else { continue };
        if wrong.iter().any(|one| one.key() == address.key()) {
            *typed = Recipient { name, address: to.clone() }.to_string();
            names_it = true;
        }
    }
    if !names_it {
        return Ok(());
    }
    let mut seen = BTreeSet::new();
    let mut once = |typed: &String| address_of(typed).is_none_or(|one| seen.insert(one.key()));
    if let Some(to) = &mut written.to {
        to.retain(&mut once);
    }
    written.cc.retain(&mut once);
    written.bcc.retain(&mut once);
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
        let (from, to) = (address(from), address(to));
        CorrectedAddress { at: Timestamp::from_millis(at), from, to, was_known: false }
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
