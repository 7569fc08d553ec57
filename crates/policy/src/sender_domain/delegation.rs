//! Keys that lie in a zone of the operator: the domain leads two names for each kind of key there, once and for all, and its keys
//! take turns in them, so that new ones need nothing of whoever runs its DNS.
//!
//! Receivers look for texts at a key's name (RFC 6376 3.6.2.2), and DNS goes on from a CNAME to them by itself (RFC 1034 3.6.2).
//! Whoever publishes such a key as a text under his own name has it right, too, until it is another one.

use domain::sender_domain::{DkimAlgorithm, DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};
use domain::{OrganisationId, SenderDomainId, Timestamp};
use sha2::{Digest, Sha256};

use super::standing::needed_until;
use super::{CNAME, Wish, WishedKey, because, dkim, found, letter, mark, missing, unanswered};
use crate::auth::dns::{Answer, Answers, Lacking, Question};

/// One of the two places of a domain's keys: a new pair goes into the one that is free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// The first.
    A,
    /// The second.
    B,
}

impl Slot {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }
}

/// The selector of a key in a slot: whichever key lies there has it.
#[must_use]
pub fn slot_selector(organisation: OrganisationId, algorithm: DkimAlgorithm, slot: Slot) -> String {
    in_slot(&mark(organisation), algorithm, slot)
}

fn in_slot(mark: &str, algorithm: DkimAlgorithm, slot: Slot) -> String {
    format!("{mark}-{}{}", letter(algorithm), slot.letter())
}

/// The slot of a key with this selector; `None` of one that has a selector for itself alone.
#[must_use]
pub fn slot_of(selector: &str) -> Option<Slot> {
    let (mark, _) = selector.rsplit_once('-')?;
    let is_in = |slot: &Slot| {
        DkimAlgorithm::ALL.into_iter().any(|algorithm| selector == in_slot(mark, algorithm, *slot))
    };
    Slot::ALL.into_iter().filter(|_| mark.starts_with("ph-")).find(is_in)
}

/// The slot for a new pair beside keys with these selectors, each with when it retired.
///
/// # Errors
/// From when on there will be one: mail that the keys of a slot signed may be on its way, and receivers look for them there. `None`
/// where both slots have keys that sign or wait.
pub fn free_slot(keys: &[(&str, Option<Timestamp>)], now: Timestamp) -> Result<Slot, Option<Timestamp>> {
    let mut earliest: Option<Timestamp> = None;
    for slot in Slot::ALL {
        let there = keys.iter().filter(|(selector, _)| slot_of(selector) == Some(slot));
        let retired: Option<Vec<Timestamp>> = there.map(|(_, retired_at)| *retired_at).collect();
        let Some(retired) = retired else { continue };
        match retired.into_iter().map(needed_until).max() {
            Some(until) if until > now => earliest = Some(earliest.map_or(until, |known| known.min(until))),
            Some(_) | None => return Ok(slot),
        }
    }
    Err(earliest)
}

/// The name in the operator's zone below which the keys of a domain lie. It stays as it is for as long as the domain does, and
/// nobody learns from the zone whose keys are in it by trying names of domains.
#[must_use]
pub fn keys_below((organisation, domain): (OrganisationId, SenderDomainId), zone: &str) -> String {
    let (organisation, domain) = (organisation.get().to_be_bytes(), domain.get().to_be_bytes());
    let digest = Sha256::digest([&b"keys of a sender domain"[..], &organisation[..], &domain[..]].concat());
    let label: String = digest.iter().take(8).map(|octet| format!("{octet:02x}")).collect();
    format!("{label}.{zone}")
}

/// The name in the operator's zone at which a key with this selector is published; `None` of one that lies under its domain.
#[must_use]
pub fn key_target(selector: &str, keys_below: &str) -> Option<String> {
    slot_of(selector).map(|_| format!("{selector}.{keys_below}"))
}

/// The record of a key: the key itself, or the name under which it lies.
pub(super) fn wished(wish: &Wish, key: &WishedKey) -> DnsRecord {
    let record = dkim::wished(&wish.domain, key);
    match target(wish, &key.selector) {
        Some(value) => leading(record, value),
        None => record,
    }
}

