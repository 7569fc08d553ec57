//! How long reports on sender domains are kept, and where they can be sent.

use axum::Json;
use axum::extract::State;
use domain::EmailAddress;
use flows::sender_domains::ReportSettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// What is chosen about reports on sender domains.
#[derive(Serialize, ToSchema)]
pub(crate) struct DomainReportSettings {
    /// How many days they are kept.
    kept_days: u32,
    /// The addresses of mailboxes that they can be sent to.
    addresses: Vec<String>,
}

/// What to choose.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DomainReportSettingsInput {
    /// How many days reports are kept, 30 to 800; those that are here already, too.
    kept_days: u32,
}

impl DomainReportSettings {
    fn of((settings, addresses): (ReportSettings, Vec<EmailAddress>)) -> Self {
        let addresses = addresses.iter().map(ToString::to_string).collect();
        Self { kept_days: settings.kept_days, addresses }
    }
}

/// Get the settings of domain reports
#[utoipa::path(get, path = "/domain-report-settings", tag = "sender_domains",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = DomainReportSettings, description = "The settings."), OfRight))]
pub(crate) async fn get_report_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<DomainReportSettings> {
    let found = flows::sender_domains::report_settings(api.office(), &actor).await?;
    Ok(Json(DomainReportSettings::of(found)))
}

/// Set the settings of domain reports
#[utoipa::path(put, path = "/domain-report-settings", tag = "sender_domains",
    request_body = DomainReportSettingsInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = DomainReportSettings, description = "The settings as they are now."), OfInput))]
pub(crate) async fn put_report_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(DomainReportSettingsInput { kept_days }): Input<DomainReportSettingsInput>,
) -> Answer<DomainReportSettings> {
    flows::sender_domains::put_report_settings(api.office(), &actor, ReportSettings { kept_days }).await?;
    let found = flows::sender_domains::report_settings(api.office(), &actor).await?;
    Ok(Json(DomainReportSettings::of(found)))
}
