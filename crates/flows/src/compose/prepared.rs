//! Whom a draft was made ready for when a mail did not arrive: another address takes his place in it, and what its author wrote
//! himself stays.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::Direction;
use domain::recipient::address_of;
use domain::{CaseId, EmailAddress, OrganisationId, Timestamp};
use store::cases::{LogRow, MessageRow};
use store::drafts::{DraftRow, NewDraft, Place};
use store::{StoreError, Tx};

use super::corrected::Pair;

/// Takes out of a draft whom it was made ready for in the place of the same wrong address before, and who got no mail since.
/// What its author wrote in it stays for the address that is right for good, where another is written to this `once`: the text
/// that is made ready for that one.
pub(super) async fn take_out(
    tx: &Tx,
    organisation: OrganisationId,
    (case, place): (CaseId, Place),
    pair: &Pair,
    once: Option<&str>,
) -> Result<(), StoreError> {
    let Some(draft) = store::drafts::find(tx, organisation, place).await? else { return Ok(()) };
    let log = store::cases::list_log_with_merged(tx, organisation, case).await?;
    let of_author: Vec<_> = log.into_iter().filter(|entry| entry.user_id == Some(place.user)).collect();
    let mut ready = made_ready(&of_author, pair);
    ready.remove(&pair.to.key());
    let messages = store::cases::list_messages(tx, organisation, case).await?;
    ready.retain(|key, ready| !messages.iter().any(|one| went_to(one, key, ready.at)));
    if once.is_some_and(|text| is_written_in(&draft, text)) {
        ready.retain(|_, ready| !ready.lasts);
    }
    let mut written = draft.written;
    let stays = |typed: &String| key(typed).is_none_or(|key| !ready.contains_key(&key));
    let before = count(&written.to, &written.cc, &written.bcc);
    if let Some(to) = &mut written.to {
        to.retain(stays);
    }
    written.cc.retain(stays);
    written.bcc.retain(stays);
    let left = count(&written.to, &written.cc, &written.bcc);
    if left == before {
        return Ok(());
    }
    let new = NewDraft { written, writer: None, returned: draft.returned, at: draft.updated_at };
    store::drafts::put(tx, organisation, place, &new).await?;
    if draft.joined && left > 0 {
        store::drafts::mark_joined(tx, organisation, place).await?;
    }
    Ok(())
}

/// Whether its author wrote in it: he kept it, or there is more in it than this text, which was made ready.
fn is_written_in(draft: &DraftRow, text: &str) -> bool {
    draft.returned.is_none() || draft.joined || draft.written.text.trim() != text.trim()
}

/// An address that was put in a wrong one's place.
struct Ready {
    /// When it was last.
    at: Timestamp,
    /// Whether it was for good.
    lasts: bool,
}

/// The addresses that were put in the wrong one's place since it was known to be wrong, and in the place of those.
fn made_ready(log: &[LogRow], pair: &Pair) -> BTreeMap<String, Ready> {
    let mut wrong = BTreeSet::from([pair.from.key()]);
    let mut ready = BTreeMap::<String, Ready>::new();
    for entry in log.iter().filter(|entry| entry.at >= pair.told_at) {
        let lasts = entry.what == "corrected";
        if !lasts && entry.what != "readdressed" {
            continue;
        }
        let address = |name: &str| entry.params.get(name).and_then(|typed| key(typed));
        let (Some(from), Some(to)) = (address("from"), address("to")) else { continue };
        if !wrong.contains(&from) {
            continue;
        }
        if lasts {
            wrong.insert(to.clone());
        }
        let one = ready.entry(to).or_insert(Ready { at: entry.at, lasts });
        *one = Ready { at: entry.at, lasts: one.lasts || lasts };
    }
    ready
}

/// Whether it is a mail to this address that was sent since.
fn went_to(message: &MessageRow, address: &str, since: Timestamp) -> bool {
    let named = message.content.to.iter().chain(&message.content.cc);
    let mut keys = named.filter_map(|one| one.address.as_ref()).chain(&message.bcc).map(EmailAddress::key);
    message.direction == Direction::Sent && message.created_at >= since && keys.any(|key| key == address)
}

fn key(typed: &str) -> Option<String> {
    address_of(typed).map(|address| address.key())
}

fn count(to: &Option<Vec<String>>, cc: &[String], bcc: &[String]) -> usize {
    to.iter().flatten().count() + cc.len() + bcc.len()
}

#[cfg(test)]
mod tests {
    use domain::OutboxId;

    use super::*;

    fn entry(at: i64, what: &str, from: &str, to: &str) -> LogRow {
        let params = [("from", from), ("to", to)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        LogRow {
            at: Timestamp::from_millis(at),
            user_id: None,
            user_name: None,
            what: what.to_owned(),
            params: BTreeMap::from(params),
        }
    }

    #[test]
    fn what_was_made_ready_follows_what_was_corrected_and_begins_with_the_failure() {
        let log = [
            entry(5, "readdressed", "a@x.test", "before@x.test"),
            entry(10, "readdressed", "a@x.test", "once@x.test"),
            entry(20, "corrected", "A@x.test", "b@x.test"),
            entry(30, "corrected", "b@x.test", "c@x.test"),
            entry(40, "readdressed", "else@x.test", "d@x.test"),
            entry(50, "customer", "a@x.test", "e@x.test"),
        ];
        let pair = Pair {
            from: "a@x.test".parse().unwrap(),
            told_at: Timestamp::from_millis(10),
            to: "f@x.test".parse().unwrap(),
            outbox: OutboxId::new(1),
        };
        let found: Vec<_> = made_ready(&log, &pair).into_iter().map(|(key, it)| (key, it.lasts)).collect();
        let told = [("b@x.test", true), ("c@x.test", true), ("once@x.test", false)];
        assert_eq!(found, told.map(|(key, lasts)| (key.to_owned(), lasts)));
    }
}
