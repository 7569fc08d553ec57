//! Reports of other servers on a sender domain (RFC 9990, RFC 8460): counted for the domain, and left out of the
//! cases, wherever the domain stands: what they tell is wanted most before it is in use, and they go on coming after. One
//! about a domain that is none of the organisation's is mail like any other.

use std::collections::BTreeMap;
use std::net::IpAddr;

use domain::domain_report::ReportFate;
use domain::limits::{
    DOMAIN_REPORT_ROWS_A_DAY_MAX, DOMAIN_REPORT_ROWS_MAX, DOMAIN_REPORT_UNVOUCHED_ROWS_A_DAY_MAX,
    DOMAIN_REPORT_UNVOUCHED_ROWS_MAX, DOMAIN_REPORTS_A_DAY_MAX, DOMAIN_REPORTS_OF_REPORTER_MAX,
    DOMAIN_REPORTS_UNVOUCHED_A_DAY_MAX,
};
use domain::timeline::{DomainReportTold, Step};
use domain::{OrganisationId, SenderDomainId};
use mail::domain_report::{DmarcRow, DomainReport, ReportFault, Says};
use policy::sender_domain::{reporters, sources};
use store::events::{self, Change};
use store::intake::Ignored;
use store::sender_domains::SenderDomainRow;
use store::sender_domains::keys::{self, DkimKeyRow};
use store::sender_domains::reports::{self, NewReport, Of, Said, SourceRow, TlsRow};
use store::{Conn, StoreError, Tx};

use super::passage::Passage;
use super::reading::Reading;
use super::report_hosts::{self, Host};
use crate::office::Office;
use crate::sender_domains::kept_days;

/// Newest attempts of an organisation's mail that say whom it goes to.
const TAKEN_MAX: u64 = 5_000;
/// The part of a day's rows that one reporter takes, unless he is a large receiver.
const PART_OF_ROWS: u64 = 10;
/// A day, milliseconds.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// A report that a mail brings, and what was found out about it before any transaction.
#[derive(Clone)]
pub(super) struct Brought {
    /// The report, or why it cannot be read.
    report: Result<DomainReport, ReportFault>,
    /// What was found of its hosts.
    hosts: BTreeMap<IpAddr, Host>,
    /// Whether its author is proved to be whom he claims, and somebody whose word counts.
    vouched: bool,
}

impl Brought {
    /// What a mail brings; `None` of most.
    pub(super) fn of(raw: &[u8], parsed: &mail::Parsed) -> Option<Box<Self>> {
        let report = mail::domain_report(raw, parsed)?;
        Some(Box::new(Self { report, hosts: BTreeMap::new(), vouched: false }))
    }

    /// With what is found of who wrote it, by the domain that is proved to be his, and of the hosts. The latter only for a
    /// domain that somebody looks after: any other report makes us ask nobody anything.
    pub(super) async fn looked_at(
        mut self: Box<Self>,
        office: &Office,
        (organisation, author): (OrganisationId, Option<String>),
    ) -> Box<Self> {
        let Ok(report) = &self.report else { return self };
        let row = match about(&office.store().read(), organisation, &report.domain).await {
            Ok(Some(row)) => row,
            Ok(None) => return self,
            Err(error) => {
                tracing::warn!(%error, "whose domain a report is about is not known; it counts as anybody's");
                return self;
            }
        };
        if let Some(author) = author {
            match counts(office, organisation, &author).await {
                Ok(is_believed) => self.vouched = is_believed,
                Err(error) => {
                    tracing::warn!(%error, "whom mail goes to is not known; a report counts as anybody's")
                }
            }
        }
        match hosts(office, (organisation, &row), report).await {
            Ok(hosts) => self.hosts = hosts,
            // Names are an ornament: the report counts without them.
            Err(error) => tracing::warn!(%error, "the hosts that a report names are not known"),
        }
        self
    }
}

/// What is found of the hosts that a report names.
async fn hosts(
    office: &Office,
    (organisation, row): (OrganisationId, &SenderDomainRow),
    report: &DomainReport,
) -> Result<BTreeMap<IpAddr, Host>, StoreError> {
    let DomainReport { domain, says: Says::Dmarc { rows, .. }, .. } = report else {
        return Ok(BTreeMap::new());
    };
    if !office.settings().check_senders || row.archived_at.is_some() {
        return Ok(BTreeMap::new());
    }
    report_hosts::look(office, organisation, (domain, rows)).await
}

