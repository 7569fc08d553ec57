//! Blocked addresses as a file.

use axum::extract::State;
use domain::UserId;
use domain::blocks::BlockReason;
use domain::org::Language;
use store::StoreError;
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
        Phrase::new("Slik ble den blokkert", "Så blockerades den", "How it was blocked"),
        Phrase::new("Hvem", "Vem", "Who"),
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
        let (conn, filter, organisation) = (api.conn(), filter.clone(), actor.organisation);
        async move {
            let page = store::standings::list(&conn, organisation, &query, filter).await?;
            let people: Vec<UserId> = page.rows.iter().filter_map(|row| row.changed_by).collect();
            let names = store::users::names(&conn, organisation, &people).await?;
            Ok::<_, StoreError>(page.map(|row| {
                let who = row.changed_by.map(|user| names.get(&user).cloned());
                Blocked { row, who }
            }))
        }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

/// An address, and who blocked it.
struct Blocked {
    row: StandingRow,
    /// `None` of what a return blocked; no name of a user whom nobody knows any more.
    who: Option<Option<String>>,
}

fn row(blocked: &Blocked, language: Language) -> Row {
    let address = &blocked.row;
    let block = address.block;
    vec![
        Cell::Text(address.address.to_string()),
        Cell::Text(address.address.domain().to_owned()),
        Cell::time(block.map(|block| block.at)),
        Cell::text(block.map(|block| words::scope(block.scope, language))),
        Cell::text(block.map(|block| words::reason(block.reason, language))),
        Cell::Text(match &blocked.who {
            None => words::BY_RETURN.in_language(language).to_owned(),
            Some(None) => words::BY_FORMER.in_language(language).to_owned(),
            Some(Some(name)) => name.clone(),
        }),
        Cell::text(words::cause(block.map(|block| block.reason), address.last_class, language)),
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
        match &address.last_rule {
            Some(rule) => Cell::Text(words::rule(rule, address.last_class, language)),
            None => Cell::Empty,
        },
        Cell::time(address.trial.map(|trial| trial.since)),
    ]
}
