//! Blocked addresses as a file.

use axum::extract::State;
use domain::blocks::BlockScope;
use domain::org::Language;
use store::standings::{StandingFilter, StandingRow, StandingSort};

use super::BlockedAddressFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Blokkerte adresser", "Blockerade adresser", "Blocked addresses"),
    headings: &[
        Phrase::new("Adresse", "Adress", "Address"),
        Phrase::new("Blokkert", "Blockerad", "Blocked"),
        Phrase::new("Gjelder", "Gäller", "Stops"),
        Phrase::new("Årsak", "Orsak", "Cause"),
        Phrase::new("Returer", "Returer", "Returns"),
        Phrase::new("Siste retur", "Senaste returen", "Last return"),
        Phrase::new("Tjenerens ord", "Serverns ord", "The server's words"),
    ],
};

const ALL_MAIL: Phrase = Phrase::new("All e-post", "All e-post", "All mail");
const MAILINGS: Phrase = Phrase::new("Utsendinger", "Utskick", "Mailings");

/// Export blocked addresses to a file
#[utoipa::path(get, path = "/blocked-addresses/export", tag = "returns",
    params(ListParams, BlockedAddressFilters, ExportParams),
    security(("session" = ["outbox", "export"]), ("token" = ["outbox", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Export)>,
    Listing { query, filter }: Listing<StandingSort, BlockedAddressFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = StandingFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::standings::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(address: &StandingRow, language: Language) -> Row {
    let scope = address.block.map(|block| match block.scope {
        BlockScope::All => ALL_MAIL.in_language(language),
        BlockScope::Mailings => MAILINGS.in_language(language),
    });
    vec![
        Cell::Text(address.address.to_string()),
        Cell::time(address.block.map(|block| block.at)),
        Cell::text(scope),
        Cell::text(address.last_class.map(|class| class.as_str())),
        Cell::number(address.returns),
        Cell::time(address.last_return_at),
        Cell::Text(address.last_words.clone()),
    ]
}
