//! Whose failure a report tells of that is about one delivery: its recipient's, or that of an address that her server passed the
//! mail on to.
//!
//! A return path goes with a mail that is passed on, and so does the address that it was first for (RFC 3461 4.2, RFC 3464
//! 2.3.1): neither proves that she did not get it. Which address it failed at stands in `Final-Recipient` (RFC 3464 2.3.2).

use domain::timeline::{ReturnedLater, Step, Subject};
use domain::{CaseId, EmailAddress, OutboxId};
use mail::{Action, ReportRecipient};
use store::deliveries::SentTo;
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{Conn, StoreError, Tx};

use super::passage::Passage;
use super::reported::{self, Proof};

/// Whose failure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whose {
    /// Hers, as far as anybody can know.
    Hers,
    /// That of another address. She may have the mail, too.
    Elsewhere,
    /// That of another address, and the same report says that the mail got further, or is on its way to hers.
    Copy,
}

/// The failure that a report to the return path of a delivery tells: what it says of her goes before what it says of others.
pub(super) fn failure<'r>(
    named: &'r [ReportRecipient],
    recipient: &EmailAddress,
) -> Option<(&'r ReportRecipient, Whose)> {
    let failed = || named.iter().filter(|one| one.action == Action::Failed);
    let one = failed().find(|one| is_of(one, recipient)).or_else(|| failed().next())?;
    Some((one, whose(one, named.iter(), recipient)))
}

/// The same of one failure in a report that names its mail alone: of a mail to one, all that it says is of what became of hers.
pub(super) fn of_mail(named: &[ReportRecipient], failed: &ReportRecipient, sent_to: &[SentTo]) -> Whose {
    if let [only] = sent_to {
        return whose(failed, named.iter(), &only.recipient);
    }
    let Some(recipient) = failed.address() else { return Whose::Hers };
    let is_of_her =
        |one: &&ReportRecipient| one.address().is_some_and(|address| address.key() == recipient.key());
    whose(failed, named.iter().filter(is_of_her), recipient)
}

fn whose<'r>(
    failed: &ReportRecipient,
    mut beside: impl Iterator<Item = &'r ReportRecipient>,
    recipient: &EmailAddress,
) -> Whose {
    if is_of(failed, recipient) {
        return Whose::Hers;
    }
    let is_on_its_way = beside.any(|one| match one.action {
        Action::Failed => false,
        Action::Delayed => is_of(one, recipient),
        Action::Delivered | Action::Relayed | Action::Expanded => true,
    });
    if is_on_its_way { Whose::Copy } else { Whose::Elsewhere }
}

/// Whether it is hers: what names no other address is.
fn is_of(one: &ReportRecipient, recipient: &EmailAddress) -> bool {
    one.final_recipient.as_ref().is_none_or(|named| is_spelled_otherwise(named, recipient))
}

/// Whether two spellings are of one mailbox: many servers take what stands behind a plus away before they look for it.
fn is_spelled_otherwise(one: &EmailAddress, other: &EmailAddress) -> bool {
    let unmarked = |address: &EmailAddress| {
        let local = address.local().to_lowercase();
        let name = local.split_once('+').map_or(local.as_str(), |(name, _mark)| name).to_owned();
        (name, address.domain().to_owned())
    };
    one.key() == other.key() || unmarked(one) == unmarked(other)
}

/// What a failure that is said of somebody proves: one at another address counts, and blocks nobody by itself. That DNS knows her
/// own domain no more is no matter of the other address.
pub(super) fn proof_of(
    passage: &Passage<'_>,
    (whose, recipient): (Whose, &EmailAddress),
    proof: Proof,
) -> Proof {
    let is_gone = passage.reading.gone_domains.contains(recipient.domain());
    match (whose, proof) {
        (Whose::Hers, proof) | (Whose::Elsewhere | Whose::Copy, proof @ Proof::Nothing) => proof,
        (Whose::Elsewhere | Whose::Copy, proof) if is_gone => proof,
        (Whose::Elsewhere | Whose::Copy, Proof::Enough | Proof::Doubtful | Proof::Unvouched) => {
            Proof::Doubtful
        }
    }
}

