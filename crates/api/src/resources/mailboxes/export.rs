//! The list of mailboxes as a file.

use axum::extract::State;
use domain::org::Language;
use store::mailboxes::{MailboxFilter, MailboxRow, MailboxSort};

use super::MailboxFilters;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("E-postkasser", "E-postlådor", "Mailboxes"),
    headings: &[
        Phrase::new("Adresse", "Adress", "Address"),
        Phrase::new("Kategori", "Kategori", "Category"),
        Phrase::new("Prioritet", "Prioritet", "Priority"),
        Phrase::new("Videresendes til", "Vidarebefordras till", "Forwarded to"),
        Phrase::new("Protokoll", "Protokoll", "Protocol"),
        Phrase::new("Tilstand", "Tillstånd", "State"),
        Phrase::new("Sist hentet", "Senast hämtad", "Last fetched"),
        Phrase::new("Siste feil", "Senaste fel", "Last error"),
    ],
};

/// Export mailboxes to a file
#[utoipa::path(get, path = "/mailboxes/export", tag = "mailboxes", params(ListParams, MailboxFilters, ExportParams),
    security(("session" = ["mailboxes", "export"]), ("token" = ["mailboxes", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_mailboxes(
    State(api): State<Api>,
    May(actor, _): May<(rights::Mailboxes, rights::Export)>,
    Listing { query, filter }: Listing<MailboxSort, MailboxFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = MailboxFilter::from(filter);
    let read = move |query| {
        let conn = api.conn();
        async move { store::mailboxes::list(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(mailbox: &MailboxRow, language: Language) -> Row {
    vec![
        Cell::Text(mailbox.settings.address.to_string()),
        Cell::text(mailbox.category_name.as_deref()),
        Cell::text(mailbox.priority_name.as_deref()),
        Cell::text(mailbox.settings.forwarding_address.as_ref().map(ToString::to_string).as_deref()),
        Cell::word(mailbox.settings.protocol.as_str(), language),
        Cell::word(mailbox.health.state.as_str(), language),
        Cell::time(mailbox.health.last_success_at),
        Cell::text(mailbox.health.last_error.as_deref()),
    ]
}
