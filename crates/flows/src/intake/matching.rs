//! The first stage: which case the mail belongs to. Facts are gathered here; policy ranks them.

use std::collections::BTreeSet;

use domain::timeline::Step;
use domain::{CaseId, EmailAddress, OrganisationId};
use mail::Class;
use policy::case_match::{self, Because, Decided, Evidence, Facts, NewBecause, Standing, Verdict, standing};
use policy::filter::Overruling;
use policy::subject;
use store::cases::CaseRef;
use store::{Conn, StoreError, Tx};

use super::passage::Passage;
use super::reading::Reading;

/// Message-IDs of one mail that are looked up: a long thread names its whole past.
const REFERENCES_MAX: usize = 50;

/// Finds the case by the strongest evidence.
pub(super) async fn find(conn: &Conn, passage: &Passage<'_>) -> Result<Verdict, StoreError> {
    Ok(case_match::decide(&facts(conn, passage).await?))
}

/// What a filter says about the case stands over the evidence, but not over a person's decision;
/// a number that names no case does not.
pub(super) async fn overrule(
    conn: &Conn,
    passage: &mut Passage<'_>,
    found: Verdict,
    overruling: Option<Overruling>,
) -> Result<Verdict, StoreError> {
    match overruling.filter(|_| passage.reading.row.decision.is_none()) {
        None => Ok(found),
        Some(Overruling::New { .. }) => Ok(Verdict::New(NewBecause::Filter)),
        Some(Overruling::Case { number, by }) => {
            let organisation = passage.organisation();
            let case = match store::cases::find_by_number(conn, organisation, number).await? {
                Some(named) => store::cases::survivor(conn, organisation, named.id).await?,
                None => None,
            };
            let Some(case) = case else {
                passage.note(Step::NoSuchCase { filter_id: by, number });
                return Ok(found);
            };
            let evidence = Evidence { case, text: subject::tag(number) };
            Ok(Verdict::Existing { evidence, because: Because::Filter })
        }
    }
}

/// What is known about the case that a mail belongs to.
async fn facts(conn: &Conn, passage: &Passage<'_>) -> Result<Facts, StoreError> {
    let (organisation, reading) = (passage.organisation(), passage.reading);
    let mut facts = Facts { machine: is_report(reading.parsed.class), ..Facts::default() };
    if let Some(decision) = reading.row.decision {
        let chosen = match decision.case_id {
            Some(case) => store::cases::survivor(conn, organisation, case).await?,
            None => None,
        };
        facts.decided = Some(chosen.map_or(Decided::New, Decided::Case));
        return Ok(facts);
    }
    if let Some(sent) = super::reported::proved(conn, passage).await?
        && let Some(case) = sent.case_id
        && let Some(case) = store::cases::survivor(conn, organisation, case).await?
    {
        facts.tokens.push(Evidence { case, text: sent.recipient.to_string() });
        return Ok(facts);
    }
    let key = passage.desk.office.tokens();
    let ids = answered_ids(reading);
    for id in &ids {
        let Some(case) = key.case(organisation, id) else { continue };
        if let Some(case) = holder(conn, organisation, case, id).await? {
            facts.tokens.push(Evidence { case, text: id.clone() });
            return Ok(facts);
        }
    }
    if !ids.is_empty() {
        let found = store::cases::find_by_message_ids(conn, organisation, &ids).await?;
        let evidence = |case: CaseRef| Evidence { case: case.id, text: case.message_id.unwrap_or_default() };
        facts.references = found.into_iter().map(evidence).collect();
    }
    if facts.references.is_empty() && !facts.machine {
        facts.threads = neighbours(conn, passage, ids).await?;
    }
    if facts.references.is_empty()
        && let Some(number) = subject::number(&reading.parsed.subject)
        && let Some(named) = store::cases::find_by_number(conn, organisation, number).await?
        && let Some(case) = store::cases::survivor(conn, organisation, named.id).await?
    {
        facts.subject = Some(Evidence { case, text: subject::tag(number) });
    }
    if let Some(evidence) = facts.references.first().or(facts.subject.as_ref()) {
        facts.sender = sender(conn, passage, evidence.case).await?;
    }
    Ok(facts)
}

