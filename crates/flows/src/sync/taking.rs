//! Takes one batch: what is ours already is acknowledged, what is too old is left alone, the rest
//! is fetched, committed together, and only then acknowledged.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::intake::LeftBecause;
use net::source::Beginning;
use net::{Content, SourceError};
use store::intake::{FolderProgress, Inserted, Left, Source};

use super::round::{Round, Stopped};
use super::server::{Server, Waiting};
use super::{Visit, leaving};
use crate::arrivals::{self, Batch, NewMail};

/// Takes the mails of a batch.
pub(super) async fn take(
    round: &mut Round<'_>,
    server: &mut Server,
    batch: &[Waiting],
    progress: Option<FolderProgress>,
) -> Result<(), Stopped> {
    let mut sorted = sort(round, batch).await?;
    let dates = dates(round.visit, server, &sorted.wanted).await?;
    let skipped = without_old(round.visit, &mut sorted.wanted, &dates);
    let ids: Vec<u32> = sorted.wanted.iter().map(|mail| mail.id).collect();
    let mut fetched = Vec::with_capacity(ids.len());
    let outcome = server.fetch(&ids, &mut fetched).await;
    let mut arrived = Vec::with_capacity(fetched.len());
    let mut came = Vec::with_capacity(fetched.len());
    for mail in fetched {
        let Some(waiting) = sorted.wanted.iter().find(|waiting| waiting.id == mail.id) else { continue };
        came.push(mail.id);
        match mail.content {
            Content::Mail(raw) => arrived.push(whole(round.visit, waiting, raw)),
            Content::Gone => {}
            Content::TooLarge { octets } => {
                sorted.left.push((waiting.clone(), leaving::too_large(octets, round.visit)));
            }
            Content::Unreadable(words) => {
                sorted.left.push((waiting.clone(), leaving::unreadable(waiting.size_octets, &words)));
            }
        }
    }
    // Behind the first mail that did not come, the cursor does not go.
    let missing = sorted.wanted.iter().find(|waiting| !came.contains(&waiting.id));
    let progress = progress.map(|progress| held_back(progress, missing.filter(|_| outcome.is_err())));
    let ours = commit(round, (arrived, skipped), progress).await?;
    if let Err(error) = outcome {
        return Err(Stopped::at(error, missing.map(|mail| mail.source_id.clone())));
    }
    for (mail, left) in sorted.left {
        leaving::leave(round, server, &mail, left).await?;
    }
    let numbers =
        batch.iter().filter(|mail| sorted.ours.contains(&mail.id) || ours.contains(&mail.source_id));
    let numbers: Vec<u32> = numbers.map(|mail| mail.id).collect();
    if !numbers.is_empty() {
        server.acknowledge(round.visit, &numbers).await?;
    }
    Ok(())
}

/// A batch by what becomes of its mails; what is neither is left alone.
#[derive(Default)]
struct Sorted {
    /// Numbers of mails that are here.
    ours: Vec<u32>,
    /// Mails that are asked for.
    wanted: Vec<Waiting>,
    /// Mails that are not asked for, and why.
    left: Vec<(Waiting, Left)>,
}

async fn sort(round: &Round<'_>, batch: &[Waiting]) -> Result<Sorted, Stopped> {
    let visit = round.visit;
    let ids: Vec<String> = batch.iter().map(|mail| mail.source_id.clone()).collect();
    let conn = visit.office.store().read();
    let known = store::intake::known_sources(&conn, visit.organisation(), visit.mailbox(), &ids).await?;
    let mut sorted = Sorted::default();
    for mail in batch {
        match known.get(&mail.source_id) {
            // Where it is marked already, a crash came before the removal.
            Some(Source::Whole(_)) => sorted.ours.push(mail.id),
            Some(Source::Left(_) | Source::Skipped) => {}
            None if mail.is_deleted => {}
            None if mail.size_octets > visit.octets_max() => {
                sorted.left.push((mail.clone(), leaving::too_large(mail.size_octets, visit)));
            }
            None if round.breaks_connection(mail) => {
                sorted.left.push((mail.clone(), leaving::breaks_connection(mail.size_octets)));
            }
            None => sorted.wanted.push(mail.clone()),
        }
    }
    Ok(sorted)
}

