//! One outbox item with its deliveries and their attempts.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use domain::outbox::{AttemptResult, DeliveryState};
use domain::{DeliveryId, EmailAddress, OrganisationId, OutboxId};
use flows::outbox::{ChoiceOfWay, Wait};
use flows::returns::Judging;
use serde::Serialize;
use store::deliveries::{AttemptRow, DeliveryRow};
use utoipa::ToSchema;

use super::super::sending::Retries;
use super::super::shared::encryption::Encryption;
use super::super::shared::{HeldBack, Meaning};
use super::why::OutboxWait;
use super::{Outbox, OutboxReasons, known_of, open};
use crate::extract::{ById, Ids};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{self, DeliveryKey, Moment, OutboxKey};
use crate::state::Api;

/// An outbox item with everything about it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxDetails {
    /// The item as listed.
    #[serde(flatten)]
    listed: Outbox,
    /// Its way to each recipient.
    deliveries: Vec<Delivery>,
    /// Its text.
    text: String,
    /// The waits between attempts.
    retries: Retries,
    /// Why it is from whom it is, and why it takes its way.
    reasons: OutboxReasons,
    /// Whose server keeps it from being sent another way by whoever asks: `authors`, which its author alone can change, or
    /// `domains`, which takes the right to set outgoing servers; null where he may, or where it neither waits nor failed.
    way_kept: Option<&'static str>,
    /// Why what is queued is still here, by the recipients' domain.
    waits: Vec<OutboxWait>,
}

/// A mail's way to one recipient.
#[derive(Serialize, ToSchema)]
pub(crate) struct Delivery {
    /// The id.
    id: DeliveryKey,
    /// The recipient.
    recipient: String,
    /// Where it stands.
    #[schema(value_type = schema::DeliveryState)]
    state: DeliveryState,
    /// Whether it failed and another mail of the case went to this recipient since, or is on its way.
    sent_anew: bool,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next by its own time.
    next_attempt_at: Option<Moment>,
    /// When it can go at the earliest: then, or when what it waits for with others ends, where that is later; null where it waits
    /// for a person or for nothing.
    goes_at: Option<Moment>,
    /// The server's last reply code.
    last_code: Option<u16>,
    /// Its last enhanced code.
    last_enhanced: Option<String>,
    /// Its last words, or ours where it did not answer.
    last_words: Option<String>,
    /// What those words mean; null where it was taken, was not tried, or nobody was asked.
    meaning: Option<Meaning>,
    /// The host that was last spoken to.
    last_host: Option<String>,
    /// Whether it is a copy that the sender, or its author, has of everything: the mail has not failed where it does not arrive.
    unasked: bool,
    /// Each attempt, oldest first.
    log: Vec<Attempt>,
}

/// One attempt of a delivery.
#[derive(Serialize, ToSchema)]
pub(crate) struct Attempt {
    /// When.
    at: Moment,
    /// How it ended.
    #[schema(value_type = schema::AttemptResult)]
    result: AttemptResult,
    /// The server's reply code, where it answered.
    code: Option<u16>,
    /// Its enhanced code.
    enhanced: Option<String>,
    /// Its words, or ours where it did not answer.
    words: String,
    /// The host that was spoken to.
    host: Option<String>,
    /// Whether the connection was encrypted.
    tls: bool,
    /// What protected it; absent where no server was spoken to, and in old attempts.
    encryption: Option<Encryption>,
    /// How long it took.
    duration_ms: i64,
    /// Why no server was asked; null where one was.
    held_back: Option<HeldBack>,
    /// What the words mean; null where the mail was taken, or nobody was asked.
    meaning: Option<Meaning>,
}