/// The names of the thread that a mail stands in: its own, that of the mail it answers, and that
/// of the thread's first mail. Two mails of one thread share one of them.
pub(super) fn threads(reading: &Reading) -> Vec<(OrganisationId, String)> {
    let parsed = &reading.parsed;
    let ends = parsed.references.first().into_iter().chain(parsed.references.last());
    let names = parsed.message_id.iter().chain(&parsed.in_reply_to).chain(ends);
    names.take(THREAD_NAMES_MAX).map(|name| (reading.row.organisation, name.clone())).collect()
}

/// Names of one thread that are locked for one mail.
const THREAD_NAMES_MAX: usize = 5;

/// Cases with a mail that refers to this one, or to one that this answers too, and how its sender stands to them.
async fn neighbours(
    conn: &Conn,
    passage: &Passage<'_>,
    answered: Vec<String>,
) -> Result<Vec<(Evidence, Standing)>, StoreError> {
    let organisation = passage.organisation();
    let ids: Vec<String> = passage.reading.parsed.message_id.iter().cloned().chain(answered).collect();
    let mut found = Vec::new();
    for awaiting in store::cases::find_awaiting(conn, organisation, &ids).await?.into_iter().take(THREADS_MAX)
    {
        let Some(case) = store::cases::survivor(conn, organisation, awaiting.id).await? else { continue };
        let evidence = Evidence { case, text: awaiting.message_id.unwrap_or_default() };
        found.push((evidence, sender(conn, passage, case).await?));
    }
    Ok(found)
}

/// Cases of one thread that are looked at.
const THREADS_MAX: usize = 5;

/// Remembers with the case what its new mail answers that no case has.
pub(super) async fn await_thread(tx: &Tx, passage: &Passage<'_>, case: CaseId) -> Result<(), StoreError> {
    let reading = passage.reading;
    if is_report(reading.parsed.class) {
        return Ok(());
    }
    let own = reading.parsed.message_id.as_ref();
    let tokens = passage.desk.office.tokens();
    let is_foreign = |id: &String| Some(id) != own && tokens.case(passage.organisation(), id).is_none();
    let mut names: BTreeSet<String> =
        threads(reading).into_iter().map(|(_, id)| id).filter(is_foreign).collect();
    if names.is_empty() {
        return Ok(());
    }
    let looked_up: Vec<String> = names.iter().cloned().collect();
    for known in store::cases::find_by_message_ids(tx, passage.organisation(), &looked_up).await? {
        names.remove(&known.message_id.unwrap_or_default());
    }
    store::cases::await_message_ids(tx, passage.organisation(), case, &names).await
}

/// The case that holds the message whose token this is: where it was moved to, or else the case
/// that the token names, or the one that this was merged into.
async fn holder(
    conn: &Conn,
    organisation: OrganisationId,
    named: CaseId,
    message_id: &String,
) -> Result<Option<CaseId>, StoreError> {
    let known =
        store::cases::find_by_message_ids(conn, organisation, std::slice::from_ref(message_id)).await?;
    let case = known.first().map_or(named, |case| case.id);
    store::cases::survivor(conn, organisation, case).await
}

/// What a server says of a mail of ours comes from whoever it likes.
const fn is_report(class: Class) -> bool {
    matches!(class, Class::DeliveryReport | Class::Complaint)
}

/// The Message-IDs that a mail answers, the latest first: `In-Reply-To`, then `References` from
/// its end (RFC 5322 3.6.4), then what a delivery report reports on.
pub(super) fn answered_ids(reading: &Reading) -> Vec<String> {
    let parsed = &reading.parsed;
    let mut ids: Vec<String> = Vec::new();
    let all = parsed.in_reply_to.iter().chain(parsed.references.iter().rev()).chain(&reading.reported_id);
    for id in all {
        if ids.len() < REFERENCES_MAX && !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

async fn sender(conn: &Conn, passage: &Passage<'_>, case: CaseId) -> Result<Standing, StoreError> {
    let from = passage.reading.parsed.from.as_ref().and_then(|from| from.address.as_ref());
    let Some(from) = from else { return Ok(Standing::Stranger) };
    let participants = store::cases::participants(conn, passage.organisation(), case).await?;
    let keys: Vec<String> = participants.iter().map(EmailAddress::key).collect();
    let known = standing(&from.key(), keys.iter().map(String::as_str));
    // Who got a hidden copy, as through a list, stands among nobody, and answers like the others.
    let is_known = known == Standing::TakesPart
        || store::cases::was_sent_to(conn, passage.organisation(), case, from).await?;
    Ok(if is_known { Standing::TakesPart } else { known })
}