/// Whether a report says nothing more of the mail that it is about than that copies went no further, so that it does not open its
/// case.
pub(super) async fn is_of_copies_alone(
    conn: &Conn,
    passage: &Passage<'_>,
    case: CaseId,
) -> Result<bool, StoreError> {
    let Some(report) = &passage.reading.report else { return Ok(false) };
    if let Some(sent) = reported::proved(conn, passage).await? {
        let of_path = failure(&report.recipients, &sent.recipient);
        return Ok(of_path.is_some_and(|(_, whose)| whose == Whose::Copy));
    }
    let (organisation, ids) = (passage.organisation(), report.original.message_id.as_slice());
    let Some(sent) = store::cases::find_sent(conn, organisation, case, ids).await? else { return Ok(false) };
    let sent_to = store::deliveries::list_sent_to(conn, organisation, sent.outbox).await?;
    let mut failed = report.recipients.iter().filter(|one| one.action == Action::Failed).peekable();
    let is_copy = |one: &ReportRecipient| of_mail(&report.recipients, one, &sent_to) == Whose::Copy;
    Ok(failed.peek().is_some() && failed.all(is_copy))
}

/// The mail's timeline tells that a copy of it went no further, once; nothing else follows.
pub(super) async fn tell(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: OutboxId,
    failed: &ReportRecipient,
) -> Result<(), StoreError> {
    let (organisation, at, subject) = (passage.organisation(), passage.desk.now, Subject::Outbox(outbox));
    let Some(recipient) = failed.final_recipient.as_ref() else { return Ok(()) };
    let step = Step::Returned(ReturnedLater {
        recipient: recipient.to_string(),
        enhanced: failed.status.map(|status| status.to_string()),
        words: failed.diagnostic.clone().unwrap_or_default(),
        host: passage.reading.report.as_ref().and_then(|report| report.reporting_host.clone()),
    });
    let before = store::timeline::list(tx, organisation, subject).await?;
    if before.iter().any(|(_, told)| *told == step) {
        return Ok(());
    }
    store::timeline::insert_many(tx, organisation, &[TimelineEntry { subject, at, step }]).await?;
    events::insert(tx, organisation, Change::outbox(outbox));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(final_recipient: &str, action: Action) -> ReportRecipient {
        ReportRecipient {
            final_recipient: final_recipient.parse().ok(),
            // What we send with the mail comes back with whatever became of it.
            original_recipient: "kari@customer.test".parse().ok(),
            action,
            status: None,
            reply: None,
            diagnostic: None,
            remote_host: None,
            retry_until: None,
            guessed: false,
        }
    }

    #[test]
    fn a_failure_is_hers_where_it_names_no_other_address() {
        let kari = "kari@customer.test".parse().unwrap();
        let (failed, old) = (Action::Failed, group("old@dead.test", Action::Failed));
        let check = |named: &[ReportRecipient], whose: Whose| {
            assert_eq!(failure(named, &kari).map(|(_, whose)| whose), Some(whose), "{named:?}");
        };
        for hers in ["kari@customer.test", "KARI@Customer.TEST", "kari+work@customer.test", ""] {
            check(&[group(hers, failed)], Whose::Hers);
            check(&[old.clone(), group(hers, failed)], Whose::Hers);
        }
        check(std::slice::from_ref(&old), Whose::Elsewhere);
        check(&[group("ola@customer.test", failed)], Whose::Elsewhere);
        check(&[old.clone(), group("new@else.test", Action::Delayed)], Whose::Elsewhere);
        check(&[old.clone(), group("kari@customer.test", Action::Delayed)], Whose::Copy);
        for action in [Action::Delivered, Action::Relayed, Action::Expanded] {
            check(&[old.clone(), group("kari@customer.test", action)], Whose::Copy);
            check(&[group("new@else.test", action), old.clone()], Whose::Copy);
        }
        assert_eq!(failure(&[group("kari@customer.test", Action::Delivered)], &kari), None);
    }

    #[test]
    fn what_became_of_another_recipient_of_the_mail_says_nothing_of_hers() {
        let to =
            |address: &str| SentTo { recipient: address.parse().unwrap(), stamped: false, is_unasked: false };
        let old = group("old@dead.test", Action::Failed);
        let of_ola = ReportRecipient {
            original_recipient: "ola@else.test".parse().ok(),
            ..group("ola@else.test", Action::Delivered)
        };
        let named = [old.clone(), of_ola];
        let both = [to("kari@customer.test"), to("ola@else.test")];
        assert_eq!(of_mail(&named, &old, &both), Whose::Elsewhere);
        assert_eq!(of_mail(&named, &old, &both[..1]), Whose::Copy);
        let hers = [old, group("kari@customer.test", Action::Delivered)];
        assert_eq!(of_mail(&hers, &hers[0], &both), Whose::Copy);
    }
}
