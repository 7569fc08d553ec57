//! Sender domains whose key is gone from DNS.

use axum::Json;
use axum::extract::State;
use domain::sender_domain::SenderDomainState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::rights::{self, May};
use crate::schema::{self, Moment, SenderDomainKey};
use crate::state::Api;

/// A sender domain whose key was in DNS and is missing.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomainAlarm {
    /// The domain.
    id: SenderDomainKey,
    /// Its name.
    name: String,
    /// `warning` while its mail is still signed, `pending` since it no more is.
    #[schema(value_type = schema::SenderDomainState)]
    state: SenderDomainState,
    /// Since when the key is missing; null once its mail is signed no more.
    failing_since: Option<Moment>,
    /// When its mail stopped being signed.
    switched_off_at: Option<Moment>,
}

/// List sender domain alarms
///
/// The domains whose key was in DNS and is missing: those that are warned of, and those that were switched off.
#[utoipa::path(get, path = "/sender-domains/alarms", tag = "sender_domains",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<SenderDomainAlarm>, description = "The alarms."), OfSignedIn))]
pub(crate) async fn list_sender_domain_alarms(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<SenderDomainAlarm>> {
    let rows = flows::sender_domains::alarms(api.office(), actor.organisation).await?;
    Ok(Json(Rows::of(rows, |row| SenderDomainAlarm {
        id: row.id.into(),
        name: row.name,
        state: row.state,
        failing_since: row.failing_since.map(Into::into),
        switched_off_at: row.switched_off_at.map(Into::into),
    })))
}
