//! What proves which delivery a report or a complaint is about: a return path of ours, which nobody but that recipient's
//! servers has seen. A Message-ID is known to everybody who got the mail.

use domain::{CaseId, EmailAddress, OutboxId};
use mail::{Action, Class, ReportRecipient};
use policy::blocking::speakers;
use store::deliveries::{self, SentDelivery, SentTo};
use store::{Conn, StoreError};

use super::passage::Passage;
use crate::returns;

/// What the name of a mail proves of one whom it went to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Proof {
    /// All that can be known, unless its case has told others of the mail.
    Enough,
    /// That it may be so: the mail had a return path of its own, and the report did not come to it.
    Doubtful,
    /// That it may be so, where a server vouches for it: others who got the mail can say the same, and it had no return path
    /// that would tell them from his servers.
    Unvouched,
    /// Nothing: others who got the mail can say the same.
    Nothing,
}

/// What a report proves of a recipient that came to no return path of ours, and names the mail and him.
pub(super) fn by_name(sent_to: &[SentTo], recipient: &EmailAddress) -> Proof {
    match sent_to {
        [only] if only.stamped => Proof::Doubtful,
        [_] => Proof::Enough,
        several => {
            let is_meant = |one: &&SentTo| one.recipient.key() == recipient.key();
            let is_stamped = several.iter().find(is_meant).is_some_and(|one| one.stamped);
            if is_stamped { Proof::Nothing } else { Proof::Unvouched }
        }
    }
}

/// The same, once it is known who reports: the daemon of a server of the recipient's domain, or of the relay that took the mail,
/// where it is proved that the report is from there. Complaints are his provider's, too.
pub(super) async fn by_reporter(
    conn: &Conn,
    passage: &Passage<'_>,
    (outbox, by_name): (OutboxId, Proof),
    recipient: &EmailAddress,
) -> Result<Proof, StoreError> {
    let by_name = told_in_case(conn, passage, (outbox, by_name), recipient).await?;
    let daemon = daemon(passage).filter(|_| by_name == Proof::Unvouched);
    let Some(daemon) = daemon else { return Ok(by_name) };
    if speakers::speaks_for(daemon.domain(), recipient.domain()) {
        return Ok(Proof::Enough);
    }
    let relay = returns::relay_of(conn, passage.organisation(), outbox).await?;
    let is_of_relay = relay.is_some_and(|relay| speakers::is_of_host(daemon.domain(), &relay));
    Ok(if is_of_relay { Proof::Enough } else { by_name })
}

/// Who reports, where that is proved to be a daemon of a server, or somebody who speaks for a provider in a complaint.
fn daemon<'p>(passage: &'p Passage<'_>) -> Option<&'p EmailAddress> {
    let reading = passage.reading;
    let from = reading.parsed.from.as_ref().and_then(|from| from.address.as_ref());
    let speaks_for_server: fn(&EmailAddress) -> bool = match &reading.complaint {
        Some(_) => mail::complaint::is_of_provider,
        None => mail::report::is_of_daemon,
    };
    from.filter(|from| {
        let told = reading.authenticity.as_deref();
        speaks_for_server(from) && told.is_some_and(|told| speakers::is_proved(told, from.domain()))
    })
}

/// Whom a mail went to alone, so that what names nobody is about her. Copies that nobody asked for are no others where who reports is
/// proved to speak for her domain and for none of theirs.
pub(super) fn alone<'s>(passage: &Passage<'_>, sent_to: &'s [SentTo]) -> Option<&'s SentTo> {
    only_asked(sent_to, daemon(passage).map(EmailAddress::domain))
}

fn only_asked<'s>(sent_to: &'s [SentTo], reporter: Option<&str>) -> Option<&'s SentTo> {
    if let [only] = sent_to {
        return Some(only);
    }
    let mut asked = sent_to.iter().filter(|one| !one.is_unasked);
    let (Some(only), None) = (asked.next(), asked.next()) else { return None };
    let speaks_for = |one: &SentTo| {
        reporter.is_some_and(|reporter| speakers::speaks_for(reporter, one.recipient.domain()))
    };
    let may_be_of_copy = sent_to.iter().any(|one| one.is_unasked && speaks_for(one));
    // Others who got a mail with a return path of its own know its name alone.
    (speaks_for(only) && !may_be_of_copy && !only.stamped).then_some(only)
}

/// A later mail of the case names those before it (RFC 5322 3.6.4), so that whoever got that one knows the name of a mail that went
/// to somebody else alone.
async fn told_in_case(
    conn: &Conn,
    passage: &Passage<'_>,
    (outbox, by_name): (OutboxId, Proof),
    recipient: &EmailAddress,
) -> Result<Proof, StoreError> {
    let organisation = passage.organisation();
    let is_told = by_name == Proof::Enough
        && store::cases::is_known_to_others(conn, organisation, outbox, recipient).await?;
    Ok(if is_told { Proof::Unvouched } else { by_name })
}

