//! Where a text is written: in a case that is there, or in one that its first mail will begin.

use domain::case::CaseStatus;
use domain::{Actor, CaseId, MailboxId, Problem, Recipient};
use store::cases::CaseRow;
use store::mailboxes::MailboxRow;

use crate::office::Office;
use crate::{cases, problem, request_types};

/// Where a text is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place<'a> {
    /// In a case.
    Case(CaseId),
    /// In the first mail of a case.
    First(First<'a>),
}

/// The first mail of a case, as far as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First<'a> {
    /// The mailbox that it is written from.
    pub mailbox: MailboxId,
    /// Its first recipient, who becomes the customer.
    pub to: Option<Recipient>,
    /// Its subject, which becomes the title.
    pub title: &'a str,
}

impl Place<'_> {
    /// The case, or what it will be.
    pub(crate) async fn case(&self, office: &Office, actor: &Actor) -> Result<CaseRow, Problem> {
        match self {
            Self::Case(id) => cases::open(office, actor, *id).await,
            Self::First(first) => Ok(first.begun(office, actor).await?.0),
        }
    }
}

impl First<'_> {
    /// The case as it will be, still without an id and a number, and its mailbox. The customer has the name and
    /// the company that his address is known by; whoever has no card is called as the author calls him.
    pub(crate) async fn begun(
        &self,
        office: &Office,
        actor: &Actor,
    ) -> Result<(CaseRow, MailboxRow), Problem> {
        let (conn, organisation) = (office.store().read(), actor.organisation);
        let found = store::mailboxes::find(&conn, organisation, self.mailbox).await;
        let no_mailbox = || Problem::invalid("mailbox_id", "no_such_mailbox", "there is no such mailbox");
        let mailbox = found.map_err(problem::from_store)?.ok_or_else(no_mailbox)?;
        let person = match &self.to {
            Some(to) => store::persons::find_by_address(&conn, organisation, &to.address).await,
            None => Ok(None),
        };
        let person = person.map_err(problem::from_store)?;
        let known = match person {
            Some((id, _)) => {
                store::persons::find(&conn, organisation, id).await.map_err(problem::from_store)?
            }
            None => None,
        };
        let (settings, now) = (&mailbox.settings, office.now());
        let kind = request_types::meant(&conn, organisation, settings.request_type_id).await;
        let kind = kind.map_err(problem::from_store)?;
        let case = CaseRow {
            id: CaseId::new(0),
            number: 0,
            title: self.title.to_owned(),
            status: CaseStatus::Open,
            status_id: None,
            status_name: None,
            customer_name: known.map(|person| person.name).or_else(|| self.to.as_ref()?.name.clone()),
            customer_address: self.to.as_ref().map(|to| to.address.to_string()).unwrap_or_default(),
            category_id: settings.category_id,
            category_name: None,
            priority_id: settings.priority_id,
            priority_name: None,
            request_type_id: kind.as_ref().map(|row| row.id),
            request_type_name: kind.map(|row| row.name),
            owner_id: Some(actor.user),
            owner_name: None,
            mailbox_id: Some(mailbox.id),
            mailbox_address: Some(settings.address.to_string()),
            messages: 0,
            unread: false,
            delivery_failed: false,
            created_at: now,
            updated_at: now,
            last_message_at: now,
            due_at: None,
            wait_until: None,
            merged_into: None,
            binned_at: None,
            person_id: person.map(|(id, _)| id),
            company_id: person.and_then(|(_, company)| company),
            tags: Vec::new(),
        };
        Ok((case, mailbox))
    }
}
