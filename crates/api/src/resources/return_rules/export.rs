//! Returns to review as a file.

use axum::extract::State;
use domain::org::Language;
use store::returns::{ReviewFilter, ReviewRow, ReviewSort};

use super::review::ReviewFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::resources::blocked_addresses::class_in_words;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Returer å se på", "Returer att titta på", "Returns to review"),
    headings: &[
        Phrase::new("Kom", "Kom", "Came"),
        Phrase::new("Adresse", "Adress", "Address"),
        Phrase::new("Årsak", "Orsak", "Cause"),
        Phrase::new("Serverens ord", "Serverns ord", "The server's words"),
        Phrase::new("Server", "Server", "Server"),
        Phrase::new("Sett", "Sedd", "Looked at"),
    ],
};

/// Export returns to review to a file
#[utoipa::path(get, path = "/returns/review/export", tag = "returns", params(ListParams, ReviewFilters, ExportParams),
    security(("session" = ["outbox", "export"]), ("token" = ["outbox", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_returns_to_review(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Export)>,
    Listing { query, filter }: Listing<ReviewSort, ReviewFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = ReviewFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::returns::list_to_review(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(ReviewRow { row, reviewed, .. }: &ReviewRow, language: Language) -> Row {
    let told = &row.told;
    vec![
        Cell::Time(told.at),
        told.address.as_ref().map_or(Cell::Empty, |address| Cell::Text(address.to_string())),
        Cell::text(Some(class_in_words(told.judged.class, language))),
        Cell::Text(told.words.clone()),
        Cell::text(told.host.as_deref()),
        Cell::time(reviewed.map(|(at, _)| at)),
    ]
}
