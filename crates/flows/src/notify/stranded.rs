//! Mail that was stopped since it may not leave the way that is left to it, as where its author's server is gone: those who can do something about it are told,
//! once for each stop. Of a case's mail that is the case's owner, in the case; of what nobody owns, or nobody who may sign
//! in, those who see to the outbox; and the author of all of it, for as long as he may sign in, in their place.

use std::collections::BTreeMap;

use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::{CaseId, OrganisationId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::notices::{NewNotice, NoticeRow};
use store::{StoreError, Tx};

use super::telling::GATHER_MS;
use crate::cases;

/// Cases of one owner that he is told of, each by itself; what is beyond is told of with the rest.
const CASES_MAX: usize = 20;
/// Owners of cases that are told; the others' mail is told of with the rest. What is carried from part to part of a large stop
/// stays small so.
const OWNERS_MAX: usize = 50;

/// How much of an author's mail was stopped, and of whose cases.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Stranded {
    all: u64,
    of_owners: BTreeMap<UserId, BTreeMap<CaseId, u64>>,
}

impl Stranded {
    /// Counts a mail, and whose case it is of.
    pub(crate) fn note(&mut self, owned: Option<(UserId, CaseId)>) {
        self.all += 1;
        let Some((owner, case)) = owned else { return };
        if self.of_owners.len() >= OWNERS_MAX && !self.of_owners.contains_key(&owner) {
            return;
        }
        let cases = self.of_owners.entry(owner).or_default();
        if cases.len() < CASES_MAX || cases.contains_key(&case) {
            *cases.entry(case).or_default() += 1;
        }
    }

    /// Takes back a mail that goes on, and whose case it is of.
    pub(crate) fn forget(&mut self, owned: Option<(UserId, CaseId)>) {
        self.all = self.all.saturating_sub(1);
        let Some((owner, case)) = owned else { return };
        let Some(cases) = self.of_owners.get_mut(&owner) else { return };
        if let Some(count) = cases.get_mut(&case) {
            *count = count.saturating_sub(1);
        }
        cases.retain(|_, count| *count > 0);
        if cases.is_empty() {
            self.of_owners.remove(&owner);
        }
    }

    /// Whether nothing was stopped.
    pub(crate) const fn is_empty(&self) -> bool {
        self.all == 0
    }
}

/// Whom a notice is for, the case that it is of, and how many mails it tells of.
type Told = (UserId, Option<CaseId>, u64);

/// For how long more of the same is told of by the notice that was given, while nobody has read it, milliseconds.
const SAME_MS: i64 = 3_600_000;

/// Tells those who can act of what was stopped; `author` is nobody where a program wrote it. Nowhere else does anybody look
/// for it, so that the bell tells of it whatever they chose.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_stranded(
    tx: &Tx,
    organisation: OrganisationId,
    (author, at): (Option<UserId>, Timestamp),
    stranded: &Stranded,
) -> Result<(), StoreError> {
    if stranded.is_empty() {
        return Ok(());
    }
    let told = those_who_act(tx, organisation, author, stranded).await?;
    tell(tx, organisation, (author, at), told).await
}

/// The same of what is stopped as its time comes, mail by mail: whoever has not read the notice of the hour finds its count
/// risen, and is not told anew of each.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_more_stranded(
    tx: &Tx,
    organisation: OrganisationId,
    (author, at): (Option<UserId>, Timestamp),
    stranded: &Stranded,
) -> Result<(), StoreError> {
    if stranded.is_empty() {
        return Ok(());
    }
    let mut untold = Vec::new();
    for told in those_who_act(tx, organisation, author, stranded).await? {
        if !is_added(tx, organisation, (author, at), told).await? {
            untold.push(told);
        }
    }
    tell(tx, organisation, (author, at), untold).await
}

