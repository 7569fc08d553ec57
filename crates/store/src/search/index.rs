//! Writing the index: with each case and message, and once more over all that is older than it.

use domain::{CaseId, MessageId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, Order, Query};
use serde::{Deserialize, Serialize};

use super::analyser::{self, ANALYSER_VERSION};
use super::engine;
use crate::cases::{AttachmentMeta, Correspondent, NewMessage};
use crate::row::{Columns, Row};
use crate::sql::{col, is};
use crate::{StoreError, Tx, settings};

/// What a case is found by beside its messages.
pub(crate) struct CaseWords<'a> {
    pub(crate) number: i64,
    pub(crate) title: &'a str,
    pub(crate) customer_name: Option<&'a str>,
    pub(crate) customer_address: &'a str,
}

/// Writes what stands above a case that was just made.
pub(crate) async fn index_case(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    words: &CaseWords<'_>,
) -> Result<(), StoreError> {
    let number = words.number.to_string();
    let texts =
        [number.as_str(), words.title, words.customer_name.unwrap_or_default(), words.customer_address];
    engine::insert(tx, org, id.get(), &analyser::words(texts)).await
}

/// Writes what stands above a case that may have been written before.
pub(crate) async fn index_case_again(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    words: &CaseWords<'_>,
) -> Result<(), StoreError> {
    engine::delete(tx, org, ("cases", id.get())).await?;
    index_case(tx, org, id, words).await
}

/// Forgets the words of a case and of its messages, which are still there.
pub(crate) async fn forget_case(tx: &Tx, org: OrganisationId, case: CaseId) -> Result<(), StoreError> {
    let mut messages = Query::select();
    messages.column("id").from("case_messages").and_where(is("org_id", org)).and_where(is("case_id", case));
    for row in tx.all(&messages).await? {
        engine::delete(tx, org, ("case_messages", row.number("id")?)).await?;
    }
    engine::delete(tx, org, ("cases", case.get())).await
}

/// Writes a message that was just inserted.
pub(crate) async fn index_message(
    tx: &Tx,
    org: OrganisationId,
    id: MessageId,
    message: &NewMessage,
) -> Result<(), StoreError> {
    let content = &message.content;
    let people =
        Correspondents { from: content.from.clone(), to: content.to.clone(), cc: content.cc.clone() };
    let words = people.words(&content.subject, &content.full_text, &content.attachments);
    engine::insert(tx, org, id.get(), &words).await
}

/// Forgets a message that is removed.
pub(crate) async fn forget_message(tx: &Tx, org: OrganisationId, id: MessageId) -> Result<(), StoreError> {
    engine::delete(tx, org, ("case_messages", id.get())).await
}

/// How far the walk over older rows is; kept among the installation's settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// The analyser whose words are written.
    version: i64,
    /// The last case that was looked at.
    case: i64,
    /// The last message that was looked at.
    message: i64,
    /// Whether all were.
    complete: bool,
}

impl Progress {
    /// Whether nothing is left.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.complete
    }
}

const PROGRESS: &str = "search.progress";

/// Writes the next `limit` cases and messages, of all organisations, that were there before the
/// index or that another analyser wrote. Safe to repeat, and to run beside new mail.
pub async fn index_older(tx: &Tx, limit: u32) -> Result<Progress, StoreError> {
    let kept = settings::find::<Progress>(tx, None, PROGRESS).await?.unwrap_or_default();
    let mut progress = match kept {
        Progress { version: ANALYSER_VERSION, complete: true, .. } => return Ok(kept),
        Progress { version: ANALYSER_VERSION, .. } => kept,
        Progress { .. } => Progress { version: ANALYSER_VERSION, ..Progress::default() },
    };
    let cases = older(tx, ("cases", CASE_COLUMNS), progress.case, limit).await?;
    for row in &cases {
        progress.case = row.number("id")?;
        let (title, address) = (row.text("title")?, row.text("customer_address")?);
        let name = row.text_or_none("customer_name")?;
        let words = CaseWords {
            number: row.number("number")?,
            title: &title,
            customer_name: name.as_deref(),
            customer_address: &address,
        };
        index_case_again(tx, row.id("org_id")?, row.id("id")?, &words).await?;
    }
    let messages = older(tx, ("case_messages", MESSAGE_COLUMNS), progress.message, limit).await?;
    for row in &messages {
        progress.message = row.number("id")?;
        // What was removed is found by nobody.
        if row.at_or_none("removed_at")?.is_none() {
            index_older_message(tx, row).await?;
        }
    }
    progress.complete = cases.is_empty() && messages.is_empty();
    settings::remember(tx, None, PROGRESS, &progress).await?;
    Ok(progress)
}

const CASE_COLUMNS: &[&str] = &["id", "org_id", "number", "title", "customer_name", "customer_address"];
const MESSAGE_COLUMNS: &[&str] =
    &["id", "org_id", "correspondents", "subject", "full_text", "attachments", "removed_at"];

/// The next rows of a table by their primary key.
async fn older(
    tx: &Tx,
    (table, columns): (&'static str, &'static [&'static str]),
    after: i64,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let mut query = Query::select();
    query
        .columns(columns.iter().copied())
        .from(table)
        .and_where(col("id").gt(after))
        .order_by("id", Order::Asc)
        .limit(u64::from(limit));
    tx.all(&query).await
}

/// Writes a message that was changed.
pub(crate) async fn index_again(tx: &Tx, org: OrganisationId, id: MessageId) -> Result<(), StoreError> {
    let mut query = Query::select();
    query.columns(MESSAGE_COLUMNS.iter().copied()).from("case_messages");
    query.and_where(is("org_id", org)).and_where(is("id", id));
    match tx.one(&query).await? {
        Some(row) => index_older_message(tx, &row).await,
        None => Ok(()),
    }
}

async fn index_older_message(tx: &Tx, row: &Row) -> Result<(), StoreError> {
    let table = Columns("case_messages");
    let people: Correspondents = row.json(table.at("correspondents"))?;
    let attachments: Vec<AttachmentMeta> = row.json(table.at("attachments"))?;
    let words = people.words(&row.text("subject")?, &row.text("full_text")?, &attachments);
    let (org, id) = (row.id("org_id")?, row.number("id")?);
    engine::delete(tx, org, ("case_messages", id)).await?;
    engine::insert(tx, org, id, &words).await
}

/// Who wrote to whom.
#[derive(Deserialize)]
struct Correspondents {
    from: Correspondent,
    to: Vec<Correspondent>,
    cc: Vec<Correspondent>,
}

impl Correspondents {
    /// All words of a message. People and the subject first: a text may use up the limit.
    fn words(&self, subject: &str, text: &str, attachments: &[AttachmentMeta]) -> Vec<String> {
        let people = std::iter::once(&self.from).chain(&self.to).chain(&self.cc);
        let named = people.flat_map(|somebody| {
            let address = somebody.address.as_ref().map(ToString::to_string);
            [somebody.name.clone(), address].into_iter().flatten()
        });
        let named: Vec<String> = named.collect();
        let files = attachments.iter().map(|file| file.name.as_str());
        analyser::words(named.iter().map(String::as_str).chain([subject]).chain(files).chain([text]))
    }
}