impl Attempt {
    fn of(row: AttemptRow, recipient: &EmailAddress, judging: &mut Judging) -> Self {
        Self {
            meaning: judging.of_attempt(&row, Some(recipient)).map(Into::into),
            at: row.at.into(),
            result: row.result,
            code: row.code.map(|code| code.get()),
            enhanced: row.enhanced.map(|code| code.to_string()),
            words: row.words,
            host: row.host,
            tls: row.tls,
            encryption: row.encryption.map(Into::into),
            duration_ms: row.duration_ms,
            held_back: row.held_back.map(Into::into),
        }
    }
}

impl Delivery {
    /// The ways of a mail to its recipients, and what was said on each.
    pub(crate) async fn of_mail(
        api: &Api,
        (organisation, outbox): (OrganisationId, OutboxId),
        waits: &[Wait],
    ) -> Result<Vec<Self>, Refusal> {
        let rows = store::deliveries::list_of_item(&api.conn(), organisation, outbox).await?;
        let mut stood_for = store::outbox::list_stood_for(&api.conn(), organisation, &[outbox]).await?;
        let stood_for = stood_for.remove(&outbox).unwrap_or_default();
        let mut judging = flows::returns::judging(api.office(), organisation).await?;
        let known = (waits, &stood_for);
        Ok(rows.into_iter().map(|row| Self::of(row, known, &mut judging)).collect())
    }

    fn of(
        row: DeliveryRow,
        (waits, stood_for): (&[Wait], &BTreeSet<DeliveryId>),
        judging: &mut Judging,
    ) -> Self {
        let own = row.next_attempt_at.filter(|_| row.state == DeliveryState::Queued);
        let is_its = |wait: &&Wait| wait.domain.eq_ignore_ascii_case(row.recipient.domain());
        let goes_at = match waits.iter().find(is_its) {
            Some(wait) => own.and_then(|own| wait.lets_go(Some(own))),
            None => own,
        };
        let last = row.log.last();
        Self {
            meaning: judging.of_delivery(&row).map(Into::into),
            id: row.id.into(),
            recipient: row.recipient.to_string(),
            state: row.state,
            sent_anew: stood_for.contains(&row.id),
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at.map(Into::into),
            goes_at: goes_at.map(Into::into),
            last_code: last.and_then(|attempt| attempt.code).map(|code| code.get()),
            last_enhanced: last.and_then(|attempt| attempt.enhanced).map(|code| code.to_string()),
            last_words: last.map(|attempt| attempt.words.clone()),
            last_host: last.and_then(|attempt| attempt.host.clone()),
            unasked: row.is_unasked,
            log: row.log.into_iter().map(|attempt| Attempt::of(attempt, &row.recipient, judging)).collect(),
        }
    }
}

/// Get a mail of the outbox
#[utoipa::path(get, path = "/outbox/{id}", tag = "outbox", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = OutboxDetails, description = "The mail with its deliveries and attempts."), OfOne))]
pub(crate) async fn get_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<OutboxKey>,
) -> Answer<OutboxDetails> {
    let row = open(&api, &actor, id.into()).await?;
    let waits = flows::outbox::why(api.office(), actor.organisation, row.id).await?;
    let deliveries = Delivery::of_mail(&api, (actor.organisation, row.id), &waits).await?;
    let mail = flows::view::mail(api.office(), actor.organisation, row.raw_hash).await?;
    let reasons = flows::outbox::reasons(api.office(), actor.organisation, &row).await?;
    let way_kept = match flows::outbox::choice_of_way(api.office(), &actor, row.id).await? {
        ChoiceOfWay::Kept(keeps) => Some(keeps.as_str()),
        ChoiceOfWay::Nobodys | ChoiceOfWay::Offices | ChoiceOfWay::Authors => None,
    };
    let known = known_of(&api, actor.organisation, &[row.id]).await?.remove(&row.id);
    Ok(Json(OutboxDetails {
        listed: Outbox::of(row, known),
        deliveries,
        text: mail.text,
        retries: Retries::of(&api),
        reasons: reasons.into(),
        way_kept,
        waits: waits.into_iter().map(Into::into).collect(),
    }))
}
