//! What people do about blocked addresses and the persons who have them: to a few at once, and to all by a job.

use std::collections::BTreeMap;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::distribution_list::ListMember;
use domain::job::JobKind;
use domain::limits::CLEARING_NOTE_CHARS_MAX;
use domain::people_list::PeopleListKind;
use domain::{
    Actor, EmailAddress, OrganisationId, PeopleListId, PersonId, Problem, StandingId, Timestamp, UserId,
};
use policy::acquaintance;
use serde::{Deserialize, Serialize};
use store::persons::{self, NewPerson, PersonChange, PersonRow};
use store::standings::{self, Clearing, Complaints, Erasing, StandingRow};
use store::{StoreError, Tx, distribution_lists, people_lists};

use super::{complaints, trials};
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::{people, problem};

/// What is done about blocked addresses, one by one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressesDeed {
    /// Their blocks are taken away, for this reason; those that complained are refused.
    Clear(String),
    /// The same also of those that complained: their owners' consent is on record, and this says where.
    ClearComplained(String),
    /// They are put on trial: the next mail goes out to each.
    Trial,
    /// The persons who have them have left their companies.
    Former,
    /// They are deleted for good: from the persons who have them and from distribution lists, with all that is known of
    /// them. The block of one that complained or unsubscribed, or that somebody said gets no mailings, stays for mailings.
    Delete,
    /// The persons who have them go into a set; who is not known becomes a person.
    List(PeopleListId),
    /// They go into a new set of this kind and name, which is made with the first of them.
    NewList(PeopleListKind, String),
}

impl AddressesDeed {
    /// Takes blocks away for this reason; where consent is on record, also of those that complained.
    #[must_use]
    pub const fn clear(note: String, consent_on_record: bool) -> Self {
        if consent_on_record { Self::ClearComplained(note) } else { Self::Clear(note) }
    }

    /// The deed, if it can be done.
    ///
    /// # Errors
    /// 422 for a note that is too long or does not say where consent is on record, or for a name; 404 for a set that is not
    /// there; 409 for a name that another has.
    pub(crate) async fn checked(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        match self {
            Self::Clear(note) => Ok(Self::Clear(checked_note(&note)?)),
            Self::ClearComplained(note) => Ok(Self::ClearComplained(said_note(&note)?)),
            Self::List(list) => {
                people::find_list(office, actor, list).await?;
                Ok(self)
            }
            Self::NewList(kind, name) => {
                Ok(Self::NewList(kind, people::free_name(office, actor, (kind, &name)).await?))
            }
            Self::Trial | Self::Former | Self::Delete => Ok(self),
        }
    }

    /// The kind of job that does it to many.
    pub(crate) const fn job(&self) -> JobKind {
        match self {
            Self::Clear(_) | Self::ClearComplained(_) => JobKind::AddressesClear,
            Self::Trial => JobKind::AddressesTrial,
            Self::Former => JobKind::AddressesFormer,
            Self::Delete => JobKind::AddressesDelete,
            Self::List(_) | Self::NewList(..) => JobKind::AddressesList,
        }
    }
}

/// Does it to these addresses in one transaction: to each it is done, or is not for a reason of its own.
///
/// # Errors
/// Too many at once, a note that is too long, a set that is not there; 503 when the store does not answer.
pub async fn act(
    office: &Office,
    actor: &Actor,
    (ids, deed): (&[StandingId], AddressesDeed),
) -> Result<Bulk<StandingId>, Problem> {
    within_limit(ids)?;
    let deed = deed.checked(office, actor).await?;
    let (organisation, by, asked) = (actor.organisation, (actor.user, office.now()), ids.to_vec());
    let written = office.store().write(move |tx| {
        let (asked, deed) = (asked.clone(), deed.clone());
        Box::pin(async move { act_within(tx, organisation, (&asked, &deed), by).await })
    });
    let mut bulk = Bulk::default();
    for (id, result) in written.await.map_err(problem::from_store)? {
        bulk.add(id, result);
    }
    Ok(bulk)
}