/// Whether the word of whoever writes from a domain counts. Anybody has a domain, and writes as many reports as he likes.
async fn counts(office: &Office, organisation: OrganisationId, author: &str) -> Result<bool, StoreError> {
    if reporters::is_known(author) {
        return Ok(true);
    }
    let taken_at = store::deliveries::list_taken_at(&office.store().read(), organisation, TAKEN_MAX).await?;
    Ok(reporters::is_written_to(author, &taken_at))
}

/// Counts a report that the mail brings. `None` lets the mail go on as any other; else whether the lease was held.
pub(super) async fn take_in(tx: &Tx, passage: &mut Passage<'_>) -> Result<Option<bool>, StoreError> {
    let reading = passage.reading;
    let Some(brought) = &reading.domain_report else { return Ok(None) };
    // Somebody wants to see it as a case.
    if reading.row.import_anyway || reading.row.decision.is_some() {
        return Ok(None);
    }
    let told = match &brought.report {
        Err(fault) => unreadable(*fault),
        Ok(report) => {
            let fate = fate(tx, passage, (report, brought)).await?;
            told(report, fate)
        }
    };
    let fate = told.fate;
    passage.note(Step::DomainReport(Box::new(told)));
    if !fate.ends_here() {
        return Ok(None);
    }
    passage.note(Step::Ignored { because: "domain_report".to_owned() });
    let organisation = passage.organisation();
    events::insert(tx, organisation, Change::settings());
    let ignored = Ignored { summary: reading.summary(), at: passage.desk.now };
    store::intake::record_ignored(tx, organisation, passage.id(), passage.desk.owner, &ignored)
        .await
        .map(Some)
}

fn unreadable(fault: ReportFault) -> DomainReportTold {
    DomainReportTold {
        report: None,
        fate: ReportFate::Unreadable,
        domain: String::new(),
        reporter: String::new(),
        counted: 0,
        fault: fault.to_string(),
    }
}

fn told(report: &DomainReport, fate: ReportFate) -> DomainReportTold {
    DomainReportTold {
        report: Some(report.kind()),
        fate,
        domain: report.domain.clone(),
        reporter: report.reporter.clone(),
        counted: report.counted(),
        fault: String::new(),
    }
}

async fn fate(
    tx: &Tx,
    passage: &Passage<'_>,
    (report, brought): (&DomainReport, &Brought),
) -> Result<ReportFate, StoreError> {
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    let Some(domain) = about(tx, organisation, &report.domain).await? else {
        return Ok(ReportFate::NotOurs);
    };
    if is_forged(passage.reading) {
        return Ok(ReportFate::Forged);
    }
    let (day, id) = (now.plus_millis(-DAY_MS), domain.id);
    let own = keys::list_of(tx, organisation, domain.id).await?;
    let kept_days = kept_days(tx, organisation).await?;
    let mut new = new_report(passage, (report, brought), (id, &own), kept_days);
    let Room { reports: all_max, rows: rows_max, rows_of_one: most } = Room::of(new.vouched);
    let his_rows_max = if reporters::is_known(&new.reporter) { rows_max } else { rows_max / PART_OF_ROWS };
    let of = Of { domain: id, vouched: new.vouched };
    if reports::count_since(tx, organisation, of, (day, all_max)).await? >= all_max {
        return Ok(ReportFate::TooMany);
    }
    let his = (day, DOMAIN_REPORTS_OF_REPORTER_MAX);
    let counted = reports::count_of_reporter(tx, organisation, (of, &new.reporter), his).await?;
    if counted >= DOMAIN_REPORTS_OF_REPORTER_MAX {
        return Ok(ReportFate::TooMany);
    }
    let kept = reports::count_rows_since(tx, organisation, of, (day, rows_max)).await?;
    let his = (day, his_rows_max);
    let his_kept = reports::count_rows_of_reporter(tx, organisation, (of, &new.reporter), his).await?;
    let room = rows_max.saturating_sub(kept).min(his_rows_max.saturating_sub(his_kept));
    let room = usize::try_from(room).unwrap_or(0);
    sum_up(&mut new.says, room.min(most));
    let is_new = reports::insert(tx, organisation, &new).await?.is_some();
    Ok(if is_new { ReportFate::Counted } else { ReportFate::Known })
}

