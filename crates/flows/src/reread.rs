//! Stored mail is read again after the parser changed: what is parsed can be thrown away and rebuilt
//! (invariant I3). Attachments are asked for by their place, which an older parser may have counted
//! otherwise.

use std::time::Duration;

use bytes::Bytes;
use domain::OrganisationId;
use domain::timeline::{Step, Subject};
use futures_util::future::BoxFuture;
use store::StoreError;
use store::cases::{Outdated, Reread};
use store::raw::RawHash;

use crate::intake;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// The filter action that puts another text in the place of a mail's own (`FilterAction::as_str`).
const REPLACES_TEXT: &str = "replace_text";
/// Messages that one step looks at.
const STEP_MESSAGES: u32 = 50;

/// Reads again what an older parser read.
pub struct Rereader {
    office: Office,
}

impl Rereader {
    /// The reader of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    /// Looks at the next messages, then at the next rows of the queues; [`Found::Nothing`] when all were.
    ///
    /// # Errors
    /// When the store fails; the step is repeated.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        match self.read_messages().await? {
            Found::Work => Ok(Found::Work),
            Found::Nothing => self.read_queues().await,
        }
    }

    async fn read_queues(&self) -> Result<Found, StoreError> {
        let conn = self.office.store().read();
        let found = store::intake::list_outdated(&conn, mail::PARSER_VERSION, STEP_MESSAGES).await?;
        let Some((from, to, outdated)) = found else { return Ok(Found::Nothing) };
        let mut changes = Vec::new();
        for row in outdated {
            if let Some(raw) = self.raw(row.organisation, row.raw_hash).await? {
                let read = tokio::task::spawn_blocking(move || intake::summary_of(&raw)).await;
                changes.extend(read.ok().map(|summary| (row.organisation, row.id, summary)));
            }
        }
        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    if !store::intake::move_walk(tx, from, to).await? {
                        return Ok::<_, StoreError>(());
                    }
                    for (organisation, id, summary) in &changes {
                        store::intake::record_reread(tx, *organisation, *id, summary).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(Found::Work)
    }

    async fn read_messages(&self) -> Result<Found, StoreError> {
        let conn = self.office.store().read();
        let found = store::cases::list_outdated(&conn, mail::PARSER_VERSION, STEP_MESSAGES).await?;
        let Some((from, to, outdated)) = found else { return Ok(Found::Nothing) };
        let mut changes = Vec::new();
        for message in outdated {
            if let Some(reread) = self.read(&message).await? {
                changes.push((message.organisation, message.id, reread));
            }
        }
        let count = changes.len();

        let moved = self
            .office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    if !store::cases::move_walk(tx, from, to).await? {
                        return Ok::<_, StoreError>(false);
                    }
                    for (organisation, id, reread) in &changes {
                        store::cases::record_reread(tx, *organisation, *id, reread).await?;
                    }
                    Ok(true)
                })
            })
            .await?;
        if moved && count > 0 {
            metrics::counter!("posthus_messages_reread_total").increment(count as u64);
            tracing::info!(
                count,
                message.id = to.message,
                "stored mail was read again by the present parser"
            );
        }
        Ok(Found::Work)
    }

    /// The bytes of a mail; `None` where they are gone or damaged.
    async fn raw(&self, organisation: OrganisationId, hash: RawHash) -> Result<Option<Bytes>, StoreError> {
        let conn = self.office.store().read();
        match store::raw::get(&conn, organisation, hash).await {
            Ok(found) => Ok(found),
            Err(StoreError::Damaged(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the mail says; `None` where its bytes are gone, and the message stays as it was read.
    async fn read(&self, message: &Outdated) -> Result<Option<Reread>, StoreError> {
        let Some(raw) = self.raw(message.organisation, message.raw_hash).await? else { return Ok(None) };
        let keeps_text = self.has_text_of_filter(message).await?;
        let read = tokio::task::spawn_blocking(move || intake::content_of(&raw)).await;
        let Ok(content) = read else { return Ok(None) };
        let shown = (content.text, content.has_html, content.remote_refs);
        Ok(Some(Reread {
            shown: (!keeps_text).then_some(shown),
            full_text: content.full_text,
            attachments: content.attachments,
            parser_version: content.parser_version,
        }))
    }

    /// Whether a filter put another text in the place of the mail's own.
    async fn has_text_of_filter(&self, message: &Outdated) -> Result<bool, StoreError> {
        let Some(intake) = message.intake_id else { return Ok(false) };
        let conn = self.office.store().read();
        let steps = store::timeline::list(&conn, message.organisation, Subject::Intake(intake)).await?;
        let sets_text = |actions: &[String]| actions.iter().any(|action| action == REPLACES_TEXT);
        let found =
            |(_, step): &(_, Step)| matches!(step, Step::FilterMatched { actions, .. } if sets_text(actions));
        Ok(steps.iter().any(found))
    }
}

impl Worker for Rereader {
    fn name(&self) -> &'static str {
        "reread"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
