//! Sent mail as a file.

use axum::extract::State;
use domain::org::Language;
use store::outbox::{OutboxRow, SentSort};

use super::super::outbox::sender;
use super::SentFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Sendt", "Skickat", "Sent"),
    headings: &[
        Phrase::new("Skrevet", "Skriven", "Written"),
        Phrase::new("Skrevet av", "Skriven av", "Written by"),
        Phrase::new("Fra", "Från", "From"),
        Phrase::new("Til", "Till", "To"),
        Phrase::new("Emne", "Ämne", "Subject"),
        Phrase::new("Tilstand", "Tillstånd", "State"),
        Phrase::new("Siste svar", "Senaste svar", "Last words"),
        Phrase::new("Sak", "Ärende", "Case"),
        Phrase::new("Størrelse (oktetter)", "Storlek (oktetter)", "Size (octets)"),
    ],
};

/// Export sent mail to a file
#[utoipa::path(get, path = "/sent/export", tag = "outbox", params(ListParams, SentFilters, ExportParams),
    security(("session" = ["cases_all", "export"]), ("session" = ["cases_own", "export"]),
        ("token" = ["cases_all", "export"]), ("token" = ["cases_own", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_sent(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Export)>,
    Listing { query, filter }: Listing<SentSort, SentFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = filter.read(&api, &actor).await?;
    let read = move |query| {
        let (conn, filter) = (api.conn(), filter.clone());
        async move { store::outbox::list_sent(&conn, actor.organisation, &query, &filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(item: &OutboxRow, language: Language) -> Row {
    let recipients: Vec<String> = item.recipients.iter().map(ToString::to_string).collect();
    vec![
        Cell::Time(item.created_at),
        Cell::text(item.created_by_name.as_deref()),
        Cell::Text(sender(item)),
        Cell::Text(recipients.join(", ")),
        Cell::Text(item.subject.clone()),
        Cell::word(item.state.as_str(), language),
        Cell::text(item.last_words.as_deref()),
        item.case_number.map_or(Cell::Empty, Cell::Number),
        Cell::number(item.size_octets),
    ]
}
