//! Mailboxes that have gone without mail for too long.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use store::mailboxes::HealthState;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::rights::{self, May};
use crate::schema::{MailboxKey, Moment};
use crate::state::Api;

/// What ails a mailbox that nobody is signed in for.
const NOT_SIGNED_IN: &str = "oauth_not_signed_in";

/// A mailbox from which no mail has come in for longer than its alarm allows.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxAlarm {
    /// The mailbox.
    id: MailboxKey,
    /// Its address.
    address: String,
    /// When a look at it last succeeded; null for never.
    last_success_at: Option<Moment>,
    /// The kind of its last failure: the stable code of a test with the same outcome.
    error_code: Option<String>,
}

/// List mailbox alarms
///
/// The active mailboxes at which no look has succeeded for longer than each one's `alarm_after_s`.
#[utoipa::path(get, path = "/mailboxes/alarms", tag = "mailboxes",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<MailboxAlarm>, description = "The alarms."), OfSignedIn))]
pub(crate) async fn list_mailbox_alarms(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<MailboxAlarm>> {
    let overdue = flows::mailboxes::health::overdue(api.office(), &actor).await?;
    Ok(Json(Rows::of(overdue, |row| MailboxAlarm {
        id: row.id.into(),
        address: row.settings.address.to_string(),
        last_success_at: row.health.last_success_at.map(Into::into),
        error_code: match row.health.state {
            HealthState::SignIn => Some(NOT_SIGNED_IN.to_owned()),
            HealthState::New
            | HealthState::Ok
            | HealthState::Failing
            | HealthState::Paused
            | HealthState::Listening => row.health.last_error_code,
        },
    })))
}
