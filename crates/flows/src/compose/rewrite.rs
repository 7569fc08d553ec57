//! A mail that did not arrive is written again, to another address.

use std::collections::BTreeMap;

use domain::case::ParticipantRole;
use domain::compose::{Mode, Returned, Written};
use domain::outbox::DeliveryState;
use domain::{Actor, CaseId, EmailAddress, MessageId, OrganisationId, OutboxId, Problem};
use store::cases::{By, CaseRow, MessageRow, ParticipantRow};
use store::drafts::Place;
use store::events::{self, Change};
use store::{StoreError, Tx};

use super::again::{self, FilesAgain};
use super::files;
use super::taken_back::{put_above, sent};
use crate::addresses::deaf;
use crate::office::Office;
use crate::{cases, problem};

/// The address that should have been written to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// It; where nobody knows it yet, the draft has those whom the mail did not reach.
    pub address: Option<EmailAddress>,
    /// Whether it is the customer's, so that all later answers go there.
    pub of_customer: bool,
}

/// Makes a draft of the actor's from a mail that failed: its text and files, and as recipient the right address.
/// Returns the mode that the draft lies under.
///
/// # Errors
/// 404 for the case or the message; 422 when its files are not there any more, or an address is missing that
/// would become the customer's, or takes no mail.
pub async fn rewrite(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
    correction: Correction,
) -> Result<Mode, Problem> {
    if correction.of_customer && correction.address.is_none() {
        let detail = "the customer's new address is missing; write it";
        return Err(Problem::invalid("address", "address_missing", detail));
    }
    deaf::refuse(office, "address", correction.address.iter()).await?;
    let outbox = sent(office, actor, case, message).await?;
    let mail = message_of(office, actor, case, outbox).await?;
    let mut written = written(office, actor, outbox, &mail).await?;
    let mut missed = unreached(office, actor, outbox).await?;
    written.to = Some(match &correction.address {
        Some(address) => vec![address.to_string()],
        None => missed.clone(),
    });
    let row = cases::open(office, actor, case).await?;
    let customer = correction.address.filter(|_| correction.of_customer);
    // An answer that was begun meant the customer at the address before.
    missed.extend(customer.is_some().then(|| row.customer_address.clone()));
    let files = files_of(office, actor.organisation, outbox, &mail).await?;
    let mode = written.mode.of_returned();
    let place = Place { user: actor.user, case: Some(case), mode, mail: None };
    let (organisation, at) = (actor.organisation, office.now());

    office
        .store()
        .write(move |tx| {
            let (mut written, files, missed) = (written.clone(), files.clone(), missed.clone());
            let (row, customer) = (row.clone(), customer.clone());
            Box::pin(async move {
                files.put(tx, organisation, (place.user, at), &mut written).await?;
                put_above(tx, organisation, place, (written, Returned::Failed, at), &missed).await?;
                match customer {
                    Some(address) => {
                        readdress(tx, organisation, (&row, address), By { user: Some(place.user), at }).await
                    }
                    None => Ok(()),
                }
            })
        })
        .await
        .map_err(problem::from_store)?;
    Ok(mode)
}

/// Gives the case's customer another address, and says so in the case's log.
async fn readdress(
    tx: &Tx,
    organisation: OrganisationId,
    (case, address): (&CaseRow, EmailAddress),
    by: By,
) -> Result<(), StoreError> {
    let (from, to) = (case.customer_address.clone(), address.to_string());
    if from == to {
        return Ok(());
    }
    let name = case.customer_name.clone();
    let customer = ParticipantRow { name, address, role: ParticipantRole::Customer };
    store::cases::put_participant(tx, organisation, case.id, &customer).await?;
    store::cases::set_customer(tx, organisation, case.id, &customer).await?;
    // Nothing arrives at the address before, so it is not to be kept informed.
    if let Ok(before) = from.parse() {
        store::cases::remove_participant(tx, organisation, case.id, &before).await?;
    }
    let params = [("from", from), ("to", to)].map(|(name, value)| (name.to_owned(), value));
    store::cases::insert_log(tx, organisation, case.id, by, ("customer", BTreeMap::from(params))).await?;
    events::insert(tx, organisation, Change::case(case.id));
    Ok(())
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
    let failed = failed.filter(|delivery| delivery.state == DeliveryState::Failed);
    Ok(failed.map(|delivery| delivery.recipient.to_string()).collect())
}
