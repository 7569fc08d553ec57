//! What an agent sees when he begins to write: whom each mode goes to, as whom, and how much fits.

use domain::compose::Mode;
use domain::{Actor, CaseId, MailboxId, MessageId, Problem, limits};
use policy::subject;
use store::mailboxes::MailboxRow;
use store::statuses::StatusRow;

use super::about::last_received;
use super::of_case::mailbox;
use super::recipients::{self, Named};
use super::{after, names, thread};
use crate::office::Office;
use crate::{cases, problem};

/// Who a mail is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its address.
    pub address: String,
    /// The name that stands before it.
    pub name: Option<String>,
}

/// What a mail of a case starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Who it is from; none when the case's mailbox is gone.
    pub sender: Option<Sender>,
    /// Whom an answer goes to; empty when the customer's address is broken.
    pub reply: Named,
    /// Whom an answer to all goes to.
    pub reply_all: Named,
    /// The subject of an answer.
    pub subject: String,
    /// The subject of a forward.
    pub forward_subject: String,
    /// The last message of the case.
    pub latest: Option<MessageId>,
    /// The largest mail that is sent, octets.
    pub max_octets: u64,
    /// The status that an answer gives the case when its author chooses none.
    pub after: Option<StatusRow>,
}

/// What a mail of this case starts with; about one of its messages, where that is named.
///
/// # Errors
/// 404 for the case or the message.
pub async fn open(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    message: Option<MessageId>,
) -> Result<Opened, Problem> {
    let case = cases::open(office, actor, id).await?;
    let sender = match mailbox(office, actor.organisation, &case).await {
        Ok(mailbox) if mailbox.deleted_at.is_none() => Some(sender(office, actor, mailbox).await?),
        Ok(_) | Err(_) => None,
    };
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let messages = store::cases::list_messages(&conn, organisation, id).await.map_err(problem::from_store)?;
    let about = match message {
        Some(id) => {
            let found = messages.iter().find(|message| message.id == id);
            Some(found.ok_or_else(|| Problem::not_found("message"))?)
        }
        None => last_received(&messages),
    };
    let mut named = Vec::new();
    for mode in [Mode::Reply, Mode::ReplyAll] {
        let found = recipients::of_mode(&conn, (organisation, actor.user), (&case, mode), about).await;
        named.push(found.map_err(problem::from_store)?.unwrap_or_default());
    }
    let heard = thread::heard(&conn, organisation, &messages).await.map_err(problem::from_store)?;
    let of_answer = if thread::is_first(&heard) { subject::of_first } else { subject::of_reply };
    let title = about.map_or(case.title.as_str(), |message| message.content.subject.as_str());
    let reply_all = named.pop().unwrap_or_default();
    Ok(Opened {
        sender,
        reply: named.pop().unwrap_or_default(),
        reply_all,
        subject: of_answer(&case.title, case.number),
        forward_subject: subject::of_forward(title, case.number),
        latest: messages.last().map(|message| message.id),
        max_octets: limits::OUTGOING_OCTETS_MAX as u64,
        after: after::of_category(&conn, organisation, &case).await.map_err(problem::from_store)?,
    })
}

/// The mailboxes that a case can be started from.
///
/// # Errors
/// When the store fails.
pub async fn open_new(office: &Office, actor: &Actor) -> Result<Vec<Sender>, Problem> {
    let conn = office.store().read();
    let names = store::mailboxes::list_names(&conn, actor.organisation).await;
    let mut senders = Vec::new();
    for (id, _) in names.map_err(problem::from_store)? {
        let found = store::mailboxes::find(&conn, actor.organisation, id).await;
        if let Some(mailbox) = found.map_err(problem::from_store)? {
            senders.push(sender(office, actor, mailbox).await?);
        }
    }
    Ok(senders)
}

async fn sender(office: &Office, actor: &Actor, mailbox: MailboxRow) -> Result<Sender, Problem> {
    let name = names::of_mailbox(office, actor, &mailbox).await?;
    Ok(Sender { mailbox: mailbox.id, address: mailbox.settings.address.to_string(), name })
}