/// What became of each of these addresses, in their order.
pub(crate) async fn act_within(
    tx: &Tx,
    organisation: OrganisationId,
    (ids, deed): (&[StandingId], &AddressesDeed),
    (by, at): (UserId, Timestamp),
) -> Result<Vec<(StandingId, Result<(), Problem>)>, StoreError> {
    let mut done = BTreeMap::new();
    let clearing = match deed {
        AddressesDeed::Clear(note) => Some((note, Complaints::LeftOut)),
        AddressesDeed::ClearComplained(note) => Some((note, Complaints::Settled)),
        AddressesDeed::Trial
        | AddressesDeed::Former
        | AddressesDeed::Delete
        | AddressesDeed::List(_)
        | AddressesDeed::NewList(..) => None,
    };
    if let Some((note, complaints)) = clearing {
        let clearing = Clearing { by, at, deed: AddressDeed::Cleared, note, complaints };
        done = clear(tx, organisation, ids, &clearing).await?;
    } else {
        let mut made = None;
        for row in standings::rows(tx, organisation, ids).await? {
            let result = match deed {
                AddressesDeed::Clear(_) | AddressesDeed::ClearComplained(_) => Ok(()),
                AddressesDeed::Trial => trials::begin(tx, organisation, &row, (by, at)).await?,
                AddressesDeed::Former => former(tx, organisation, &row, (by, at)).await?,
                AddressesDeed::Delete => delete(tx, organisation, &row, (by, at)).await?,
                AddressesDeed::List(list) => listed(tx, organisation, (&row, *list), at).await?,
                AddressesDeed::NewList(kind, name) => {
                    let list = match made {
                        Some(list) => list,
                        None => list_named(tx, organisation, (*kind, name), (by, at)).await?,
                    };
                    made = Some(list);
                    listed(tx, organisation, (&row, list), at).await?
                }
            };
            done.insert(row.id, result);
        }
    }
    let mut result =
        |id: &StandingId| done.remove(id).unwrap_or_else(|| Err(Problem::not_found("blocked address")));
    Ok(ids.iter().map(|id| (*id, result(id))).collect())
}

/// What became of each address whose block is taken away: one that complained is refused as long as nobody says that its owner's
/// consent is on record.
async fn clear(
    tx: &Tx,
    organisation: OrganisationId,
    ids: &[StandingId],
    clearing: &Clearing<'_>,
) -> Result<BTreeMap<StandingId, Result<(), Problem>>, StoreError> {
    let cleared = standings::clear(tx, organisation, ids, clearing).await?;
    let mut done: BTreeMap<_, _> = cleared.into_iter().map(|id| (id, Ok(()))).collect();
    let left: Vec<_> = ids.iter().copied().filter(|id| !done.contains_key(id)).collect();
    if clearing.complaints == Complaints::LeftOut && !left.is_empty() {
        let left = standings::rows(tx, organisation, &left).await?;
        let complained = left.into_iter().filter(|row| row.block.is_some() && row.complaint.is_some());
        done.extend(complained.map(|row| (row.id, Err(lacks_consent()))));
    }
    Ok(done)
}

fn lacks_consent() -> Problem {
    let detail = "the owner of this address reported our mail as spam; say so where his consent is on record";
    Problem::conflict("address.consent_unsaid", detail)
}

/// A note that is not too long, without what stands around it.
fn checked_note(note: &str) -> Result<String, Problem> {
    let note = note.trim();
    if note.chars().count() > CLEARING_NOTE_CHARS_MAX {
        let detail = format!("a note has at most {CLEARING_NOTE_CHARS_MAX} characters; shorten it");
        let problem = Problem::invalid("note", "returns.note_too_long", detail);
        return Err(problem.with("max", CLEARING_NOTE_CHARS_MAX.to_string()));
    }
    Ok(note.to_owned())
}

/// The same of a note that must say something.
fn said_note(note: &str) -> Result<String, Problem> {
    let note = checked_note(note)?;
    if note.is_empty() {
        let detail = "say in the note where the consent of those who complained is on record";
        return Err(Problem::invalid("note", "returns.consent_note", detail));
    }
    Ok(note)
}

type Outcome = Result<Result<(), Problem>, StoreError>;

async fn former(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    (by, at): (UserId, Timestamp),
) -> Outcome {
    let Some((person, _)) = persons::find_by_address(tx, organisation, &row.address).await? else {
        let detail = "nobody who is known has this address";
        return Ok(Err(Problem::conflict("address.of_nobody", detail)));
    };
    let change = PersonChange { former: Some(true), by: Some(by), ..PersonChange::default() };
    persons::update(tx, organisation, person, &change, at).await?;
    Ok(Ok(()))
}

