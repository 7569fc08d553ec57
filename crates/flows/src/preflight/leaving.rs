//! As whom mail leaves that a program writes in a mailbox's name: receipts, mail that is passed on, notices.

use domain::preflight::Point;
use domain::timeline::{SentInstead, Step};
use domain::{EmailAddress, OrganisationId};
use policy::preflight::Fate;
use store::mailboxes::MailboxRow;
use store::{Conn, StoreError};

use super::{Sender, fate, instead};
use crate::office::Office;

/// A name and an address.
type Person = (Option<String>, EmailAddress);

/// Who such a mail is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LeavesAs {
    /// The name and address in `From`.
    pub(crate) from: Person,
    /// Where answers go, where that is another address.
    pub(crate) reply_to: Option<Person>,
}

impl LeavesAs {
    /// From the mailbox, or under its name from the operator's address: answers go to the mailbox all the same.
    fn of(mailbox: &MailboxRow, operators: Option<EmailAddress>) -> Self {
        let settings = &mailbox.settings;
        let name = Some(settings.display_name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
        let own = settings.address.clone();
        match operators {
            None => Self { from: (name, own), reply_to: None },
            Some(operators) => {
                let shown = name.clone().unwrap_or_else(|| own.to_string());
                Self { from: (Some(shown), operators), reply_to: Some((name, own)) }
            }
        }
    }

    /// What the timeline of the mail says of it.
    pub(crate) fn step(&self) -> Option<Step> {
        let (_, instead_of) = self.reply_to.as_ref()?;
        Some(sent_instead(&self.from.1, instead_of))
    }
}

/// The step of a mail that leaves from the operator's address.
pub(crate) fn sent_instead(from: &EmailAddress, instead_of: &EmailAddress) -> Step {
    Step::SentInstead(SentInstead { from: from.to_string(), instead_of: instead_of.to_string() })
}

/// As whom a mail of a mailbox leaves, or why it does not. Asks no name server, and may be asked inside of a
/// transaction.
///
/// # Errors
/// When the store fails.
pub(crate) async fn leaves_as(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
    mailbox: &MailboxRow,
) -> Result<Result<LeavesAs, Point>, StoreError> {
    let sender = Sender { organisation, address: &mailbox.settings.address, own_of: None };
    Ok(match fate(conn, office, sender).await? {
        Fate::Refused(point) => Err(point),
        fate @ (Fate::Sent | Fate::Rewritten) => Ok(LeavesAs::of(mailbox, instead(office, fate))),
    })
}
