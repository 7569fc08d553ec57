//! As whom mail leaves that a program writes in a mailbox's name: receipts, mail that is passed on, notices.

use domain::compose::FromChoice;
use domain::preflight::Point;
use domain::timeline::{SentAs, SentInstead, Step};
use domain::{CategoryId, EmailAddress, IdentityId, OrganisationId};
use policy::preflight::Fate;
use policy::sender::{self, Because, Facts, Proposal};
use store::identities::{IdentityRow, IdentitySettings};
use store::mailboxes::MailboxRow;
use store::templates::TemplateRow;
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
    /// Its own address, where it leaves from the operator's.
    instead_of: Option<EmailAddress>,
    /// What is told of the address that it is from, and why: of a shared sender, and where one was passed over.
    told: Option<(EmailAddress, Because)>,
}

impl LeavesAs {
    /// From the mailbox.
    fn mailbox(mailbox: &MailboxRow) -> Self {
        Self { from: of_mailbox(mailbox), reply_to: None, instead_of: None, told: None }
    }

    /// From a shared sender. Answers come to the mailbox whatever he wants of answers to people: the case of such a mail
    /// is the mailbox's, and nobody waits for them elsewhere.
    fn shared(identity: &IdentityRow, because: Because, mailbox: &MailboxRow) -> Self {
        let IdentitySettings { display_name, address, .. } = &identity.settings;
        let name = Some(display_name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
        let answers = of_mailbox(mailbox);
        Self {
            reply_to: (answers.1.key() != address.key()).then_some(answers),
            from: (name, address.clone()),
            instead_of: None,
            told: Some((address.clone(), because)),
        }
    }

    /// Under the same name from the operator's address: answers go where they would have gone.
    fn rewritten(self, operators: EmailAddress) -> Self {
        let (name, own) = self.from;
        let shown = name.clone().unwrap_or_else(|| own.to_string());
        let instead_of = Some(own.clone());
        Self {
            from: (Some(shown), operators),
            reply_to: self.reply_to.or(Some((name, own))),
            instead_of,
            told: self.told,
        }
    }

    /// What the timeline of the mail says of it.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let told = self.told.as_ref().map(|(address, because)| {
            Step::SentAs(SentAs { from: address.to_string(), because: because.as_str().to_owned() })
        });
        let instead = self.instead_of.as_ref().map(|own| sent_instead(&self.from.1, own));
        told.into_iter().chain(instead).collect()
    }
}

fn of_mailbox(mailbox: &MailboxRow) -> Person {
    let settings = &mailbox.settings;
    let name = Some(settings.display_name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
    (name, settings.address.clone())
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
    cleared(conn, office, organisation, LeavesAs::mailbox(mailbox)).await
}

/// The same for a mail that is made of a template in a case of this category: from the shared sender that the template
/// names, else from the one that the organisation set for all, else from the mailbox. One that is archived, or that
/// members of other categories alone may write as, is passed over, and that is told. A refusal names the address that it is about.
///
/// # Errors
/// When the store fails.
pub(crate) async fn letter_leaves_as(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
    (mailbox, template, category): (&MailboxRow, &TemplateRow, Option<CategoryId>),
) -> Result<Result<LeavesAs, (Point, EmailAddress)>, StoreError> {
    let rules = crate::compose::rules_of(conn, organisation).await?;
    let mut named = Vec::new();
    for id in [template.settings.identity_id, rules.identity_id].into_iter().flatten() {
        named.extend(store::identities::find(conn, organisation, id).await?);
    }
    let of = |id: Option<IdentityId>| {
        let row = named.iter().find(|row| Some(row.id) == id);
        row.map_or(Proposal::Nothing, |row| proposal(row, category))
    };
    let (choice, because) = sender::resolve(Facts {
        message: None,
        template: of(template.settings.identity_id),
        organisation: of(rules.identity_id),
        begins: false,
    });
    let identity = match choice {
        FromChoice::Shared { id } => named.iter().find(|row| row.id == id),
        FromChoice::Mailbox | FromChoice::Own => None,
    };
    let leaves_as = match identity {
        Some(identity) => LeavesAs::shared(identity, because, mailbox),
        None => {
            let told = because.passes_over().then(|| (mailbox.settings.address.clone(), because));
            LeavesAs { told, ..LeavesAs::mailbox(mailbox) }
        }
    };
    let address = leaves_as.from.1.clone();
    let cleared = cleared(conn, office, organisation, leaves_as).await?;
    Ok(cleared.map_err(|point| (point, address)))
}

/// Whether programs write as this sender in cases of this category.
fn proposal(identity: &IdentityRow, category: Option<CategoryId>) -> Proposal {
    let of = &identity.settings.category_ids;
    if identity.archived_at.is_some() {
        Proposal::Archived
    } else if of.is_empty() || category.is_some_and(|category| of.contains(&category)) {
        Proposal::Usable(FromChoice::Shared { id: identity.id })
    } else {
        Proposal::OfOthers
    }
}

/// What becomes of a mail that would leave so.
async fn cleared(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
    leaves_as: LeavesAs,
) -> Result<Result<LeavesAs, Point>, StoreError> {
    let sender = Sender { organisation, address: &leaves_as.from.1, own_of: None };
    let fate = fate(conn, office, sender).await?;
    if let Fate::Refused(point) = fate {
        return Ok(Err(point));
    }
    Ok(Ok(match instead(office, fate) {
        Some(operators) => leaves_as.rewritten(operators),
        None => leaves_as,
    }))
}
