//! The outbox as a file.

use axum::extract::State;
use domain::org::Language;
use domain::outbox::DeliveryState;
use store::outbox::{OutboxRow, OutboxSort};

use super::{OutboxFilters, sender};
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Utboks", "Utkorg", "Outbox"),
    headings: &[
        Phrase::new("Skrevet", "Skrivet", "Written"),
        Phrase::new("Skrevet av", "Skrivet av", "Written by"),
        Phrase::new("Fra", "Från", "From"),
        Phrase::new("Til", "Till", "To"),
        Phrase::new("Emne", "Ämne", "Subject"),
        Phrase::new("Størrelse (byte)", "Storlek (byte)", "Size (octets)"),
        Phrase::new("Tilstand", "Tillstånd", "State"),
        Phrase::new("Forsøk", "Försök", "Attempts"),
        Phrase::new("Neste forsøk", "Nästa försök", "Next try"),
        Phrase::new("Siste svar", "Senaste svar", "Last words"),
        Phrase::new("Sak", "Ärende", "Case"),
    ],
};

/// Export the outbox to a file
#[utoipa::path(get, path = "/outbox/export", tag = "outbox", params(ListParams, OutboxFilters, ExportParams),
    security(("session" = ["outbox", "export"]), ("token" = ["outbox", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Export)>,
    Listing { query, filter }: Listing<OutboxSort, OutboxFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let (filter, place) = filter.read(actor.organisation, api.office().now())?;
    let read = move |query| {
        let (conn, place) = (api.conn(), place.clone());
        async move { store::outbox::list_at(&conn, actor.organisation, &query, (filter, place.as_ref())).await }
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
        Cell::number(item.size_octets),
        Cell::text(Some(state(item.state, language))),
        Cell::number(item.tried),
        Cell::time(item.next_attempt_at),
        Cell::text(item.last_words.as_deref()),
        item.case_number.map_or(Cell::Empty, Cell::Number),
    ]
}

/// Where a mail stands, as the list says it.
const fn state(state: DeliveryState, language: Language) -> &'static str {
    let words = match state {
        DeliveryState::Queued => Phrase::new("Venter", "Väntar", "Waiting"),
        DeliveryState::Sending => Phrase::new("Sendes nå", "Skickas nu", "Being sent"),
        DeliveryState::Sent => Phrase::new("Sendt", "Skickad", "Sent"),
        DeliveryState::Failed => Phrase::new("Mislyktes", "Misslyckades", "Failed"),
    };
    words.in_language(language)
}
