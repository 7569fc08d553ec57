//! Who sends as a sender domain, as a file: each source of each report.

use axum::extract::State;
use domain::org::Language;
use domain::sender_domain::DmarcPolicy;
use store::sender_domains::reports::list::{ReportedSort, ReportedSource};

use super::date;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ById, Ids, ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

const SHEET: Sheet = Sheet {
    title: Phrase::new("Hvem sender som dere", "Vem skickar som er", "Who sends as you"),
    headings: &[
        Phrase::new("Dag (UTC)", "Dag (UTC)", "Day (UTC)"),
        Phrase::new("IP-adresse", "IP-adress", "IP address"),
        Phrase::new("Vertsnavn", "Värdnamn", "Host"),
        Phrase::new("Kjent som", "Känd som", "Known as"),
        Phrase::new("Avsenderdomene", "Avsändardomän", "Sender domain"),
        Phrase::new("E-poster", "E-postmeddelanden", "Mails"),
        Phrase::new("Signatur stemmer (DKIM)", "Signatur stämmer (DKIM)", "Signature aligned (DKIM)"),
        Phrase::new("Får sende (SPF)", "Får skicka (SPF)", "May send (SPF)"),
        Phrase::new("Signert av Posthus", "Signerad av Posthus", "Signed by Posthus"),
        Phrase::new("Hva mottakeren gjorde", "Vad mottagaren gjorde", "What the receiver did"),
        Phrase::new("Rapportert av", "Rapporterat av", "Reported by"),
    ],
};

const LET_IN: Phrase = Phrase::new("Slapp den inn", "Släppte in det", "Let it in");
const TO_SPAM: Phrase = Phrase::new("Søppelpost", "Skräppost", "Spam");
const REFUSED: Phrase = Phrase::new("Avviste den", "Avvisade det", "Refused it");
const SMALLER: Phrase = Phrase::new("mindre kilder", "mindre källor", "smaller sources");

/// Nothing narrows the list.
#[derive(serde::Deserialize)]
pub(crate) struct NoFilters {}

/// Export the reports on a sender domain to a file
///
/// Each source of each DMARC report that is kept, by day.
#[utoipa::path(get, path = "/sender-domains/{id}/reports/export", tag = "sender_domains",
    params(ById, ListParams, ExportParams),
    security(("session" = ["mailboxes", "export"]), ("token" = ["mailboxes", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOneInput))]
pub(crate) async fn export_sender_domain_reports(
    State(api): State<Api>,
    May(actor, _): May<(rights::Mailboxes, rights::Export)>,
    Ids(id): Ids<SenderDomainKey>,
    Listing { query, filter: NoFilters {} }: Listing<ReportedSort, NoFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let (organisation, id) = (actor.organisation, id.into());
    flows::sender_domains::find(api.office(), organisation, id).await?;
    let read = move |query| {
        let conn = api.conn();
        async move { store::sender_domains::reports::list::sources(&conn, organisation, id, &query).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(source: &ReportedSource, language: Language) -> Row {
    let done = match source.disposition {
        DmarcPolicy::None => LET_IN,
        DmarcPolicy::Quarantine => TO_SPAM,
        DmarcPolicy::Reject => REFUSED,
    };
    let address =
        if source.source.is_empty() { SMALLER.in_language(language) } else { source.source.as_str() };
    vec![
        Cell::Text(date(source.day)),
        Cell::Text(address.to_owned()),
        Cell::Text(source.host.clone()),
        Cell::Text(source.known_as.clone()),
        Cell::Text(source.header_from.clone()),
        Cell::number(source.mails),
        Cell::yes_no(source.dkim, language),
        Cell::yes_no(source.spf, language),
        Cell::yes_no(source.ours, language),
        Cell::Text(done.in_language(language).to_owned()),
        Cell::Text(source.reporter_name.clone()),
    ]
}
