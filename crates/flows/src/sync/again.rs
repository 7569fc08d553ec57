//! Mails that were left on their server and that somebody wants after all.

use bytes::Bytes;
use domain::IntakeId;
use net::Content;
use store::cursors::FolderCursor;
use store::intake::{Left, Wanted};

use super::leaving;
use super::round::{Round, Stopped};
use super::server::{Server, Waiting};

/// Mails that one visit tries.
const WANTED_MAX: u32 = 20;

/// Fetches each alone: it failed before. One at which the connection breaks is not asked for a
/// second time by itself.
pub(super) async fn fetch(round: &mut Round<'_>, server: &mut Server) -> Result<(), Stopped> {
    let (visit, conn) = (round.visit, round.visit.office.store().read());
    let wanted = store::intake::list_wanted(&conn, visit.organisation(), visit.mailbox(), WANTED_MAX).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let listed = server.list(visit, FolderCursor::default()).await?;
    for Wanted { id, source_id } in wanted {
        let found = listed.iter().find(|mail| mail.source_id == source_id && !mail.is_deleted);
        let mut fetched = Vec::new();
        let outcome = match found {
            Some(mail) if mail.size_octets > visit.octets_max() => {
                Err(leaving::too_large(mail.size_octets, visit))
            }
            Some(mail) => match server.fetch(&[mail.id], &mut fetched).await {
                Ok(()) => content(round, mail, fetched.pop().map(|fetched| fetched.content)),
                Err(error) => {
                    record(round, id, Err(leaving::breaks_connection(mail.size_octets))).await?;
                    return Err(error.into());
                }
            },
            None => Err(gone()),
        };
        let is_ours = outcome.is_ok();
        record(round, id, outcome).await?;
        if let Some(mail) = found.filter(|_| is_ours) {
            round.visit.still_removes().await?;
            server.acknowledge(round.visit, &[mail.id]).await?;
        }
    }
    Ok(())
}

fn content(round: &Round<'_>, mail: &Waiting, content: Option<Content>) -> Result<Bytes, Left> {
    match content {
        Some(Content::Mail(raw)) => Ok(raw.into()),
        Some(Content::TooLarge { octets }) => Err(leaving::too_large(octets, round.visit)),
        Some(Content::Unreadable(words)) => Err(leaving::unreadable(mail.size_octets, &words)),
        Some(Content::Gone) | None => Err(gone()),
    }
}

fn gone() -> Left {
    leaving::unreadable(0, "it is not there any more under the number it had")
}

async fn record(round: &mut Round<'_>, id: IntakeId, outcome: Result<Bytes, Left>) -> Result<(), Stopped> {
    let (office, organisation) = (round.visit.office, round.visit.organisation());
    let at = office.now();
    match outcome {
        Ok(raw) => {
            let whole = store::raw::prepare(office.store(), organisation, raw).await?;
            round.brought.stored += 1;
            office
                .store()
                .write(move |tx| {
                    Box::pin(async move {
                        store::intake::record_whole(tx, organisation, id, &whole, at).await.map(|_waited| ())
                    })
                })
                .await?;
            office.signals().intake.notify_one();
        }
        Err(left) => {
            office
                .store()
                .write(move |tx| {
                    Box::pin(async move {
                        store::intake::record_left_again(tx, organisation, id, &left, at)
                            .await
                            .map(|_waited| ())
                    })
                })
                .await?;
        }
    }
    Ok(())
}
