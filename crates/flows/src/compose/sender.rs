//! As whom a mail is written: from the mailbox of its case, or from its author's own address; and what follows:
//! where answers and failures go, and who gets a copy unasked.

use domain::compose::FromKind;
use domain::transport::TransportOwner;
use domain::{Actor, EmailAddress, Problem};
use store::mailboxes::MailboxRow;

use super::names::{self, AnswersTo, UserSending};
use super::recipients::{Person, Recipients};
use crate::office::Office;
use crate::{cases, problem};

/// Who a mail is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentAs {
    /// The name and address in `From`.
    pub(super) from: Person,
    /// Where answers go, where that is another address.
    pub(super) reply_to: Option<Person>,
    /// Where failures come back (RFC 5321 4.4).
    pub(super) return_path: EmailAddress,
    /// Who gets a hidden copy though the author named nobody.
    pub(super) copies: Vec<EmailAddress>,
}

impl SentAs {
    /// The recipients with the copies that are sent unasked; nobody gets the mail twice.
    pub(super) fn with_copies(&self, mut recipients: Recipients) -> Recipients {
        let known: Vec<_> = recipients.envelope().iter().map(EmailAddress::key).collect();
        let further = self.copies.iter().filter(|copy| !known.contains(&copy.key()));
        recipients.bcc.extend(further.cloned());
        recipients
    }
}

/// Resolves it.
///
/// # Errors
/// 403 where users may not write from their own addresses.
pub(super) async fn resolve(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
    kind: FromKind,
) -> Result<SentAs, Problem> {
    let sending = names::user_sending(office, actor).await?;
    match kind {
        FromKind::Mailbox => {
            let address = mailbox.settings.address.clone();
            Ok(SentAs {
                from: (names::of_mailbox(office, actor, mailbox).await?, address.clone()),
                reply_to: None,
                // The mailbox is imported, so that failures are seen.
                return_path: address,
                copies: if sending.copy_of_shared { sending.copy_to } else { Vec::new() },
            })
        }
        FromKind::Own => own(office, actor, mailbox, sending).await,
    }
}

async fn own(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
    sending: UserSending,
) -> Result<SentAs, Problem> {
    if !names::rules(office, actor).await?.own_address {
        let detail =
            "your organisation does not let mail leave from personal addresses; write from the mailbox";
        return Err(Problem::invalid("from", "from.own_not_allowed", detail));
    }
    let author = cases::author(office, actor).await?;
    let address = author.address.ok_or_else(|| Problem::not_found("user"))?;
    let of_mailbox = &mailbox.settings.address;
    let reply_to = match sending.answers_to {
        AnswersTo::Mailbox => Some((names::of_mailbox(office, actor, mailbox).await?, of_mailbox.clone())),
        AnswersTo::Own => None,
        AnswersTo::Address { address } => Some((None, address)),
    };
    // A server that is a person's own takes no mail whose failures go to somebody else's address.
    let has_own_server = uses_own_server(office, actor).await?;
    Ok(SentAs {
        return_path: if has_own_server { address.clone() } else { of_mailbox.clone() },
        from: (author.name, address),
        reply_to,
        copies: sending.copy_to,
    })
}

/// Whether what the actor writes from his own address leaves through a server of his own.
pub(super) async fn uses_own_server(office: &Office, actor: &Actor) -> Result<bool, Problem> {
    let (conn, owner) = (office.store().read(), TransportOwner::User(actor.user));
    let found = store::transports::find(&conn, actor.organisation, &owner).await;
    Ok(found.map_err(problem::from_store)?.is_some_and(|row| row.settings.in_use))
}
