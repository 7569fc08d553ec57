//! The reception: mail that clients hand over to our listeners. Mails that come at the same time
//! are stored together, whatever connection and mailbox they are of, and each client hears of its
//! own after the commit (invariant I2, RFC 5321 6.1).

mod recipients;
mod return_paths;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use domain::{EmailAddress, OrganisationId};
use store::StoreError;
use store::intake::{Arrival, Handed, Summary};

use self::recipients::Recipients;
use crate::arrivals::ListeningMailbox;
use crate::gather::Gather;
use crate::office::Office;

/// A mail that a client hands over.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// Whom it is for.
    pub mailboxes: Vec<ListeningMailbox>,
    /// `smtp` or `lmtp`.
    pub via: &'static str,
    /// The client.
    pub peer: String,
    /// What makes it one mail of its mailboxes, however often it is brought.
    pub source_id: String,
    /// Its bytes.
    pub raw: Bytes,
}

/// Whose an envelope's recipient is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// A mailbox's.
    Mailbox(ListeningMailbox),
    /// Nobody's here.
    Nobodys,
    /// In the form of a return path, and none that we gave a mail within its time.
    NoReturn,
}

/// One mail, ready to be stored for each of its mailboxes.
type Ready = Arc<Vec<(OrganisationId, Handed)>>;

/// Takes in what clients hand over.
pub struct Reception {
    office: Office,
    recipients: Recipients,
    mails: Gather<Ready, ()>,
}

impl Reception {
    /// The reception of an office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        let recipients = Recipients::new(office.clone());
        Self { office, recipients, mails: Gather::default() }
    }

    /// Whose mailbox an envelope's recipient is; `None` where we take no mail for it.
    ///
    /// # Errors
    /// When the store fails; the client is told to try again.
    pub async fn mailbox(&self, recipient: &EmailAddress) -> Result<Option<ListeningMailbox>, StoreError> {
        Ok(match self.whose(recipient).await? {
            Whose::Mailbox(mailbox) => Some(mailbox),
            Whose::Nobodys | Whose::NoReturn => None,
        })
    }

    /// Whose an envelope's recipient is, and of a return path why nobody's.
    ///
    /// # Errors
    /// When the store fails; the client is told to try again.
    pub async fn whose(&self, recipient: &EmailAddress) -> Result<Whose, StoreError> {
        if let Some(found) = return_paths::whose(&self.office, recipient).await? {
            return Ok(found);
        }
        Ok(self.recipients.mailbox(recipient).await?.map_or(Whose::Nobodys, Whose::Mailbox))
    }

    /// Stores a mail, durably, in all its mailboxes or in none; those that have it already are left
    /// as they are.
    ///
    /// # Errors
    /// When the store fails: the client must keep the mail.
    pub async fn take(&self, mail: HandedOver) -> Result<(), StoreError> {
        let via = mail.via;
        let ready = Arc::new(self.prepare(mail).await?);
        let office = self.office.clone();
        self.mails.write(ready, move |mails| store_all(office.clone(), mails)).await?;
        metrics::counter!("posthus_mails_stored_total", "via" => via).increment(1);
        Ok(())
    }

    async fn prepare(&self, mail: HandedOver) -> Result<Vec<(OrganisationId, Handed)>, StoreError> {
        let HandedOver { mailboxes, via, peer, source_id, raw } = mail;
        let received_at = self.office.now();
        let mut raws = BTreeMap::new();
        let mut ready = Vec::with_capacity(mailboxes.len());
        for ListeningMailbox { organisation, mailbox, returned_delivery } in mailboxes {
            let raw = match raws.get(&organisation) {
                Some(prepared) => prepared,
                None => {
                    let raw = store::raw::prepare(self.office.store(), organisation, raw.clone()).await?;
                    raws.entry(organisation).or_insert(raw)
                }
            };
            let mail = Arrival {
                source_id: source_id.clone(),
                raw: raw.clone(),
                received_at,
                arrived_at: None,
                summary: Summary::default(),
                historic: false,
                left: None,
            };
            let (via, peer) = (via.to_owned(), peer.clone());
            ready.push((organisation, Handed { mailbox_id: mailbox, via, peer, returned_delivery, mail }));
        }
        Ok(ready)
    }
}

/// One transaction for mails that came at the same time.
async fn store_all(office: Office, mails: Vec<Ready>) -> Result<Vec<()>, StoreError> {
    let answers = vec![(); mails.len()];
    let mails = Arc::new(mails);

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let mut of: BTreeMap<OrganisationId, Vec<&Handed>> = BTreeMap::new();
                for (organisation, handed) in mails.iter().flat_map(|mail| mail.iter()) {
                    of.entry(*organisation).or_default().push(handed);
                }
                for (organisation, handed) in of {
                    store::intake::insert_handed(tx, organisation, &handed).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    office.signals().intake.notify_one();
    Ok(answers)
}
