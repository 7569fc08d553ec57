//! Returns that a person looks at: listed with the mail that each may be about, worked off, and matched by hand.

use domain::blocks::{ReturnNature, ReturnSource};
use domain::outbox::DeliveryState;
use domain::timeline::{MatchedReturn, ReturnedLater, Step, Subject};
use domain::{Actor, EmailAddress, OrganisationId, OutboxId, Problem, ReturnId, Timestamp, UserId};
use policy::returns::Verdict;
use store::address_changes::ToldChange;
use store::deliveries::{Return, SentBefore};
use store::returns::{Judged, NewReturn, ReviewFilter, ReviewRow, ReviewSort, Weight};
use store::timeline::TimelineEntry;
use store::{Conn, ListQuery, Page, StoreError, Tx};

use super::counting::{self, CameBack};
use super::meaning::failure_of;
use super::nameless;
use super::rules::{self, Rules};
use super::settled::{settled_by, settled_each};
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::outbox::{Unreached, return_to_author};
use crate::problem;
use crate::users::Refused;

/// A return on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToReview {
    /// The return.
    pub row: ReviewRow,
    /// Of one that belongs to no mail: the newest mail that went to its address within the seven days before; of one that names
    /// nobody the mail that it is about.
    pub proposed: Option<SentBefore>,
    /// Of one that names nobody: those of whom that mail may have failed.
    pub recipients: Vec<EmailAddress>,
    /// Of a complaint that belongs to no mail: what a person decided about its address since, so that it changes nothing for the
    /// address whatever mail it is about.
    pub settled: Option<ToldChange>,
}

/// One page of the returns that a person should look at, or has.
///
/// # Errors
/// A cursor of another list; when the store fails.
pub async fn list_to_review(
    office: &Office,
    actor: &Actor,
    query: &ListQuery<ReviewSort>,
    filter: ReviewFilter,
) -> Result<Page<ToReview>, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let page = store::returns::list_to_review(&conn, organisation, query, filter).await;
    let page = page.map_err(problem::from_store)?;
    let unmatched = |review: &&ReviewRow| {
        let told = &review.row.told;
        review.reviewed.is_none() && told.outbox_id.is_none() && told.address.is_some()
    };
    let waiting: Vec<_> = page.rows.iter().filter(unmatched).map(|review| &review.row.told).collect();
    let wanted: Vec<_> = waiting.iter().filter_map(|told| told.keyed()).collect();
    let proposed = store::deliveries::newest_to(&conn, organisation, &wanted).await;
    let mut proposed = proposed.map_err(problem::from_store)?.into_iter();
    let settled = settled_among(&conn, organisation, &waiting).await;
    let mut settled = settled.map_err(problem::from_store)?.into_iter();
    let choices = choices_of(&conn, organisation, &page.rows).await;
    let mut choices = choices.map_err(problem::from_store)?.into_iter();
    Ok(page.map(|row| {
        let waits = unmatched(&&row);
        let proposed = if waits { proposed.next().flatten() } else { None };
        let settled = if waits { settled.next().flatten() } else { None };
        let (of_choice, recipients) = choices.next().flatten().unzip();
        ToReview {
            row,
            proposed: proposed.or(of_choice),
            recipients: recipients.unwrap_or_default(),
            settled,
        }
    }))
}

/// For each of these: of one that waits and names nobody, the mail that it is about and whom it may be about.
async fn choices_of(
    conn: &Conn,
    organisation: OrganisationId,
    rows: &[ReviewRow],
) -> Result<Vec<Option<(SentBefore, Vec<EmailAddress>)>>, StoreError> {
    let mut choices = Vec::with_capacity(rows.len());
    for ReviewRow { row, reviewed, .. } in rows {
        let waits = reviewed.is_none() && row.told.address.is_none();
        choices.push(match row.told.outbox_id.filter(|_| waits) {
            Some(outbox) => nameless::choice(conn, organisation, outbox).await?,
            None => None,
        });
    }
    Ok(choices)
}

