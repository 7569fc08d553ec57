//! A mail that did not arrive is written again, to another address.

use domain::case::Direction;
use domain::compose::{Mode, Returned, Written};
use domain::{
    Actor, CaseId, EmailAddress, MessageId, OrganisationId, OutboxId, Problem, Recipient, RecipientNames,
    Timestamp,
};
use store::cases::{CaseRow, MessageRow};
use store::deliveries::DeliveryRow;
use store::drafts::Place;

use super::again::{self, FilesAgain};
use super::corrected::Pair;
use super::taken_back::{put_above, sent};
use super::{corrected, files, prepared};
use crate::addresses::deaf;
use crate::office::Office;
use crate::users::Refused;
use crate::{cases, problem};

/// The address that should have been written to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// It; where nobody knows it yet, the draft has those whom the mail did not reach.
    pub address: Option<EmailAddress>,
    /// Whether whoever was not reached has it from then on: in the case, on his card, and in all that answers later.
    pub lasting: bool,
}

/// Makes a draft of the actor's from a mail that failed: its text and files, and as recipient the right address. Who had a blind copy
/// has one again: he takes no part in the case, and nobody is to see him there.
/// Returns the mode that the draft lies under.
///
/// # Errors
/// 404 for the case or the message; 409 when nobody, or more than one, would have the address from then on, or it is another
/// person's; 422 when its files are not there any more, or an address is missing that is to last, takes no mail, or is that of
/// a mailbox of ours.
pub async fn rewrite(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
    correction: Correction,
) -> Result<Mode, Problem> {
    check(office, actor, &correction).await?;
    let outbox = sent(office, actor, case, message).await?;
    let mail = message_of(office, actor, case, outbox).await?;
    let mut written = written(office, actor, outbox, &mail).await?;
    let missed = unreached(office, actor, outbox).await?;
    let row = cases::open(office, actor, case).await?;
    let (lasting, right) = (correction.lasting, correction.address.clone());
    let pair = match correction.address {
        Some(to) => match wrong(office, actor, (&row, message), &missed).await {
            Ok((from, told_at)) => {
                Some(Pair { from, told_at: told_at.unwrap_or(mail.created_at), to, outbox })
            }
            Err(refused) if lasting => return Err(refused),
            Err(_) => None,
        },
        None => None,
    };
    let names = RecipientNames::of_typed(written.to.iter().flatten());
    (written.to, written.bcc) = match (&right, &pair) {
        (Some(to), Some(pair)) if had_blind_copy(&mail, &pair.from) => {
            (Some(Vec::new()), vec![to.to_string()])
        }
        (Some(to), pair) => {
            let name = pair.as_ref().and_then(|pair| names.of(&pair.from)).map(str::to_owned);
            (Some(vec![Recipient { name, address: to.clone() }.to_string()]), Vec::new())
        }
        (None, _) => apart(&mail, &missed, &names),
    };
    let files = files_of(office, actor.organisation, outbox, &mail).await?;
    let mode = written.mode.of_returned();
    let place = Place { user: actor.user, case: Some(case), mode, mail: None };
    let (organisation, at) = (actor.organisation, office.now());

    let kept = office.store().write(move |tx| {
        let (mut written, files, missed) = (written.clone(), files.clone(), missed.clone());
        let pair = pair.clone();
        Box::pin(async move {
            files.put(tx, organisation, (place.user, at), &mut written).await?;
            // Before it is put above what was begun, so that both are for the right address.
            if let Some(pair) = &pair {
                let once = (!lasting).then_some(written.text.as_str());
                prepared::take_out(tx, organisation, (case, place), pair, once).await?;
                if lasting {
                    corrected::put_right(tx, organisation, (case, pair), (place.user, at)).await?;
                } else {
                    corrected::note(tx, organisation, (case, pair), (place.user, at)).await?;
                }
            }
            Ok(put_above(tx, organisation, place, (written, Returned::Failed, at), &missed).await?)
        })
    });
    kept.await.map_err(Refused::into_problem)?;
    Ok(mode)
}

/// Whether somebody had a blind copy of a mail, and stood in no field that others see.
fn had_blind_copy(mail: &MessageRow, address: &EmailAddress) -> bool {
    let is_he = |one: &EmailAddress| one.key() == address.key();
    let mut shown = mail.content.to.iter().chain(&mail.content.cc).filter_map(|one| one.address.as_ref());
    mail.bcc.iter().any(is_he) && !shown.any(is_he)
}

/// Those whom a mail did not reach as they stood in it, by the names that its author gave them: recipients, and who had a blind
/// copy.
fn apart(mail: &MessageRow, missed: &[String], names: &RecipientNames) -> (Option<Vec<String>>, Vec<String>) {
    let is_blind =
        |typed: &&String| typed.parse::<EmailAddress>().is_ok_and(|one| had_blind_copy(mail, &one));
    let (blind, shown): (Vec<&String>, Vec<&String>) = missed.iter().partition(is_blind);
    let named = |typed: &String| {
        typed
            .parse::<EmailAddress>()
            .map_or_else(|_| typed.clone(), |address| names.named(&address).to_string())
    };
    (Some(shown.into_iter().map(named).collect()), blind.into_iter().cloned().collect())
}

