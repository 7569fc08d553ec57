//! Times at which many equal refusals of one provider came, and what a person decides on them.

mod decide;
mod list;

use domain::blocks::{IncidentState, KeptBy};
use flows::returns::{self, Incident, OpenIncident};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Total;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, IncidentKey, Moment, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_return_incidents))
        .routes(routes!(list::list_open_return_incidents))
        .routes(routes!(decide::confirm_return_incident))
        .routes(routes!(decide::roll_back_return_incident))
        .routes(routes!(decide::send_return_incident_again))
}

/// Many equal refusals of one provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnIncident {
    /// The id.
    id: IncidentKey,
    /// Who refused: a domain.
    provider: String,
    /// The domain that does not vouch for its mail, where that is why it is refused: mail of the others goes on.
    sender_domain: Option<String>,
    /// As what, one of the classes of docs/returns.md.
    class: &'static str,
    /// With which words.
    words: String,
    /// When it was noticed.
    opened_at: Moment,
    /// Where it stands.
    #[schema(value_type = schema::IncidentState)]
    state: IncidentState,
    /// Whether the fault is ours: nobody is blocked for it, and it is to be seen to.
    ours: bool,
    /// Addresses that are blocked for it, among its first 10,000 refusals that blocked; of one that is open none that somebody let
    /// go meanwhile.
    blocked: Total,
    /// Addresses that are not, and would be if it were confirmed, among its first 10,000 refusals that did not block; mails that
    /// were refused where the fault is ours.
    held: Total,
    /// Mails that failed for it and can be sent again, counted up to 1,000; none where the fault is ours, but of `auth-failed`.
    failed: Total,
    /// What waits for it.
    #[serde(flatten)]
    waits: WaitsForIncident,
    /// When somebody decided.
    closed_at: Option<Moment>,
    /// Who.
    closed_by: Option<UserKey>,
}

/// The mail to many that waits for an incident.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitsForIncident {
    /// Recipients whose mail to many waits while it is open, counted up to 1,000.
    waiting: Total,
    /// Until when all bulk mail for the provider waits, or that from `sender_domain`; null where none does.
    waits_until: Option<Moment>,
    /// Until when mail to many that is refused so is put off in place of failing: a day after the last burst; null where nobody
    /// is waited for any more, or the fault is ours.
    holds_until: Option<Moment>,
    /// Which other incident of the provider keeps mail to many waiting whatever is decided on this one; null where none does.
    #[schema(value_type = Option<schema::KeptBy>)]
    kept_by: Option<KeptBy>,
}

impl From<Incident> for ReturnIncident {
    fn from(incident: Incident) -> Self {
        let Incident {
            sender_domain,
            row,
            ours,
            blocked,
            held,
            failed,
            waiting,
            waits_until,
            holds_until,
            kept_by,
        } = incident;
        Self {
            id: row.id.into(),
            provider: row.provider,
            sender_domain,
            class: row.class.as_str(),
            words: row.words,
            opened_at: row.opened_at.into(),
            state: row.state,
            ours,
            blocked: blocked.into(),
            held: held.into(),
            failed: failed.into(),
            waits: WaitsForIncident {
                waiting: waiting.into(),
                waits_until: waits_until.map(Into::into),
                holds_until: holds_until.map(Into::into),
                kept_by,
            },
            closed_at: row.closed_at.map(Into::into),
            closed_by: row.closed_by.map(Into::into),
        }
    }
}

/// An incident that nobody has decided on.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpenReturnIncident {
    /// The id.
    id: IncidentKey,
    /// Who refuses: a domain.
    provider: String,
    /// Whether the fault is ours.
    ours: bool,
}

impl From<OpenIncident> for OpenReturnIncident {
    fn from(OpenIncident { id, provider, ours }: OpenIncident) -> Self {
        Self { id: id.into(), provider, ours }
    }
}

/// What a decision did.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decided {
    /// How many addresses it blocked or let go: none that were so before.
    addresses: u64,
    /// Which other incident of the provider keeps mail to many waiting all the same; null where it goes on.
    #[schema(value_type = Option<schema::KeptBy>)]
    kept_by: Option<KeptBy>,
}

impl From<returns::Decided> for Decided {
    fn from(returns::Decided { addresses, kept_by }: returns::Decided) -> Self {
        Self { addresses, kept_by }
    }
}