/// What settled each of these returns that is a complaint.
async fn settled_among(
    conn: &Conn,
    organisation: OrganisationId,
    returns: &[&NewReturn],
) -> Result<Vec<Option<ToldChange>>, StoreError> {
    let complaints = returns.iter().filter(|told| is_complaint(told));
    let complaints: Vec<_> = complaints.filter_map(|told| told.keyed()).collect();
    let mut settled = settled_each(conn, organisation, &complaints).await?.into_iter();
    let of_each = returns.iter().map(|told| if is_complaint(told) { settled.next().flatten() } else { None });
    Ok(of_each.collect())
}

fn is_complaint(told: &NewReturn) -> bool {
    match told.source.nature() {
        ReturnNature::Failure => false,
        ReturnNature::Complaint => true,
    }
}

/// Somebody has looked at these: they leave the list, and nothing else follows.
///
/// # Errors
/// Too many at once; 503 when the store does not answer.
pub async fn review(office: &Office, actor: &Actor, ids: &[ReturnId]) -> Result<Bulk<ReturnId>, Problem> {
    within_limit(ids)?;
    let (organisation, by, asked) = (actor.organisation, (actor.user, office.now()), ids.to_vec());
    let written = office.store().write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move { store::returns::review(tx, organisation, &asked, by).await })
    });
    let done = written.await.map_err(problem::from_store)?;
    let mut bulk = Bulk::default();
    for id in ids {
        let is_done = done.contains(id);
        bulk.add(*id, if is_done { Ok(()) } else { Err(Problem::not_found("return to review")) });
    }
    Ok(bulk)
}

/// A person says which mail a report is about that named none. It counts then as one that named it, its author is
/// told, and the mail's timeline says who said so.
///
/// # Errors
/// 404 for the return, or for a mail that did not go to its address; 409 where the mail is not with its recipient.
pub async fn match_by_hand(
    office: &Office,
    actor: &Actor,
    (id, outbox): (ReturnId, OutboxId),
) -> Result<(), Problem> {
    match_with(office, actor, Chosen { id, outbox, whom: None }).await
}

/// The same of a report that names nobody: he says of whom, too.
///
/// # Errors
/// As [`match_by_hand`]; 422 for what is no address.
pub async fn match_chosen(
    office: &Office,
    actor: &Actor,
    (id, outbox): (ReturnId, OutboxId),
    whom: &str,
) -> Result<(), Problem> {
    let whom = Some(super::actions::address_of(whom)?);
    match_with(office, actor, Chosen { id, outbox, whom }).await
}

/// What somebody said of a return.
#[derive(Clone)]
struct Chosen {
    /// Which.
    id: ReturnId,
    /// The mail that it is about.
    outbox: OutboxId,
    /// Whom of it, where the report does not say so.
    whom: Option<EmailAddress>,
}

async fn match_with(office: &Office, actor: &Actor, chosen: Chosen) -> Result<(), Problem> {
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let rules = rules::of(office, &office.store().read(), organisation).await;
    let rules = rules.map_err(problem::from_store)?;
    let written = office.store().write(move |tx| {
        let (chosen, rules) = (chosen.clone(), rules.clone());
        Box::pin(async move { matched(tx, organisation, (chosen, &rules), by).await })
    });
    written.await.map_err(Refused::into_problem)
}