/// When the mails arrived by their trace, else when they were written, where the server does not say and it matters.
async fn dates(
    visit: &Visit<'_>,
    server: &mut Server,
    wanted: &[Waiting],
) -> Result<BTreeMap<u32, Timestamp>, SourceError> {
    let unknown: Vec<u32> =
        wanted.iter().filter(|mail| mail.arrived_at.is_none()).map(|mail| mail.id).collect();
    if visit.row.settings.rules.import_from.is_none() || unknown.is_empty() {
        return Ok(BTreeMap::new());
    }
    let headers = server.beginnings(&unknown, Beginning::Header).await?;
    let date =
        |header: Option<Vec<u8>>| header.and_then(|header| arrival_of(&header).or_else(|| date_of(&header)));
    Ok(unknown.into_iter().zip(headers).filter_map(|(id, header)| Some((id, date(header)?))).collect())
}

/// Takes out what is older than the mailbox wants; returns the sources that only we know the date of.
fn without_old(
    visit: &Visit<'_>,
    wanted: &mut Vec<Waiting>,
    dates: &BTreeMap<u32, Timestamp>,
) -> Vec<String> {
    let Some(from) = visit.row.settings.rules.import_from else { return Vec::new() };
    let mut skipped = Vec::new();
    wanted.retain(|mail| {
        let told = mail.arrived_at;
        let old = told.or(dates.get(&mail.id).copied()).is_some_and(|at| at < from);
        if old && told.is_none() {
            skipped.push(mail.source_id.clone());
        }
        !old
    });
    skipped
}

fn held_back(mut progress: FolderProgress, missing: Option<&Waiting>) -> FolderProgress {
    if let Some(missing) = missing {
        progress.cursor.last_uid = progress.cursor.last_uid.min(missing.id.saturating_sub(1));
    }
    progress
}

/// A mail that came whole.
pub(super) fn whole(visit: &Visit<'_>, waiting: &Waiting, raw: Vec<u8>) -> NewMail {
    let until = visit.row.history_until;
    // RFC 9051 2.3.3: INTERNALDATE. POP3 (RFC 1939) tells nothing of the kind.
    let arrived_at = waiting.arrived_at.or_else(|| arrival_of(&raw));
    // Over POP3 only the first look can find mail from before; its trace, else its own date, says which.
    let may_be_old =
        waiting.arrived_at.is_some() || visit.row.health.last_success_at.is_none_or(|at| at <= until);
    let since = arrived_at.or_else(|| if may_be_old { date_of(&raw) } else { None });
    // IMAP tells whole seconds (RFC 9051 2.3.3): what came within that second came after.
    let second = Timestamp::from_millis(until.as_millis() - until.as_millis().rem_euclid(1000));
    let historic = may_be_old && since.is_none_or(|at| at < second);
    NewMail {
        arrived_at,
        historic_since: historic.then(|| since.unwrap_or(until)),
        ..NewMail::new(waiting.source_id.clone(), raw.into())
    }
}

/// When the last server on its way took the mail, from its header alone.
fn arrival_of(raw: &[u8]) -> Option<Timestamp> {
    mail::arrival(header_of(raw))
}

/// The mail's own date, from its header alone.
fn date_of(raw: &[u8]) -> Option<Timestamp> {
    mail::parse(header_of(raw)).0.date
}

fn header_of(raw: &[u8]) -> &[u8] {
    /// A header with more is none that a person's program wrote.
    const HEADER_OCTETS_MAX: usize = 256 * 1024;
    let header = &raw[..raw.len().min(HEADER_OCTETS_MAX)];
    let end = header.windows(4).position(|window| window == b"\r\n\r\n").map_or(header.len(), |at| at + 4);
    &header[..end]
}

/// Commits mails, sources and cursor together; returns the sources that are ours from here on.
async fn commit(
    round: &mut Round<'_>,
    (mails, skipped): (Vec<NewMail>, Vec<String>),
    progress: Option<FolderProgress>,
) -> Result<Vec<String>, Stopped> {
    if mails.is_empty() && skipped.is_empty() && progress.is_none() {
        return Ok(Vec::new());
    }
    let sources: Vec<String> = mails.iter().map(|mail| mail.source_id.clone()).collect();
    let batch = Batch { skipped, progress, ..round.visit.batch(mails) };
    let visit = round.visit;
    let stored = arrivals::store_batch_held(visit.office, batch, &visit.lease.owner).await?;
    for inserted in stored {
        match inserted {
            Inserted::New(_) => round.brought.stored += 1,
            Inserted::Copy(_) => round.brought.recognised += 1,
            Inserted::Known(_) => {}
        }
    }
    Ok(sources)
}

/// The reason as it is stored.
pub(super) fn left(because: LeftBecause, size_octets: u64, error: String) -> Left {
    Left { because, error, size_octets }
}