/// How much is kept of a day: anybody can write a report, and takes no room of those whose authors are proved.
struct Room {
    /// Reports on a domain.
    reports: u64,
    /// Rows of all of them.
    rows: u64,
    /// Rows of one of them.
    rows_of_one: usize,
}

impl Room {
    const fn of(vouched: bool) -> Self {
        if vouched {
            Self {
                reports: DOMAIN_REPORTS_A_DAY_MAX,
                rows: DOMAIN_REPORT_ROWS_A_DAY_MAX,
                rows_of_one: DOMAIN_REPORT_ROWS_MAX,
            }
        } else {
            Self {
                reports: DOMAIN_REPORTS_UNVOUCHED_A_DAY_MAX,
                rows: DOMAIN_REPORT_UNVOUCHED_ROWS_A_DAY_MAX,
                rows_of_one: DOMAIN_REPORT_UNVOUCHED_ROWS_MAX,
            }
        }
    }
}

/// Keeps the sources that come first, which are those that sent most; the others are rows without a source.
fn sum_up(says: &mut Said, max: usize) {
    let rows = match says {
        Said::Dmarc { rows, .. } => rows,
        Said::Tls(rows) => return sum_up_tls(rows, max),
    };
    // Those come last that are sums already; they are no sources, and stay.
    let sources = rows.iter().filter(|row| !row.source.is_empty()).count();
    let rest = rows.split_off(sources.min(max));
    for row in rest {
        let sum = SourceRow {
            source: String::new(),
            network: String::new(),
            host: String::new(),
            known_as: String::new(),
            known_by: None,
            ..row
        };
        let is_same = |other: &&mut SourceRow| {
            let of = |row: &SourceRow| (row.dkim, row.spf, row.ours, row.disposition);
            other.source.is_empty() && of(other) == of(&sum)
        };
        match rows.iter_mut().find(is_same) {
            Some(other) => other.mails = other.mails.saturating_add(sum.mails),
            None => rows.push(sum),
        }
    }
}

/// The same of connections: what is beyond the room is one sum for each outcome, so that no failure vanishes behind what
/// went well more often.
fn sum_up_tls(rows: &mut Vec<TlsRow>, max: usize) {
    for row in rows.split_off(rows.len().min(max)) {
        let sum = TlsRow { policy: String::new(), mx: String::new(), words: String::new(), ..row };
        let is_same = |other: &&mut TlsRow| {
            (&other.policy, &other.mx, other.outcome) == (&sum.policy, &sum.mx, sum.outcome)
        };
        match rows.iter_mut().find(is_same) {
            Some(other) => other.sessions = other.sessions.saturating_add(sum.sessions),
            None => rows.push(sum),
        }
    }
}

/// The sender domain that a report is about, wherever it stands. Of archived ones that one that no other holds.
async fn about(
    conn: &Conn,
    organisation: OrganisationId,
    name: &str,
) -> Result<Option<SenderDomainRow>, StoreError> {
    let rows = store::sender_domains::list_ever(conn, organisation).await?;
    let (living, archived): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.archived_at.is_none());
    Ok(nearest(name, living).or_else(|| nearest(name, archived)))
}

fn nearest(about: &str, rows: Vec<SenderDomainRow>) -> Option<SenderDomainRow> {
    let name = sources::nearest_domain(about, rows.iter().map(|row| row.name.as_str())).map(str::to_owned)?;
    rows.into_iter().find(|row| row.name == name)
}

/// Whether nobody vouches for the mail being from whom it says.
fn is_forged(reading: &Reading) -> bool {
    reading.authenticity.as_ref().is_some_and(|told| told.speaks_against())
}

fn new_report(
    passage: &Passage<'_>,
    (report, brought): (&DomainReport, &Brought),
    (domain_id, own): (SenderDomainId, &[DkimKeyRow]),
    kept_days: u32,
) -> NewReport {
    let reading = passage.reading;
    let author = reading.parsed.from.as_ref().and_then(|from| from.address.as_ref());
    let says = match &report.says {
        Says::Dmarc { policy, rows } => {
            let rows = rows.iter().map(|row| source(row, &brought.hosts, own)).collect();
            Said::Dmarc { policy: *policy, rows }
        }
        Says::Tls(rows) => Said::Tls(rows.iter().map(tls).collect()),
    };
    NewReport {
        domain_id,
        reporter: author.map(|address| reporters::reporter(address.domain()).to_owned()).unwrap_or_default(),
        report_key: report.id.clone(),
        reporter_name: report.reporter.clone(),
        about: report.domain.clone(),
        vouched: brought.vouched,
        intake_id: passage.id(),
        // Nobody reports on what is to come, nor is kept until then.
        begins_at: report.begins_at.min(passage.desk.now),
        ends_at: report.ends_at.min(passage.desk.now),
        received_at: passage.desk.now,
        kept_days,
        says,
    }
}

