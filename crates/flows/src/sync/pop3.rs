//! One visit over POP3.

use domain::Secret;
use net::Content;
use net::pop3_source::{Listed, Pop3Source};
use store::intake::Inserted;

use super::failure::VisitError;
use super::imap::too_large;
use super::{Brought, Visit, batches, server};
use crate::arrivals::{self, Batch, NewMail};

/// Fetches what is new in the mailbox.
pub(super) async fn visit(visit: &Visit<'_>, password: Secret) -> Result<Brought, VisitError> {
    let connected = Pop3Source::connect(&server(visit.row, password), visit.office.net()).await;
    let mut source = connected.map_err(|failure| failure.error)?;
    match mailbox(visit, &mut source).await {
        Ok(brought) => {
            // RFC 1939 6: what was marked is removed by QUIT; all of it is committed by now.
            source.quit().await.map_err(|failure| failure.error)?;
            Ok(brought)
        }
        Err(error) => {
            source.abandon().await;
            Err(error)
        }
    }
}

async fn mailbox(visit: &Visit<'_>, source: &mut Pop3Source) -> Result<Brought, VisitError> {
    let listed = source.list().await?;
    let mut brought = Brought::default();
    for batch in batches(&listed, |mail| mail.size_octets) {
        if visit.stop.is_cancelled() {
            brought.more = true;
            break;
        }
        let ours = fetch(visit, source, batch, &mut brought).await?;
        if visit.removes() {
            source.delete(&ours).await?;
        }
    }
    Ok(brought)
}

/// Stores the new mails of a batch; returns the numbers of those that are ours by now.
async fn fetch(
    visit: &Visit<'_>,
    source: &mut Pop3Source,
    batch: &[Listed],
    brought: &mut Brought,
) -> Result<Vec<u32>, VisitError> {
    let ids: Vec<String> = batch.iter().map(|mail| mail.uidl.clone()).collect();
    let conn = visit.office.store().read();
    let known = store::intake::known_source_ids(&conn, visit.organisation(), visit.mailbox(), &ids).await?;
    let new = |mail: &&Listed| !known.contains(&mail.uidl);
    let mut ours: Vec<u32> = batch.iter().filter(|mail| !new(mail)).map(|mail| mail.number).collect();
    let wanted: Vec<&Listed> = batch.iter().filter(new).collect();
    let numbers: Vec<u32> = wanted.iter().map(|mail| mail.number).collect();
    let mut mails = Vec::with_capacity(wanted.len());
    let mut retrieving = source.retrieve(&numbers);
    while let Some(fetched) = retrieving.next().await? {
        match fetched.content {
            Content::Mail(raw) => {
                let Some(mail) = wanted.iter().find(|mail| mail.number == fetched.id) else { continue };
                mails.push(NewMail { source_id: mail.uidl.clone(), raw: raw.into() });
                ours.push(fetched.id);
            }
            Content::Gone => {}
            Content::TooLarge { octets } => brought.left.push(too_large(octets)),
            Content::Unreadable(words) => brought.left.push(words),
        }
    }
    drop(retrieving);
    let stored = arrivals::store_batch(
        visit.office,
        Batch {
            organisation: visit.organisation(),
            mailbox: visit.mailbox(),
            via: "pop3",
            peer: visit.peer(),
            mails,
            progress: None,
        },
    )
    .await?;
    brought.stored += stored.iter().filter(|inserted| matches!(inserted, Inserted::New(_))).count() as u64;
    Ok(ours)
}
