//! The inbox queue as a file.

use axum::extract::State;
use domain::org::Language;
use store::intake::{IntakeRow, IntakeSort};

use super::IntakeFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Innboks for e-post", "Inkorg för e-post", "Inbox queue"),
    headings: &[
        Phrase::new("Mottatt", "Mottagen", "Received"),
        Phrase::new("E-postkasse", "E-postlåda", "Mailbox"),
        Phrase::new("Fra", "Från", "From"),
        Phrase::new("Emne", "Ämne", "Subject"),
        Phrase::new("Størrelse (byte)", "Storlek (byte)", "Size (octets)"),
        Phrase::new("Tilstand", "Tillstånd", "State"),
        Phrase::new("Forsøk", "Försök", "Attempts"),
        Phrase::new("Siste feil", "Senaste fel", "Last error"),
        Phrase::new("Sak", "Ärende", "Case"),
    ],
};

/// Export the inbox queue to a file
#[utoipa::path(get, path = "/intake/export", tag = "intake", params(ListParams, IntakeFilters, ExportParams),
    security(("session" = ["intake", "export"]), ("token" = ["intake", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::Export)>,
    Listing { query, filter }: Listing<IntakeSort, IntakeFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = filter.shown_to(&actor)?;
    let read = move |query| {
        let conn = api.conn();
        async move { store::intake::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(intake: &IntakeRow, language: Language) -> Row {
    vec![
        Cell::Time(intake.received_at),
        Cell::Text(intake.mailbox_address.clone()),
        Cell::Text(intake.summary.from.clone()),
        Cell::Text(intake.summary.subject.clone()),
        Cell::number(intake.size_octets),
        Cell::word(intake.state.as_str(), language),
        Cell::number(intake.attempts),
        Cell::text(intake.error.as_deref()),
        intake.case_number.map_or(Cell::Empty, Cell::Number),
    ]
}