async fn matched(
    tx: &Tx,
    organisation: OrganisationId,
    (Chosen { id, outbox, whom }, rules): (Chosen, &Rules),
    (user_id, now): (UserId, Timestamp),
) -> Result<(), Refused> {
    let row = store::returns::take_waiting(tx, organisation, id).await?;
    let told = row.map(|row| row.told).filter(|told| told.outbox_id.is_none() || told.address.is_none());
    let told = told.ok_or_else(|| Problem::not_found("return"))?;
    let named_nobody = told.address.is_none();
    let named_no_mail = named_nobody && told.outbox_id.is_none();
    let (address, told) = nameless::of_whom(told, (outbox, whom), rules.set())?;
    let deliveries = store::deliveries::list_of_item(tx, organisation, outbox).await?;
    let delivery = deliveries.into_iter().find(|delivery| delivery.recipient.key() == address.key());
    let delivery = delivery.ok_or_else(|| Problem::not_found("mail to this address"))?;
    let step = Step::ReturnMatched(MatchedReturn {
        user_id,
        recipient: delivery.recipient.to_string(),
        complaint: Some(told.source == ReturnSource::Complaint),
        named_nobody,
        named_no_mail,
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at: now, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    store::returns::delete(tx, organisation, id).await?;
    let told = NewReturn { outbox_id: Some(outbox), ..told };
    // A complaint is about a mail that arrived.
    if told.source == ReturnSource::Complaint {
        count(tx, organisation, &told, now).await?;
    } else if delivery.state == DeliveryState::Sent {
        come_back(tx, organisation, (outbox, delivery.recipient, &told), now).await?;
    } else {
        let detail = "no server has this mail for this address: it failed already, or is still on its way";
        return Err(Problem::conflict("return.not_sent", detail).into());
    }
    let of_mail = (outbox, &address, told.source.nature());
    Ok(store::returns::record_matched(tx, organisation, of_mail, (user_id, now)).await?)
}

/// The mail has failed after all, as with a report that named it.
async fn come_back(
    tx: &Tx,
    organisation: OrganisationId,
    (outbox, recipient, told): (OutboxId, EmailAddress, &NewReturn),
    now: Timestamp,
) -> Result<(), StoreError> {
    let enhanced = mail::report::first_status(&told.words);
    let (words, host) = (told.words.clone(), told.host.clone());
    let returned = Return { recipient: recipient.clone(), at: now, enhanced, words: words.clone(), host };
    store::deliveries::record_return(tx, organisation, outbox, &returned).await?;
    let step = Step::Returned(ReturnedLater {
        recipient: recipient.to_string(),
        enhanced: enhanced.map(|status| status.to_string()),
        words: words.clone(),
        host: returned.host.clone(),
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at: now, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    count(tx, organisation, told, now).await?;
    let known = std::slice::from_ref(&recipient);
    let (host, failure) = (returned.host, failure_of(&verdict(&told.judged), &words, known));
    let unreached = Unreached { outbox, recipient, host, words, failure };
    return_to_author(tx, organisation, &unreached, now).await
}

/// Counts it for the address, unless the address was well since: who wrote to us, or whom a person let go.
async fn count(
    tx: &Tx,
    organisation: OrganisationId,
    told: &NewReturn,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(address) = &told.address else { return Ok(()) };
    let is_settled = match told.source.nature() {
        ReturnNature::Failure => {
            let known = store::standings::find_by_address(tx, organisation, address).await?;
            let well = known.and_then(|known| known.well_at.max(known.cleared_at));
            well.is_some_and(|well| well > told.at)
        }
        ReturnNature::Complaint => settled_by(tx, organisation, (address, told.at)).await?.is_some(),
    };
    if is_settled {
        store::returns::put(tx, organisation, told, &Weight::default()).await?;
        return Ok(());
    }
    let back = CameBack {
        address: address.clone(),
        outbox: told.outbox_id,
        intake: told.intake_id,
        source: told.source,
        verdict: verdict(&told.judged),
        words: told.words.clone(),
        about: told.about,
        host: told.host.clone(),
        at_relay: told.at_relay,
        domain_is_gone: false,
    };
    counting::record(tx, organisation, &back, now).await
}

/// What was kept as a verdict again.
pub(super) fn verdict(judged: &Judged) -> Verdict {
    Verdict {
        class: judged.class,
        cause: judged.cause,
        kind: judged.kind,
        confidence: judged.confidence,
        rule: judged.rule.as_str().into(),
        rules: judged.rules.as_deref().unwrap_or_default().into(),
        matched: judged.matched.clone(),
        of_relay: judged.of_relay,
    }
}
