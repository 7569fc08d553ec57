//! What other servers report on a sender domain.

pub(crate) mod export;

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use domain::domain_report::{DomainReportKind, ReportAdvice, SourceStanding, TlsOutcome};
use domain::sender_domain::DmarcPolicy;
use flows::sender_domains::{DomainReports, ReportFigures};
use serde::{Deserialize, Serialize};
use store::sender_domains::reports::figures::{DayCount, OutcomeCount, ReportRow, SourceCount};
use utoipa::ToSchema;

use crate::extract::{ById, Ids, Params};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, IntakeKey, Moment, SenderDomainKey};
use crate::state::Api;

/// Over which time.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Shown {
    /// How many days back, 7 to 400; 30 when left out.
    days: Option<u32>,
}

/// The reports on a domain over some days.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomainReports {
    /// The domain's name.
    name: String,
    /// The first day, as its date in UTC.
    first_day: String,
    /// The last day.
    last_day: String,
    /// The address that reports are sent to; null for nowhere.
    reports_to: Option<String>,
    /// Whether that is an address of a mailbox here.
    reach_us: bool,
    /// What receivers are to be asked for.
    #[schema(value_type = schema::DmarcPolicy)]
    dmarc_policy: DmarcPolicy,
    /// What to do.
    #[schema(value_type = schema::ReportAdvice)]
    advice: ReportAdvice,
    /// Reports on mail that came whose sender is proved, as all figures here are of those alone.
    dmarc_reports: u64,
    /// Reports on TLS that came.
    tls_reports: u64,
    /// Mails by day; a day without a report is left out.
    days: Vec<ReportedDay>,
    /// What the other reports say. Anybody can write those.
    unproved: UnprovedReports,
    /// Who sends as the domain, the largest first.
    sources: Vec<ReportedSource>,
    /// Connections by day.
    tls_days: Vec<ReportedDay>,
    /// What came of them, the most frequent first.
    tls_outcomes: Vec<TlsOutcomeCount>,
    /// The newest reports.
    newest: Vec<DomainReport>,
}

/// What reports say whose sender is not proved.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnprovedReports {
    /// Reports on mail that came.
    dmarc_reports: u64,
    /// Reports on TLS that came.
    tls_reports: u64,
    /// Mails by day.
    days: Vec<ReportedDay>,
    /// Connections by day.
    tls_days: Vec<ReportedDay>,
    /// What came of them, the most frequent first.
    tls_outcomes: Vec<TlsOutcomeCount>,
}

/// What the reports on one day count.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedDay {
    /// Its date in UTC.
    day: String,
    /// Mails or connections.
    counted: u64,
    /// Those of them with which all was well.
    good: u64,
}

/// A network that sends as the domain.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportedSource {
    /// The network; empty for the smaller sources of reports together.
    network: String,
    /// Whether a report tells of it whose author is proved to be whom he claims; anybody can write the others.
    proved_reporter: bool,
    /// How many addresses of it were seen.
    addresses: u64,
    /// One of them.
    source: String,
    /// The name of one of its hosts; empty where nobody knows one.
    host: String,
    /// The domain that it is known by; empty where there is none.
    known_as: String,
    /// Who it is.
    #[schema(value_type = schema::SourceStanding)]
    standing: SourceStanding,
    /// Mails.
    mails: u64,
    /// Those with a signature of the domain or its SPF record behind them.
    proved: u64,
    /// Those with a signature of the domain.
    dkim: u64,
    /// Those that SPF lets it send.
    spf: u64,
    /// Those that receivers put into quarantine or refused.
    stopped: u64,
    /// The first day that it was seen on.
    first_day: String,
    /// The last.
    last_day: String,
}

/// What came of connections to the domain's servers.
#[derive(Serialize, ToSchema)]
pub(crate) struct TlsOutcomeCount {
    /// What.
    #[schema(value_type = schema::TlsOutcome)]
    outcome: TlsOutcome,
    /// The server; empty where no report names it.
    mx: String,
    /// How many.
    sessions: u64,
    /// The last day.
    last_day: String,
    /// A reporter's words.
    words: String,
}

