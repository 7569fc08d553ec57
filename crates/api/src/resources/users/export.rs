//! The list of users as a file.

use axum::extract::State;
use domain::org::Language;
use store::users::{UserFilter, UserRow, UserSort};

use super::UserFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Brukere", "Användare", "Users"),
    headings: &[
        Phrase::new("Navn", "Namn", "Name"),
        Phrase::new("E-post", "E-post", "E-mail"),
        Phrase::new("Aktiv", "Aktiv", "Active"),
        Phrase::new("Sist innlogget", "Senast inloggad", "Last signed in"),
        Phrase::new("Opprettet", "Skapad", "Created"),
    ],
};

/// Export users to a file
#[utoipa::path(get, path = "/users/export", tag = "users", params(ListParams, UserFilters, ExportParams),
    security(("session" = ["users", "export"]), ("token" = ["users", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_users(
    State(api): State<Api>,
    May(actor, _): May<(rights::Users, rights::Export)>,
    Listing { query, filter }: Listing<UserSort, UserFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = UserFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::users::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(user: &UserRow, language: Language) -> Row {
    vec![
        Cell::Text(user.name.clone()),
        Cell::Text(user.address.to_string()),
        Cell::yes_no(user.active, language),
        Cell::time(user.last_sign_in_at),
        Cell::Time(user.created_at),
    ]
}