/// Refuses what can be nobody's right address.
async fn check(office: &Office, actor: &Actor, correction: &Correction) -> Result<(), Problem> {
    let Some(address) = &correction.address else {
        if correction.lasting {
            let detail = "the right address is missing; write it";
            return Err(Problem::invalid("address", "address_missing", detail));
        }
        return Ok(());
    };
    let own = store::mailboxes::is_own(&office.store().read(), actor.organisation, address).await;
    if own.map_err(problem::from_store)? {
        let detail = "this is the address of a mailbox of your own; write that of the recipient";
        return Err(
            Problem::invalid("address", "address.of_mailbox", detail).with("address", address.to_string())
        );
    }
    deaf::refuse(office, "address", [address]).await
}

/// The address that is wrong: the one that the entry tells of, and when it told; of the mail itself that of the customer, or the
/// only one that it did not reach.
async fn wrong(
    office: &Office,
    actor: &Actor,
    (case, message): (&CaseRow, MessageId),
    missed: &[String],
) -> Result<(EmailAddress, Option<Timestamp>), Problem> {
    let conn = office.store().read();
    let entry = store::cases::find_message(&conn, actor.organisation, case.id, message).await;
    let entry = entry.map_err(problem::from_store)?.filter(|entry| entry.direction != Direction::Sent);
    if let Some(entry) = entry {
        let told_at = entry.created_at;
        if let Some(address) = entry.content.to.into_iter().find_map(|somebody| somebody.address) {
            return Ok((address, Some(told_at)));
        }
    }
    let missed: Vec<EmailAddress> = missed.iter().filter_map(|address| address.parse().ok()).collect();
    let customer = case.customer_address.parse::<EmailAddress>().ok();
    let of_customer = missed.iter().find(|one| customer.as_ref().is_some_and(|it| it.key() == one.key()));
    match (of_customer, missed.as_slice()) {
        (Some(one), _) | (None, [one]) => Ok((one.clone(), None)),
        (None, []) => {
            let detail = "the mail reached everybody, or is still on its way; no address of it is wrong";
            Err(Problem::conflict("mail.nothing_failed", detail))
        }
        (None, _) => {
            let detail = "the mail did not reach several; correct each at the entry that tells of him";
            Err(Problem::conflict("mail.several_failed", detail))
        }
    }
}

/// The files of the mail, those that it links to among them.
pub(super) async fn files_of(
    office: &Office,
    organisation: OrganisationId,
    outbox: OutboxId,
    mail: &MessageRow,
) -> Result<FilesAgain, Problem> {
    let places: Vec<_> = mail.content.attachments.iter().map(|file| file.index).collect();
    let contained = if places.is_empty() {
        Vec::new()
    } else {
        files::of_message(office, organisation, mail, &places).await?
    };
    let shown = mail.content.attachments.iter().map(|file| file.inline);
    again::prepare(office, organisation, outbox, contained.into_iter().zip(shown).collect()).await
}

/// The message of the mail itself: the entry about its failure names the same outbox item.
pub(super) async fn message_of(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    outbox: OutboxId,
) -> Result<MessageRow, Problem> {
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, case).await;
    let messages = messages.map_err(problem::from_store)?;
    let found =
        messages.into_iter().find(|message| message.outbox_id == Some(outbox) && message.raw_hash.is_some());
    found.ok_or_else(|| Problem::not_found("message"))
}

/// What its author wrote; of automatic mail what it said.
pub(super) async fn written(
    office: &Office,
    actor: &Actor,
    outbox: OutboxId,
    mail: &MessageRow,
) -> Result<Written, Problem> {
    let conn = office.store().read();
    let origin = store::outbox::find_origin(&conn, actor.organisation, outbox).await;
    let written = match origin.map_err(problem::from_store)? {
        Some(origin) => origin.written,
        None => Written { text: mail.content.text.clone(), ..Written::default() },
    };
    Ok(Written {
        cc: Vec::new(),
        bcc: Vec::new(),
        // They are among the files of the mail.
        attachments: Vec::new(),
        send_at: None,
        cancel_if_answered: false,
        ..written
    })
}

pub(super) async fn unreached(
    office: &Office,
    actor: &Actor,
    outbox: OutboxId,
) -> Result<Vec<String>, Problem> {
    let conn = office.store().read();
    let deliveries = store::deliveries::list_of_item(&conn, actor.organisation, outbox).await;
    let failed = deliveries.map_err(problem::from_store)?.into_iter();
    let failed = failed.filter(DeliveryRow::has_failed);
    Ok(failed.map(|delivery| delivery.recipient.to_string()).collect())
}
