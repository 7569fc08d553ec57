//! Blocked addresses as a file.

use axum::extract::State;
use domain::blocks::BlockReason;
use domain::org::Language;
use store::standings::{StandingFilter, StandingRow, StandingSort};

use super::{BlockedAddressFilters, words};
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
        Phrase::new("Domene", "Domän", "Domain"),
        Phrase::new("Blokkert", "Blockerad", "Blocked"),
        Phrase::new("Gjelder", "Gäller", "Stops"),
        Phrase::new("Blokkert av", "Blockerad av", "Blocked by"),
        Phrase::new("Årsak", "Orsak", "Cause"),
        Phrase::new("Hvem sin feil", "Vems fel", "Whose fault"),
        Phrase::new("Returer", "Returer", "Returns"),
        Phrase::new("Siste retur", "Senaste returen", "Last return"),
        Phrase::new("Serverens ord", "Serverns ord", "The server's words"),
        Phrase::new("Server", "Server", "Server"),
        Phrase::new("Har skrevet siden", "Har skrivit sedan dess", "Has written since"),
        Phrase::new("Regel", "Regel", "Rule"),
        Phrase::new("På prøve siden", "På prov sedan", "On trial since"),
    ],
};

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
        let (conn, filter) = (api.conn(), filter.clone());
        async move { store::standings::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(address: &StandingRow, language: Language) -> Row {
    let (block, class) = (address.block, address.last_class);
    vec![
        Cell::Text(address.address.to_string()),
        Cell::Text(address.address.domain().to_owned()),
        Cell::time(block.map(|block| block.at)),
        Cell::text(block.map(|block| words::scope(block.scope, language))),
        Cell::text(block.map(|block| words::reason(block.reason, language))),
        Cell::text(class.map(|class| words::class(class, language))),
        Cell::text(match (address.last_fault, block.map(|block| block.reason)) {
            (Some(fault), _) => Some(words::fault(fault, language)),
            (None, Some(BlockReason::Hand)) => Some(words::reason(BlockReason::Hand, language)),
            (None, _) => None,
        }),
        Cell::number(address.returns),
        Cell::time(address.last_return_at),
        Cell::Text(address.last_words.clone()),
        Cell::text(address.last_host.as_deref()),
        Cell::time(address.written_since()),
        Cell::text(address.last_rule.as_deref()),
        Cell::time(address.trial.map(|trial| trial.since)),
    ]
}