/// One report.
#[derive(Serialize, ToSchema)]
pub(crate) struct DomainReport {
    /// What it is about.
    #[schema(value_type = schema::DomainReportKind)]
    kind: DomainReportKind,
    /// Who reports, as he calls himself.
    reporter: String,
    /// The domain that it was sent from.
    sent_from: String,
    /// Whether it is proved that it was.
    proved: bool,
    /// The mail that brought it.
    intake_id: IntakeKey,
    /// Where the time begins that it is about.
    begins_at: Moment,
    /// Where it ends.
    ends_at: Moment,
    /// Mails or connections.
    counted: u64,
    /// Those of them with which all was well.
    good: u64,
}

/// Get the reports on a sender domain
///
/// What other servers saw of mail in the domain's name (DMARC) and of TLS towards it, and what to do about it.
#[utoipa::path(get, path = "/sender-domains/{id}/reports", tag = "sender_domains", params(ById, Shown),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomainReports, description = "The reports."), OfOneInput))]
pub(crate) async fn get_sender_domain_reports(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
    Params(Shown { days }): Params<Shown>,
) -> Answer<SenderDomainReports> {
    let days = days.unwrap_or(flows::sender_domains::SHOWN_DAYS);
    let found = flows::sender_domains::reports(api.office(), actor.organisation, id.into(), days).await?;
    Ok(Json(found.into()))
}

/// The date of a day since 1970.
fn date(day: i64) -> String {
    const DAY_S: i64 = 24 * 3600;
    let midnight = Timestamp::from_millis(0).plus_seconds(day.saturating_mul(DAY_S));
    midnight.to_rfc3339().chars().take_while(|it| *it != 'T').collect()
}

impl From<DomainReports> for SenderDomainReports {
    fn from(found: DomainReports) -> Self {
        Self {
            first_day: date(found.first_day),
            last_day: date(found.last_day),
            reports_to: found.row.reports_to.map(|address| address.to_string()),
            reach_us: found.reach_us,
            dmarc_policy: found.row.dmarc_policy,
            advice: found.advice,
            dmarc_reports: found.proved.counts.0,
            tls_reports: found.proved.counts.1,
            days: found.proved.days.into_iter().map(Into::into).collect(),
            unproved: found.unproved.into(),
            sources: found
                .sources
                .into_iter()
                .map(|source| {
                    let proved_reporter = !found.hearsay.contains(&source.0.network);
                    ReportedSource { proved_reporter, ..source.into() }
                })
                .collect(),
            tls_days: found.proved.tls_days.into_iter().map(Into::into).collect(),
            tls_outcomes: found.proved.outcomes.into_iter().map(Into::into).collect(),
            newest: found.newest.into_iter().map(Into::into).collect(),
            name: found.row.name,
        }
    }
}

impl From<ReportFigures> for UnprovedReports {
    fn from(ReportFigures { counts, days, tls_days, outcomes }: ReportFigures) -> Self {
        Self {
            dmarc_reports: counts.0,
            tls_reports: counts.1,
            days: days.into_iter().map(Into::into).collect(),
            tls_days: tls_days.into_iter().map(Into::into).collect(),
            tls_outcomes: outcomes.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<DayCount> for ReportedDay {
    fn from(DayCount { day, counted, good }: DayCount) -> Self {
        Self { day: date(day), counted, good }
    }
}

impl From<(SourceCount, SourceStanding)> for ReportedSource {
    fn from((found, standing): (SourceCount, SourceStanding)) -> Self {
        Self {
            network: found.network,
            proved_reporter: true,
            addresses: found.addresses,
            source: found.source,
            host: found.host,
            known_as: found.known_as,
            standing,
            mails: found.mails,
            proved: found.proved,
            dkim: found.dkim,
            spf: found.spf,
            stopped: found.stopped,
            first_day: date(found.first_day),
            last_day: date(found.last_day),
        }
    }
}

impl From<OutcomeCount> for TlsOutcomeCount {
    fn from(OutcomeCount { outcome, mx, sessions, last_day, words }: OutcomeCount) -> Self {
        Self { outcome, mx, sessions, last_day: date(last_day), words }
    }
}

impl From<ReportRow> for DomainReport {
    fn from(row: ReportRow) -> Self {
        Self {
            kind: row.kind,
            reporter: row.reporter_name,
            sent_from: row.reporter,
            proved: row.vouched,
            intake_id: row.intake_id.into(),
            begins_at: row.begins_at.into(),
            ends_at: row.ends_at.into(),
            counted: row.counted,
            good: row.good,
        }
    }
}
