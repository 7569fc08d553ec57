//! Dry run: what a filter would have done to mail that came, without doing it.
//!
//! One call tries one page of a period's mails, so that whoever asks shows the progress and stops
//! by asking no more.

use domain::intake::IntakeState;
use domain::{Actor, FilterId, IntakeId, Problem, Timestamp, UploadId};
use futures_util::StreamExt as _;
use futures_util::stream;
use mail::Participant;
use policy::filter::{Filter, Match, Miss, Texts, Tried, TypeOfCase, decide};
use store::intake::{IntakeFilter, IntakeRow, IntakeShelf, IntakeSort};
use store::raw::RawHash;
use store::{Count, ListQuery};

use super::{FilterInput, check, merged};
use crate::office::Office;
use crate::problem;
use crate::request_types::{self, Asked};
use crate::uploads::{self, UPLOAD_OCTETS_MAX};

/// Mails that one call tries.
const PAGE_MAILS: u32 = 50;
/// Mails that are read at a time.
const READ_CONCURRENCY: usize = 4;

/// Which mails are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Received from here on.
    pub from: Timestamp,
    /// Received before this.
    pub until: Timestamp,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A mail that the filter would have matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The mail.
    pub id: IntakeId,
    /// When it came.
    pub received_at: Timestamp,
    /// The mailbox's address.
    pub mailbox_address: String,
    /// The sender.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub state: IntakeState,
    /// Why it matches, and what would be done.
    pub found: Match,
}

/// What one page showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The mails that match, the latest first.
    pub hits: Vec<Hit>,
    /// How many were tried.
    pub tried: u32,
    /// How many of them are not readable any more.
    pub unreadable: u32,
    /// How many the period has.
    pub total: Count,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What a filter says of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfMail {
    /// The sender.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// It matches, or does not.
    pub result: Result<Match, Miss>,
}

/// Tries a filter, saved or not, on one page of a period's mails. A saved one is named by `id`,
/// and `input` is laid over it.
///
/// # Errors
/// 422 for a filter that cannot run, 404 for one that is not there.
pub async fn dry_run(
    office: &Office,
    actor: &Actor,
    (id, input): (Option<FilterId>, FilterInput),
    period: Period,
) -> Result<Page, Problem> {
    let (filter, settings) = ready(office, actor, id, input).await?;
    let conn = office.store().read();
    let query = ListQuery {
        sort: IntakeSort::ReceivedAt,
        descending: true,
        cursor: period.cursor,
        limit: PAGE_MAILS,
        ..ListQuery::default()
    };
    let only = IntakeFilter {
        shelf: IntakeShelf::Any,
        blocked: true,
        mailbox_id: settings.mailbox_ids.first().copied().filter(|_| settings.mailbox_ids.len() == 1),
        received: Some((period.from, period.until)),
    };
    let page =
        store::intake::list(&conn, actor.organisation, &query, only).await.map_err(problem::from_store)?;
    let tried = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let mine = page.rows.into_iter().filter(|row| settings.reads(row.mailbox_id));
    let filter = &filter;
    let tries: Vec<Option<Option<Hit>>> = stream::iter(mine)
        .map(|row| hit(office, actor, filter, row))
        .buffered(READ_CONCURRENCY)
        .collect()
        .await;
    let unreadable = u32::try_from(tries.iter().filter(|one| one.is_none()).count()).unwrap_or(u32::MAX);
    let hits = tries.into_iter().flatten().flatten().collect();
    Ok(Page { hits, tried, unreadable, total: page.total, next: page.next })
}

/// Tries a filter on a mail that somebody brought as a file.
///
/// # Errors
/// As [`dry_run`], and 422 for an upload that is not there, 413 for one that is larger than a mail.
pub async fn dry_run_mail(
    office: &Office,
    actor: &Actor,
    (id, input): (Option<FilterId>, FilterInput),
    upload: UploadId,
) -> Result<OfMail, Problem> {
    let (filter, _) = ready(office, actor, id, input).await?;
    let conn = office.store().read();
    let found = store::uploads::find(&conn, actor.organisation, actor.user, upload).await;
    let missing =
        || Problem::invalid("upload_id", "upload_missing", "the file is not there; choose it again");
    let found = found.map_err(problem::from_store)?.ok_or_else(missing)?;
    if found.size_octets > UPLOAD_OCTETS_MAX as u64 {
        return Err(uploads::too_large());
    }
    let mail = (found.raw_hash, found.size_octets, None);
    let brought = read(office, actor, &filter, mail).await.ok_or_else(missing)?;
    Ok(OfMail { from: brought.from, subject: brought.subject, result: brought.result })
}

async fn ready(
    office: &Office,
    actor: &Actor,
    id: Option<FilterId>,
    input: FilterInput,
) -> Result<(Filter, store::filters::FilterSettings), Problem> {
    let conn = office.store().read();
    let present = match id {
        None => None,
        Some(id) => {
            let found =
                store::filters::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
            Some(found.ok_or_else(|| Problem::not_found("filter"))?.settings)
        }
    };
    let settings = merged(present, input);
    let filter = check::runnable(id.unwrap_or(FilterId::new(0)), &settings)?;
    Ok((filter, settings))
}

/// What the filter does to a mail of the list; `None` where that cannot be read.
async fn hit(office: &Office, actor: &Actor, filter: &Filter, row: IntakeRow) -> Option<Option<Hit>> {
    let asked = of_case(office, actor, filter, &row).await?;
    let mail = (row.raw_hash, row.size_octets, asked.of_case());
    let brought = read(office, actor, filter, mail).await?;
    let hit = |found: Match| Hit {
        id: row.id,
        received_at: row.received_at,
        mailbox_address: row.mailbox_address,
        from: brought.from,
        subject: brought.subject,
        state: row.state,
        found: Match { reasons: asked.all_named(found.reasons), ..found },
    };
    Some(brought.result.ok().map(hit))
}

/// What the filter may ask of the mail's case; `None` where it cannot be read.
async fn of_case(office: &Office, actor: &Actor, filter: &Filter, row: &IntakeRow) -> Option<Asked> {
    if !filter.asks_for_request_type() {
        return Some(Asked::default());
    }
    let conn = office.store().read();
    let mailbox = store::mailboxes::find(&conn, actor.organisation, row.mailbox_id).await.ok()?;
    let of_mailbox = mailbox.and_then(|mailbox| mailbox.settings.request_type_id);
    request_types::asked(&conn, actor.organisation, (row.case_id, of_mailbox)).await.ok()
}

async fn read(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
    (hash, size, request_type): (RawHash, u64, Option<TypeOfCase>),
) -> Option<OfMail> {
    let conn = office.store().read();
    let raw = store::raw::get(&conn, actor.organisation, hash).await.ok().flatten()?;
    let filter = filter.clone();
    let work = move || {
        let (parsed, _) = mail::parse(&raw);
        let verdict = decide([&filter], &Texts::new(&parsed, size).of_type(request_type), &[]);
        let from = parsed.from.as_ref().map(shown).unwrap_or_default();
        let result = match verdict.tried.into_iter().next()? {
            Tried::Match(found) => Ok(found),
            Tried::Miss(miss) => Err(miss),
        };
        Some(OfMail { from, subject: parsed.subject, result })
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

fn shown(participant: &Participant) -> String {
    let address = participant.address.as_ref().map_or_else(|| participant.raw.clone(), ToString::to_string);
    participant.name.as_ref().map_or_else(|| address.clone(), |name| format!("{name} <{address}>"))
}