/// Takes the address from whoever has it and forgets it. A person of whom anything else is known stays without one; who is
/// known by nothing but the address goes with it.
async fn delete(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    (by, at): (UserId, Timestamp),
) -> Outcome {
    if let Some((id, _)) = persons::find_by_address(tx, organisation, &row.address).await?
        && let Some(person) = persons::open(tx, organisation, id).await?
    {
        let key = row.address.key();
        let is_only_address = is_only_address(tx, organisation, (&person, &row.address)).await?;
        let kept: Vec<_> = person.addresses.into_iter().filter(|address| address.key() != key).collect();
        if kept.is_empty() && is_only_address {
            persons::delete(tx, organisation, id).await?;
        } else {
            let change = PersonChange { addresses: Some(kept), by: Some(by), ..PersonChange::default() };
            persons::update(tx, organisation, id, &change, at).await?;
            // What is kept to split joined persons again names it, too.
            persons::forget_joins(tx, organisation, id).await?;
        }
    }
    let mut left = row.clone();
    let decided = complaints::decided(tx, organisation, &row.address).await?;
    let mut keeps_block = has_complained(tx, organisation, row).await?;
    let wants_none = complaints::no_mailings_by_hand(&decided).is_some()
        || complaints::unsubscribed(tx, organisation, &row.address, &decided).await?.is_some();
    if let Some(block) = left.block.as_mut().filter(|_| wants_none) {
        // Whoever enters it anew does not know that somebody said so, whatever blocked it for more; and nothing is left of the mail
        // by which a server did.
        block.reason = BlockReason::Hand;
        keeps_block = true;
    }
    standings::erase(tx, organisation, &left, Erasing { by, at, keeps_block }).await?;
    Ok(Ok(()))
}

/// Whether nothing is known of a person but an address, and what it tells by itself: nobody ever changed him, and he is
/// called by it, as are those whom a mail without a name made known.
async fn is_only_address(
    tx: &Tx,
    organisation: OrganisationId,
    (person, address): (&PersonRow, &EmailAddress),
) -> Result<bool, StoreError> {
    let is_untouched = person.version == 0 && person.updated_by_name.is_none();
    if !is_untouched || person.former || !person.phone.is_empty() {
        return Ok(false);
    }
    let told = person.language.is_none_or(|language| acquaintance::language(address) == Some(language));
    if !told {
        return Ok(false);
    }
    let by_domain = people::known_company(tx, organisation, address).await?;
    if person.company_id.is_some_and(|company| by_domain != Some(company)) {
        return Ok(false);
    }
    // His name is the address, which is to be forgotten: whatever he stands in would keep it.
    if person.name.trim().to_lowercase() == address.key() {
        return Ok(true);
    }
    let is_listed = !people_lists::list_of_person(tx, organisation, person.id).await?.is_empty()
        || distribution_lists::is_member(tx, organisation, &ListMember::Person { id: person.id }).await?;
    Ok(person.name == acquaintance::person_name(None, address) && !is_listed)
}

/// Whether it is blocked and wants no mailings: it complained, or another service's list says that it did.
async fn has_complained(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
) -> Result<bool, StoreError> {
    let Some(block) = row.block else { return Ok(false) };
    if block.scope == BlockScope::Mailings {
        return Ok(true);
    }
    trials::complained(tx, organisation, row).await
}

async fn listed(
    tx: &Tx,
    organisation: OrganisationId,
    (row, list): (&StandingRow, PeopleListId),
    at: Timestamp,
) -> Outcome {
    let person = known(tx, organisation, row, at).await?;
    people_lists::add(tx, organisation, list, (&[person], at)).await?;
    Ok(Ok(()))
}

/// The set of this name, made where there is none: a job comes here with each of its batches.
async fn list_named(
    tx: &Tx,
    organisation: OrganisationId,
    (kind, name): (PeopleListKind, &str),
    by: (UserId, Timestamp),
) -> Result<PeopleListId, StoreError> {
    match people_lists::find_by_name(tx, organisation, (kind, name)).await? {
        Some(list) => Ok(list),
        None => people_lists::insert(tx, organisation, (kind, name), by).await,
    }
}

async fn known(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    at: Timestamp,
) -> Result<PersonId, StoreError> {
    if let Some((person, _)) = persons::find_by_address(tx, organisation, &row.address).await? {
        return Ok(person);
    }
    let person = NewPerson {
        name: row.address.to_string(),
        addresses: vec![row.address.clone()],
        phone: String::new(),
        language: None,
        company_id: None,
        at,
    };
    persons::insert(tx, organisation, &person).await
}