fn target(wish: &Wish, selector: &str) -> Option<String> {
    key_target(selector, wish.keys_below.as_deref()?)
}

fn leading(record: DnsRecord, value: String) -> DnsRecord {
    DnsRecord { record_type: CNAME.to_owned(), value, ..record }
}

/// The records of slots whose keys are still to come, or have retired: they stand there all along.
pub(super) fn free(wish: &Wish) -> Vec<DnsRecord> {
    let led = wish.keys.iter().find(|key| target(wish, &key.selector).is_some());
    let Some((mark, _)) = led.and_then(|key| key.selector.rsplit_once('-')) else { return Vec::new() };
    let all = DkimAlgorithm::ALL
        .into_iter()
        .flat_map(|algorithm| Slot::ALL.into_iter().map(move |slot| in_slot(mark, algorithm, slot)));
    let is_free = |selector: &String| wish.keys.iter().all(|key| key.selector != *selector);
    let record = |selector: String| {
        let value = target(wish, &selector)?;
        let name = dkim::name(&wish.domain, &selector);
        Some(leading(super::wish(RecordKind::Dkim, Importance::Recommended, name, String::new()), value))
    };
    all.filter(is_free).filter_map(record).collect()
}

/// The questions for the keys that names lead to.
pub(super) fn texts(wish: &Wish) -> impl Iterator<Item = Question> {
    let led = wish.keys.iter().filter(move |key| target(wish, &key.selector).is_some());
    led.map(move |key| Question::Txt(dkim::name(&wish.domain, &key.selector)))
}

/// Takes back what was found of another key in the slot of one: their record is the same.
pub(super) fn forget_other_keys(records: &mut [DnsRecord], wish: &Wish) {
    for key in wish.keys.iter().filter(|key| target(wish, &key.selector).is_some()) {
        let is_stale = |record: &&mut DnsRecord| {
            dkim::is_of(record, &wish.domain, key)
                && record.verdict == RecordVerdict::Live
                && !dkim::carries(&record.found, &key.public_key)
        };
        records.iter_mut().filter(is_stale).for_each(|record| *record = wished(wish, key));
    }
}

pub(super) fn judged(record: DnsRecord, wish: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    if record.record_type != CNAME {
        return dkim::judged(record, wish, answers);
    }
    let key = wish.keys.iter().find(|key| dkim::is_of(&record, &wish.domain, key));
    let text = match key.map(|key| of_text(&record, key, answers)).transpose()?.flatten() {
        Some(there) if !there.verdict.is_bad() => return Ok(there),
        other => other,
    };
    let leads_to = match answers.to(Question::Cname(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts().first(),
    };
    match (leads_to, text) {
        (Some(target), _) if !target.trim_end_matches('.').eq_ignore_ascii_case(&record.value) => {
            let there = found(record, RecordVerdict::Differs, std::slice::from_ref(target));
            Ok(because(there, RecordProblem::OtherTarget, target.clone()))
        }
        (Some(target), _) if key.is_none() => {
            Ok(found(record, RecordVerdict::Live, std::slice::from_ref(target)))
        }
        // Whatever else stands where it leads, its owner has done his part.
        (Some(_), _) => {
            let target = record.value.clone();
            let there = found(record, RecordVerdict::Differs, std::slice::from_ref(&target));
            Ok(because(there, RecordProblem::KeyNotPublished, target))
        }
        (None, Some(there)) => Ok(there),
        (None, None) => missing(record, &wish.domain, answers),
    }
}

/// What the texts are that DNS answers with for the name of a key, wherever they stand; `None` where there are none.
fn of_text(record: &DnsRecord, key: &WishedKey, answers: &Answers) -> Result<Option<DnsRecord>, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(Some(unanswered(record.clone(), cause))),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    if texts.is_empty() {
        return Ok(None);
    }
    let itself = DnsRecord { value: dkim::text(key.algorithm, &key.public_key), ..record.clone() };
    Ok(Some(DnsRecord { value: record.value.clone(), ..dkim::of_texts(itself, texts) }))
}

#[cfg(test)]
mod tests;