/// Whether a notice that was not read tells of these, too.
async fn is_added(
    tx: &Tx,
    organisation: OrganisationId,
    (author, at): (Option<UserId>, Timestamp),
    (user, case, count): Told,
) -> Result<bool, StoreError> {
    let newest = store::notices::list(tx, organisation, user, None).await?;
    let is_open =
        |row: &&NoticeRow| row.read_at.is_none() && row.case == case && at.millis_since(row.at) < SAME_MS;
    for row in newest.iter().filter(is_open) {
        if let Happening::Stranded { author: whose, count: before } = row.what
            && whose == author
        {
            let what = Happening::Stranded { author, count: before.saturating_add(count) };
            store::notices::change(tx, organisation, (user, row.id), &what).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

async fn tell(
    tx: &Tx,
    organisation: OrganisationId,
    (author, at): (Option<UserId>, Timestamp),
    told: Vec<Told>,
) -> Result<(), StoreError> {
    let mut users: Vec<UserId> = told.iter().map(|(user, ..)| *user).collect();
    users.sort_unstable();
    users.dedup();
    let event = NoticeEvent::DeliveryFailed;
    let chosen = store::notice_choices::of_event(tx, organisation, &users, event).await?;
    let notice = |(user, case, count): Told| NewNotice {
        user,
        case,
        event,
        actor: None,
        at,
        what: Happening::Stranded { author, count },
        in_app: true,
        mail_due_at: chosen
            .get(&user)
            .copied()
            .unwrap_or_else(|| event.proposed())
            .by_mail
            .then(|| at.plus_millis(GATHER_MS)),
    };
    let notices: Vec<NewNotice> = told.into_iter().map(notice).collect();
    store::notices::insert(tx, organisation, &notices).await
}

/// Each with what he is to see to: no mail is left to nobody where somebody sees to the outbox.
async fn those_who_act(
    tx: &Tx,
    organisation: OrganisationId,
    author: Option<UserId>,
    stranded: &Stranded,
) -> Result<Vec<Told>, StoreError> {
    let owners: Vec<UserId> =
        stranded.of_owners.keys().copied().filter(|owner| Some(*owner) != author).collect();
    let (mut told, mut rest) = (Vec::new(), stranded.all);
    for (owner, _) in store::users::list_actors(tx, organisation, &owners).await? {
        if !cases::may_any(&owner) {
            continue;
        }
        for (case, count) in stranded.of_owners.get(&owner.user).into_iter().flatten() {
            told.push((owner.user, Some(*case), *count));
            // What went on meanwhile may have been stopped before this was counted.
            rest = rest.saturating_sub(*count);
        }
    }
    let found = match author {
        Some(author) => store::users::find(tx, organisation, author).await?,
        None => None,
    };
    if let Some(author) = found.filter(|user| user.active) {
        told.push((author.id, None, stranded.all));
    } else if rest > 0 {
        let keepers = store::users::list_with_right(tx, organisation, Right::Outbox).await?;
        told.extend(keepers.into_iter().map(|keeper| (keeper, None, rest)));
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(owner: i64, case: i64) -> Option<(UserId, CaseId)> {
        Some((UserId::new(owner), CaseId::new(case)))
    }

    #[test]
    fn however_many_own_cases_what_is_carried_is_bounded_and_all_is_counted() {
        let mut stranded = Stranded::default();
        let (owners, cases) = (OWNERS_MAX + 5, CASES_MAX + 5);
        for owner in (1..).take(owners) {
            (1..).take(cases).for_each(|case| stranded.note(owned(owner, case)));
        }
        stranded.note(owned(1, 1));
        stranded.note(None);
        assert_eq!(stranded.of_owners.len(), OWNERS_MAX);
        assert!(stranded.of_owners.values().all(|cases| cases.len() == CASES_MAX));
        assert_eq!(stranded.all, (owners * cases) as u64 + 2);
        assert_eq!(stranded.of_owners[&UserId::new(1)][&CaseId::new(1)], 2);
        let kept = serde_json::to_string(&stranded).unwrap();
        assert_eq!(serde_json::from_str::<Stranded>(&kept).unwrap(), stranded, "{kept}");
    }

    #[test]
    fn what_goes_on_before_it_was_told_is_forgotten() {
        let mut stranded = Stranded::default();
        [owned(1, 1), owned(1, 1), owned(2, 2), None].into_iter().for_each(|one| stranded.note(one));
        [owned(1, 1), owned(2, 2), owned(3, 3)].into_iter().for_each(|one| stranded.forget(one));
        assert_eq!(stranded.all, 1);
        let left = BTreeMap::from([(UserId::new(1), BTreeMap::from([(CaseId::new(1), 1)]))]);
        assert_eq!(stranded.of_owners, left);
        [owned(1, 1), None].into_iter().for_each(|one| stranded.forget(one));
        assert_eq!(stranded, Stranded::default());
    }
}
