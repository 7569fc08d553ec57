//! What is wrong with sender domains that were in order.

use axum::Json;
use axum::extract::State;
use domain::sender_domain::{DomainAlarm, SenderDomainState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::rights::{self, May};
use crate::schema::{self, Moment, SenderDomainKey};
use crate::state::Api;

/// One thing that is wrong with a sender domain.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomainAlarm {
    /// The domain.
    id: SenderDomainKey,
    /// Its name.
    name: String,
    /// What: its key is gone from DNS (`key`); a policy of MTA-STS is served that does not name every host that takes its
    /// mail (`exchangers`); a record that was live is gone, or there are several (`spf`, `dmarc`, `return_path`).
    #[schema(value_type = schema::DomainAlarm)]
    kind: DomainAlarm,
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
/// What is wrong with domains that were in order, each thing once, the gravest first. A record that is gone is told of for
/// two weeks.
#[utoipa::path(get, path = "/sender-domains/alarms", tag = "sender_domains",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<SenderDomainAlarm>, description = "The alarms."), OfSignedIn))]
pub(crate) async fn list_sender_domain_alarms(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<SenderDomainAlarm>> {
    let rows = flows::sender_domains::alarms(api.office(), actor.organisation).await?;
    Ok(Json(Rows::of(rows, |(row, kind)| SenderDomainAlarm {
        kind,
        id: row.id.into(),
        name: row.name,
        state: row.state,
        failing_since: row.failing_since.map(Into::into),
        switched_off_at: row.switched_off_at.map(Into::into),
    })))
}
