//! The list of cases as a file.

use std::sync::Arc;

use axum::extract::State;
use domain::org::Language;
use store::cases::{CaseRow, CaseSort};

use super::filters::CaseFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Saker", "Ärenden", "Cases"),
    headings: &[
        Phrase::new("Nummer", "Nummer", "Number"),
        Phrase::new("Tittel", "Titel", "Title"),
        Phrase::new("Kunde", "Kund", "Customer"),
        Phrase::new("Kundens e-post", "Kundens e-post", "Customer's e-mail"),
        Phrase::new("Status", "Status", "Status"),
        Phrase::new("Kategori", "Kategori", "Category"),
        Phrase::new("Prioritet", "Prioritet", "Priority"),
        Phrase::new("Sakstype", "Ärendetyp", "Request type"),
        Phrase::new("Eier", "Ägare", "Owner"),
        Phrase::new("Meldinger", "Meddelanden", "Messages"),
        Phrase::new("Opprettet", "Skapad", "Created"),
        Phrase::new("Siste melding", "Senaste meddelande", "Last message"),
        Phrase::new("Frist", "Tidsfrist", "Deadline"),
        Phrase::new("Merker", "Taggar", "Tags"),
    ],
};

/// Export cases to a file
#[utoipa::path(get, path = "/cases/export", tag = "cases", params(ListParams, CaseFilters, ExportParams),
    security(("session" = ["cases_all", "export"]), ("session" = ["cases_own", "export"]),
        ("token" = ["cases_all", "export"]), ("token" = ["cases_own", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_cases(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Export)>,
    Listing { query, filter }: Listing<CaseSort, CaseFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = Arc::new(filter.for_actor(&api, &actor).await?);
    let read = move |query| {
        let (conn, filter) = (api.conn(), Arc::clone(&filter));
        async move { store::cases::list(&conn, actor.organisation, &query, &filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(case: &CaseRow, language: Language) -> Row {
    vec![
        Cell::Number(case.number),
        Cell::Text(case.title.clone()),
        Cell::text(case.customer_name.as_deref()),
        Cell::Text(case.customer_address.clone()),
        case.status_name
            .as_deref()
            .map_or_else(|| Cell::word(case.status.as_str(), language), |name| Cell::text(Some(name))),
        Cell::text(case.category_name.as_deref()),
        Cell::text(case.priority_name.as_deref()),
        Cell::text(case.request_type_name.as_deref()),
        Cell::text(case.owner_name.as_deref()),
        Cell::number(case.messages),
        Cell::Time(case.created_at),
        Cell::Time(case.last_message_at),
        Cell::time(case.due_at),
        Cell::Text(case.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(", ")),
    ]
}
