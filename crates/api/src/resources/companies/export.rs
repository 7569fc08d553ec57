//! The list of companies as a file.

use axum::extract::State;
use domain::org::Language;
use store::companies::{CompanyRow, CompanySort};

use super::list::NoFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Firmaer", "Företag", "Companies"),
    headings: &[
        Phrase::new("Navn", "Namn", "Name"),
        Phrase::new("Domener", "Domäner", "Domains"),
        Phrase::new("Personer", "Personer", "Persons"),
        Phrase::new("Kjent siden", "Känd sedan", "Known since"),
    ],
};

/// Export companies to a file
#[utoipa::path(get, path = "/companies/export", tag = "persons", params(ListParams, ExportParams),
    security(("session" = ["cases_all", "export"]), ("session" = ["cases_own", "export"]),
        ("token" = ["cases_all", "export"]), ("token" = ["cases_own", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_companies(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Export)>,
    Listing { query, filter: NoFilters {} }: Listing<CompanySort, NoFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let read = move |query| {
        let conn = api.conn();
        async move { store::companies::list(&conn, actor.organisation, &query).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(company: &CompanyRow, _: Language) -> Row {
    vec![
        Cell::Text(company.name.clone()),
        Cell::Text(company.domains.join(", ")),
        Cell::number(company.persons),
        Cell::Time(company.created_at),
    ]
}
