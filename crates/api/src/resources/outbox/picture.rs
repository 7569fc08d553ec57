//! What waits in the outbox, by destination and age.

use axum::Json;
use axum::extract::State;
use domain::outbox::ParkReason;
use domain::waiting::Age;
use serde::Serialize;
use store::deliveries::PictureRow;
use utoipa::ToSchema;

use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::schema::{self, Moment};
use crate::state::Api;

/// What waits, by destination and age.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxPicture {
    /// The ages, the shortest first: what each place of a row's counts is of.
    #[schema(value_type = Vec<schema::WaitAge>)]
    ages: Vec<&'static str>,
    /// The domains with the most mail, the most first.
    rows: Vec<OutboxPictureRow>,
    /// Whether there are more domains, or more mail than was counted.
    more: bool,
    /// How long mail that is not to many waited from when it was to leave until its first attempt began: of the newest
    /// 1,000 mails.
    single: FirstWaits,
}

/// How long mails waited for their first attempt.
#[derive(Serialize, ToSchema)]
#[schema(as = OutboxFirstWaits)]
pub(crate) struct FirstWaits {
    /// Those of the last hour; null where there were none.
    hour: Option<Waits>,
    /// Those of the last 24 hours.
    day: Option<Waits>,
}

/// What the waits of some mails come to.
#[derive(Serialize, ToSchema)]
#[schema(as = OutboxWaits)]
pub(crate) struct Waits {
    /// How many mails.
    mails: u64,
    /// The middle one, milliseconds.
    median_ms: u64,
    /// What 99 in 100 did not exceed, milliseconds.
    p99_ms: u64,
}

impl From<domain::waiting::Waits> for Waits {
    fn from(waits: domain::waiting::Waits) -> Self {
        let domain::waiting::Waits { mails, median_ms, p99_ms } = waits;
        Self { mails, median_ms, p99_ms }
    }
}

/// What waits for one domain.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxPictureRow {
    /// The domain.
    domain: String,
    /// Deliveries of each age.
    counts: Vec<u64>,
    /// Since when the first of them waits.
    oldest_at: Moment,
    /// Until when nothing is tried there; null where mail may go.
    parked_until: Option<Moment>,
    /// Why.
    #[schema(value_type = Option<schema::ParkReason>)]
    parked_reason: Option<ParkReason>,
}

impl From<PictureRow> for OutboxPictureRow {
    fn from(row: PictureRow) -> Self {
        Self {
            domain: row.domain,
            counts: row.counts.to_vec(),
            oldest_at: row.oldest_at.into(),
            parked_until: row.parked.map(|(until, _)| until.into()),
            parked_reason: row.parked.map(|(_, reason)| reason),
        }
    }
}

/// Get what waits in the outbox by destination and age
///
/// The fifty domains with the most mail. Mail that is stopped, in the bin or to leave later is not counted. Beside it, how long
/// single mail waited for its first attempt of late, whatever waits that is to many.
#[utoipa::path(get, path = "/outbox/picture", tag = "outbox",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = OutboxPicture, description = "What waits."), OfRight))]
pub(crate) async fn get_outbox_picture(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<OutboxPicture> {
    let now = api.office().now();
    let conn = api.conn();
    let picture = store::deliveries::picture(&conn, actor.organisation, now).await?;
    let single = store::deliveries::first_waits(&conn, actor.organisation, now).await?;
    Ok(Json(OutboxPicture {
        ages: Age::ALL.map(Age::as_str).to_vec(),
        rows: picture.rows.into_iter().map(Into::into).collect(),
        more: picture.more,
        single: FirstWaits { hour: single.hour.map(Into::into), day: single.day.map(Into::into) },
    }))
}