fn source(row: &DmarcRow, hosts: &BTreeMap<IpAddr, Host>, own: &[DkimKeyRow]) -> SourceRow {
    let found = hosts.get(&row.source);
    let host = found.and_then(|host| host.name.as_deref());
    let signers: Vec<&str> = row.signed_by.iter().map(|signer| signer.domain.as_str()).collect();
    let is_ours = |selector: &str| own.iter().any(|key| key.selector == selector);
    let ours = row.signed_by.iter().filter_map(|signer| signer.selector.as_deref()).any(is_ours);
    SourceRow {
        source: if row.source.is_unspecified() { String::new() } else { row.source.to_string() },
        network: sources::network(row.source),
        host: host.unwrap_or_default().to_owned(),
        known_as: sources::known_as(&row.header_from, host, &signers, row.returns_to.as_deref()),
        mails: row.mails,
        disposition: row.disposition,
        dkim: row.dkim,
        spf: row.spf,
        ours: ours && row.dkim,
        header_from: row.header_from.clone(),
        known_by: found.and_then(|host| host.known_by),
    }
}

fn tls(row: &mail::domain_report::TlsRow) -> TlsRow {
    TlsRow {
        policy: row.policy.clone(),
        outcome: row.outcome,
        mx: row.mx.clone(),
        sessions: row.sessions,
        words: row.words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use domain::domain_report::TlsOutcome;
    use domain::sender_domain::DmarcPolicy;

    use super::*;

    #[test]
    fn what_is_beyond_a_reports_room_is_summed_up_and_counts() {
        let row = |at: u32, mails, dkim| SourceRow {
            source: if at == 0 { String::new() } else { format!("192.0.2.{at}") },
            network: "192.0.2.0/24".to_owned(),
            host: String::new(),
            known_as: "esp.example".to_owned(),
            mails,
            disposition: DmarcPolicy::None,
            dkim,
            spf: false,
            ours: false,
            header_from: "nord.example".to_owned(),
            known_by: None,
        };
        let rows = vec![row(1, 9, true), row(2, 5, true), row(3, 4, false), row(4, 3, true), row(0, 2, true)];
        let mut says = Said::Dmarc { policy: None, rows };
        sum_up(&mut says, 1);
        let Said::Dmarc { rows, .. } = &says else { panic!("it is on mail") };
        let kept: Vec<_> = rows.iter().map(|row| (row.source.as_str(), row.mails, row.dkim)).collect();
        assert_eq!(kept, [("192.0.2.1", 9, true), ("", 10, true), ("", 4, false)]);
        sum_up(&mut says, 0);
        let Said::Dmarc { rows, .. } = &says else { panic!("it is on mail") };
        assert_eq!(rows.iter().map(|row| row.mails).collect::<Vec<_>>(), [19, 4], "without any room");
    }

    #[test]
    fn no_failure_of_tls_vanishes_where_there_is_no_room() {
        use TlsOutcome::{CertificateExpired, Success};
        let row = |mx: &str, outcome, sessions| TlsRow {
            policy: "sts".to_owned(),
            outcome,
            mx: mx.to_owned(),
            sessions,
            words: String::new(),
        };
        let all = || {
            vec![
                row("mx1.a.test", Success, 90),
                row("mx2.a.test", Success, 9),
                row("mx1.a.test", CertificateExpired, 4),
                row("mx2.a.test", CertificateExpired, 3),
            ]
        };
        let kept = |max| {
            let mut says = Said::Tls(all());
            sum_up(&mut says, max);
            let Said::Tls(rows) = says else { panic!("it is on TLS") };
            rows.iter().map(|row| (row.mx.clone(), row.outcome, row.sessions)).collect::<Vec<_>>()
        };
        assert_eq!(kept(0), [(String::new(), Success, 99), (String::new(), CertificateExpired, 7)]);
        let one = ("mx1.a.test".to_owned(), Success, 90);
        assert_eq!(kept(1), [one, (String::new(), Success, 9), (String::new(), CertificateExpired, 7)]);
        assert_eq!(kept(9).len(), 4);
    }
}