/// The delivery that a return path of ours proves a mail to be about: the one that it came to, or the one that a
/// complaint names (RFC 5965 3.2), or that stands in the copy that a complaint or a report brings. Its token alone proves as much
/// (RFC 9477 3.3).
pub(super) async fn proved(conn: &Conn, passage: &Passage<'_>) -> Result<Option<SentDelivery>, StoreError> {
    let (organisation, reading) = (passage.organisation(), passage.reading);
    if let Some(sent) = returns::by_token(conn, organisation, &reading.row).await? {
        return Ok(Some(sent));
    }
    if let Some(mark) = reading.complaint.as_ref().and_then(|complaint| complaint.feedback_id.as_deref()) {
        let marked = returns::of_feedback_id(passage.desk.office, conn, (organisation, mark)).await?;
        if marked.is_some() {
            return Ok(marked);
        }
    }
    let complained = reading.complaint.iter();
    let complained = complained.flat_map(|it| it.mail_from.iter().chain(&it.original.return_path));
    let reported = reading.report.iter().flat_map(|report| &report.original.return_path);
    let paths: Vec<&EmailAddress> = complained.chain(reported).collect();
    for path in paths {
        let named = (organisation, path);
        if let Some(sent) = returns::of_return_path(passage.desk.office, conn, named).await? {
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

/// Whether a report that is placed in a case may be true of somebody whom a mail of it went to: one that says nothing but
/// what others who got the mail can say marks no case.
pub(super) async fn may_be_true(
    conn: &Conn,
    passage: &Passage<'_>,
    case: CaseId,
) -> Result<bool, StoreError> {
    let (organisation, reading) = (passage.organisation(), passage.reading);
    let Some(report) = &reading.report else { return Ok(true) };
    if proved(conn, passage).await?.is_some() {
        return Ok(true);
    }
    let ids = report.original.message_id.as_slice();
    let Some(sent) = store::cases::find_sent(conn, organisation, case, ids).await? else { return Ok(true) };
    let sent_to = deliveries::list_sent_to(conn, organisation, sent.outbox).await?;
    let failed = report.recipients.iter().filter(|recipient| recipient.action == Action::Failed);
    let mut named = failed.filter_map(ReportRecipient::address).peekable();
    Ok(named.peek().is_none() || named.any(|recipient| by_name(&sent_to, recipient) != Proof::Nothing))
}

/// Whether a report is about copies alone that nobody asked for with their mail: its case has nothing to do with them.
pub(super) async fn is_of_copies(
    conn: &Conn,
    passage: &Passage<'_>,
    case: CaseId,
) -> Result<bool, StoreError> {
    let (organisation, reading) = (passage.organisation(), passage.reading);
    if reading.parsed.class != Class::DeliveryReport {
        return Ok(false);
    }
    if let Some(sent) = proved(conn, passage).await? {
        return deliveries::is_unasked(conn, organisation, (sent.outbox, &sent.recipient)).await;
    }
    let Some(report) = &reading.report else { return Ok(false) };
    let ids = report.original.message_id.as_slice();
    let Some(sent) = store::cases::find_sent(conn, organisation, case, ids).await? else { return Ok(false) };
    let failed = report.recipients.iter().filter(|recipient| recipient.action == Action::Failed);
    let mut is_of_any = false;
    for recipient in failed.filter_map(ReportRecipient::address) {
        if !deliveries::is_unasked(conn, organisation, (sent.outbox, recipient)).await? {
            return Ok(false);
        }
        is_of_any = true;
    }
    Ok(is_of_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_several_know_proves_less_than_one_that_nobody_else_does() {
        let to = |address: &str, stamped| SentTo {
            recipient: address.parse().unwrap(),
            stamped,
            is_unasked: false,
        };
        let (kari, ola) = ("kari@a.test".parse().unwrap(), "ola@b.test".parse().unwrap());
        let check = |sent_to: &[SentTo], expected: Proof| assert_eq!(by_name(sent_to, &kari), expected);
        check(&[to("kari@a.test", false)], Proof::Enough);
        check(&[to("kari@a.test", true)], Proof::Doubtful);
        check(&[to("kari@a.test", false), to("ola@b.test", false)], Proof::Unvouched);
        check(&[to("kari@a.test", false), to("ola@b.test", true)], Proof::Unvouched);
        check(&[to("kari@a.test", true), to("ola@b.test", false)], Proof::Nothing);
        assert_eq!(by_name(&[to("kari@a.test", true), to("ola@b.test", false)], &ola), Proof::Unvouched);
    }

    #[test]
    fn beside_copies_that_nobody_asked_for_a_mail_is_to_one_where_her_own_server_reports() {
        let to = |address: &str, is_unasked| SentTo {
            recipient: address.parse().unwrap(),
            stamped: false,
            is_unasked,
        };
        let (kari, copy) = (to("kari@a.test", false), to("archive@b.test", true));
        let check = |sent_to: &[SentTo], reporter: Option<&str>, is_hers: bool| {
            let found = only_asked(sent_to, reporter).map(|one| one.recipient.to_string());
            assert_eq!(found.as_deref(), is_hers.then_some("kari@a.test"), "{sent_to:?} {reporter:?}");
        };
        check(std::slice::from_ref(&kari), None, true);
        let with_copy = [kari.clone(), copy.clone()];
        for (reporter, is_hers) in [(None, false), (Some("a.test"), true), (Some("b.test"), false)] {
            check(&with_copy, reporter, is_hers);
        }
        check(&[kari.clone(), to("archive@a.test", true)], Some("a.test"), false);
        check(&[kari.clone(), to("ola@b.test", false)], Some("a.test"), false);
        check(&[SentTo { stamped: true, ..kari }, copy], Some("a.test"), false);
    }
}
