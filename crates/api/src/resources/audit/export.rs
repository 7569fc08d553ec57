//! Changes of settings as a file.

use axum::extract::State;
use domain::audit::{AuditKind, Origin, Verb};
use domain::org::Language;
use store::audit::{AuditEntry as Entry, AuditSort};

use super::{AuditFilters, words};
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Endringslogg", "Ändringslogg", "Change log"),
    headings: &[
        Phrase::new("Tidspunkt", "Tidpunkt", "Time"),
        Phrase::new("Hvem", "Vem", "Who"),
        Phrase::new("Hvordan", "Hur", "How"),
        Phrase::new("Hva", "Vad", "What"),
        Phrase::new("Navn", "Namn", "Name"),
        Phrase::new("Hendelse", "Händelse", "Event"),
        Phrase::new("Endringer", "Ändringar", "Changes"),
    ],
};

const BROWSER: Phrase = Phrase::new("I Posthus", "I Posthus", "In Posthus");
const TOKEN: Phrase = Phrase::new("API-nøkkel", "API-nyckel", "API token");
const COMMAND: Phrase = Phrase::new("Kommando på serveren", "Kommando på servern", "Command on the server");
const PROGRAM: Phrase = Phrase::new("Posthus selv", "Posthus självt", "Posthus itself");
const MADE: Phrase = Phrase::new("Opprettet", "Skapad", "Created");
const CHANGED: Phrase = Phrase::new("Endret", "Ändrad", "Changed");
const DELETED: Phrase = Phrase::new("Slettet", "Raderad", "Deleted");
const RESTORED: Phrase = Phrase::new("Gjenopprettet", "Återställd", "Restored");

/// Export changes of settings to a file
#[utoipa::path(get, path = "/audit/export", tag = "audit",
    params(ListParams, AuditFilters, ExportParams),
    security(("session" = ["mailboxes", "export"]), ("token" = ["mailboxes", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_audit(
    State(api): State<Api>,
    May(actor, _): May<(rights::Mailboxes, rights::Export)>,
    Listing { query, filter }: Listing<AuditSort, AuditFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = filter.for_actor(&actor);
    let read = move |query| {
        let (conn, filter) = (api.conn(), filter.clone());
        async move { store::audit::list(&conn, actor.organisation, &query, &filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(entry: &Entry, language: Language) -> Row {
    let origin = match entry.origin {
        Origin::Browser => BROWSER,
        Origin::Token => TOKEN,
        Origin::Command => COMMAND,
        Origin::Program => PROGRAM,
    };
    let verb = match entry.verb {
        Verb::Made => MADE,
        Verb::Changed => CHANGED,
        Verb::Deleted => DELETED,
        Verb::Restored => RESTORED,
    };
    let changes: Vec<String> =
        entry.fields.iter().map(|change| words::line(entry, change, language)).collect();
    let means = format!("{} {}", origin.in_language(language), entry.origin_name);
    vec![
        Cell::Time(entry.at),
        Cell::Text(entry.user_name.clone()),
        Cell::Text(means.trim().to_owned()),
        Cell::Text(kind(entry.record.kind).in_language(language).to_owned()),
        Cell::Text(words::record_name(entry, language)),
        Cell::Text(verb.in_language(language).to_owned()),
        Cell::Text(changes.join("; ")),
    ]
}

const fn kind(kind: AuditKind) -> Phrase {
    match kind {
        AuditKind::Setting => Phrase::new("Innstilling", "Inställning", "Setting"),
        AuditKind::Organisation => Phrase::new("Organisasjonen", "Organisationen", "Organisation"),
        AuditKind::User => Phrase::new("Bruker", "Användare", "User"),
        AuditKind::Role => Phrase::new("Rolle", "Roll", "Role"),
        AuditKind::ApiToken => TOKEN,
        AuditKind::Absence => Phrase::new("Fravær", "Frånvaro", "Absence"),
        AuditKind::Mailbox => Phrase::new("E-postkasse", "E-postlåda", "Mailbox"),
        AuditKind::Filter => Phrase::new("Filter", "Filter", "Filter"),
        AuditKind::Category => Phrase::new("Kategori", "Kategori", "Category"),
        AuditKind::Priority => Phrase::new("Prioritet", "Prioritet", "Priority"),
        AuditKind::Status => Phrase::new("Status", "Status", "Status"),
        AuditKind::RequestType => Phrase::new("Sakstype", "Ärendetyp", "Request type"),
        AuditKind::Tag => Phrase::new("Merke", "Tagg", "Tag"),
        AuditKind::Template => Phrase::new("Svarmal", "Svarsmall", "Reply template"),
        AuditKind::FaqEntry => Phrase::new("FAQ-oppslag", "Vanlig fråga", "FAQ entry"),
        AuditKind::Identity => Phrase::new("Felles avsender", "Gemensam avsändare", "Shared sender"),
        AuditKind::OutgoingServer => Phrase::new("Utgående server", "Utgående server", "Outgoing server"),
        AuditKind::OauthApplication => Phrase::new("OAuth-app", "OAuth-app", "OAuth application"),
        AuditKind::SenderDomain => Phrase::new("Avsenderdomene", "Avsändardomän", "Sender domain"),
        AuditKind::ReturnRule => Phrase::new("Returregel", "Returregel", "Returns rule"),
        AuditKind::Address => Phrase::new("E-postadresse", "E-postadress", "E-mail address"),
        AuditKind::HeldDestination => Phrase::new("Stoppet domene", "Stoppad domän", "Stopped domain"),
    }
}
