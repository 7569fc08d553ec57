//! The list of persons as a file.

use axum::extract::State;
use domain::org::Language;
use store::persons::{PersonFilter, PersonRow, PersonSort};

use super::PersonFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Personer", "Personer", "Persons"),
    headings: &[
        Phrase::new("Navn", "Namn", "Name"),
        Phrase::new("E-post", "E-post", "E-mail"),
        Phrase::new("Telefon", "Telefon", "Telephone"),
        Phrase::new("Firma", "Företag", "Company"),
        Phrase::new("Har sluttet", "Har slutat", "Has left"),
        Phrase::new("Kjent siden", "Känd sedan", "Known since"),
    ],
};

/// Export persons to a file
#[utoipa::path(get, path = "/persons/export", tag = "persons", params(ListParams, PersonFilters, ExportParams),
    security(("session" = ["cases_all", "export"]), ("session" = ["cases_own", "export"]),
        ("token" = ["cases_all", "export"]), ("token" = ["cases_own", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_persons(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Export)>,
    Listing { query, filter }: Listing<PersonSort, PersonFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = PersonFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::persons::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(person: &PersonRow, language: Language) -> Row {
    let addresses: Vec<String> = person.addresses.iter().map(ToString::to_string).collect();
    vec![
        Cell::Text(person.name.clone()),
        Cell::Text(addresses.join(", ")),
        Cell::Text(person.phone.clone()),
        Cell::text(person.company_name.as_deref()),
        Cell::yes_no(person.former, language),
        Cell::Time(person.created_at),
    ]
}
