//! Keys that lie in the operator's zone: where new ones go, and what he publishes.

use domain::sender_domain::DkimKeyState;
use domain::{DkimKeyId, OrganisationId, Problem, Timestamp};
use policy::sender_domain::{self as policy_of, Slot};
use store::StoreError;
use store::sender_domains as domains;
use store::sender_domains::keys::{self, DkimKeyRow, NewDkimKey};

use super::refusals::{needed, waits};
use crate::office::Office;

/// What the operator publishes of a key in his zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRecord {
    /// Whose domain it signs for.
    pub organisation: OrganisationId,
    /// The domain that it signs for.
    pub domain: String,
    /// The full name at which it is published, without the last dot.
    pub name: String,
    /// The text there.
    pub text: String,
    /// Where the key stands.
    pub state: DkimKeyState,
}

/// The records of all keys that lie in the operator's zone, of all organisations: those that sign, those that wait, and those whose
/// mail may still be on its way. Those of archived domains, too, which come back with their keys. `None` where there is no zone.
///
/// # Errors
/// When the store fails; half of them would take the other half out of the zone.
pub async fn key_records(office: &Office) -> Result<Option<Vec<KeyRecord>>, StoreError> {
    let Some(zone) = &office.settings().keys_zone else { return Ok(None) };
    let (conn, now) = (office.store().read(), office.now());
    let mut records = Vec::new();
    for organisation in store::organisations::list(&conn).await?.into_iter().map(|row| row.id) {
        let all = keys::list(&conn, organisation).await?;
        for row in domains::list_ever(&conn, organisation).await? {
            let below = policy_of::keys_below((organisation, row.id), zone);
            let is_needed = |key: &&DkimKeyRow| {
                key.domain_id == row.id && key.retired_at.is_none_or(|at| !policy_of::is_removable(at, now))
            };
            let record = |key: &DkimKeyRow| {
                Some(KeyRecord {
                    organisation,
                    domain: row.name.clone(),
                    name: policy_of::key_target(&key.selector, &below)?,
                    text: policy_of::key_text(key.algorithm, &key.public_key),
                    state: key.state,
                })
            };
            records.extend(all.iter().filter(is_needed).filter_map(record));
        }
    }
    Ok(Some(records))
}

/// Where new keys go while mail that the keys of the free slot signed may be on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meanwhile {
    /// Nowhere: they are made when it is not any more.
    Wait,
    /// Below names of their own, which whoever runs the domain's DNS publishes: as when others may know a key.
    OwnNames,
}

/// The slot for a new pair beside these keys; `None` where it has selectors of its own: without a zone, and while mail of both slots
/// may be on its way, where no key that could sign is left or that is asked for.
pub(super) fn slot(
    office: &Office,
    own: &[DkimKeyRow],
    meanwhile: Meanwhile,
) -> Result<Option<Slot>, Problem> {
    if office.settings().keys_zone.is_none() {
        return Ok(None);
    }
    let there: Vec<(&str, Option<Timestamp>)> =
        own.iter().map(|key| (key.selector.as_str(), key.retired_at)).collect();
    match policy_of::free_slot(&there, office.now()) {
        Ok(slot) => Ok(Some(slot)),
        Err(_) if own.iter().all(|key| key.state == DkimKeyState::Retired) => Ok(None),
        Err(Some(until)) => match meanwhile {
            Meanwhile::Wait => Err(needed(until)),
            Meanwhile::OwnNames => Ok(None),
        },
        Err(None) => Err(waits()),
    }
}

/// The retired keys in whose place new ones come: nobody looks for them any more.
pub(super) fn replaced(own: &[DkimKeyRow], new: &[NewDkimKey]) -> Vec<DkimKeyId> {
    let is_replaced = |key: &&DkimKeyRow| new.iter().any(|one| one.selector == key.selector);
    own.iter().filter(is_replaced).map(|key| key.id).collect()
}
