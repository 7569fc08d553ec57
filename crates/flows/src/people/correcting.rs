//! The right address on a person's card, in the place of one that mail came back from. What came back, and the block that it
//! set, stay with the address that it came from.

use domain::{EmailAddress, OrganisationId, PersonId, Timestamp, UserId};
use store::persons::{ADDRESSES_MAX, PersonChange};
use store::{StoreError, Tx};

/// Puts it there. Whoever has the wrong address gets the right one, or else this person, in front. A person who has the right
/// one already keeps it: two persons never share an address.
pub(crate) async fn correct_address(
    tx: &Tx,
    organisation: OrganisationId,
    (person, (from, to)): (Option<PersonId>, (&EmailAddress, &EmailAddress)),
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let has_it = store::persons::find_by_address(tx, organisation, from).await?.map(|(id, _)| id);
    let Some(id) = has_it.or(person) else { return Ok(()) };
    let holder = store::persons::find_by_address(tx, organisation, to).await?.map(|(id, _)| id);
    if holder.is_some_and(|holder| holder != id) {
        return Ok(());
    }
    let Some(before) = store::persons::open(tx, organisation, id).await? else { return Ok(()) };
    let addresses = corrected(before.addresses.clone(), from, to);
    if addresses == before.addresses || addresses.len() > ADDRESSES_MAX {
        return Ok(());
    }
    let change = PersonChange { addresses: Some(addresses), by: Some(user), ..PersonChange::default() };
    store::persons::update(tx, organisation, id, &change, at).await?;
    Ok(())
}

/// The right one where the wrong one stood, else in front; each once.
fn corrected(addresses: Vec<EmailAddress>, from: &EmailAddress, to: &EmailAddress) -> Vec<EmailAddress> {
    let place = addresses.iter().position(|one| one.key() == from.key());
    let mut kept: Vec<EmailAddress> = Vec::new();
    let mut all = addresses;
    match place {
        Some(place) => all[place] = to.clone(),
        None if all.iter().any(|one| one.key() == to.key()) => {}
        None => all.insert(0, to.clone()),
    }
    for one in all {
        if !kept.iter().any(|other| other.key() == one.key()) {
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &[&str], after: &[&str]) {
        let addresses = before.iter().map(|text| text.parse().unwrap()).collect();
        let found = corrected(addresses, &"old@x.test".parse().unwrap(), &"new@x.test".parse().unwrap());
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), after, "{before:?}");
    }

    #[test]
    fn the_right_address_stands_where_the_wrong_one_stood_and_each_stands_once() {
        check(&["a@x.test", "OLD@x.test"], &["a@x.test", "new@x.test"]);
        check(&["old@x.test", "new@x.test"], &["new@x.test"]);
        check(&["a@x.test"], &["new@x.test", "a@x.test"]);
        check(&["a@x.test", "new@x.test"], &["a@x.test", "new@x.test"]);
        check(&[], &["new@x.test"]);
    }
}
