//! Blocked mail as a file.

use axum::extract::State;
use domain::org::Language;
use store::blocked::{BlockedFilter, BlockedRow, BlockedSort};

use super::BlockedFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Blokkert e-post", "Blockerad e-post", "Blocked mail"),
    headings: &[
        Phrase::new("Når", "När", "When"),
        Phrase::new("E-postkasse", "E-postlåda", "Mailbox"),
        Phrase::new("Filter", "Filter", "Filter"),
        Phrase::new("Emne", "Ämne", "Subject"),
        Phrase::new("Fra", "Från", "From"),
        Phrase::new("Størrelse (byte)", "Storlek (byte)", "Size (octets)"),
    ],
};

/// Export blocked mail to a file
#[utoipa::path(get, path = "/blocked/export", tag = "blocked", params(ListParams, BlockedFilters, ExportParams),
    security(("session" = ["blocked", "export"]), ("token" = ["blocked", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::Export)>,
    Listing { query, filter }: Listing<BlockedSort, BlockedFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = BlockedFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::blocked::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(mail: &BlockedRow, _: Language) -> Row {
    vec![
        Cell::Time(mail.blocked_at),
        Cell::Text(mail.mailbox_address.clone()),
        Cell::text(mail.filter_name.as_deref()),
        Cell::Text(mail.subject.clone()),
        Cell::Text(mail.from.clone()),
        Cell::number(mail.size_octets),
    ]
}
