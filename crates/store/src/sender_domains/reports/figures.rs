//! What reports come to together: by day, by source, by what came of TLS, and the newest of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::domain_report::{DomainReportKind, KnownBy, TlsOutcome};
use domain::{DomainReportId, IntakeId, OrganisationId, SenderDomainId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query, SelectStatement};

use super::DAY_MS;
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is};
use crate::{Conn, StoreError};

/// Sources that are shown: beyond these are single mails of forgers.
const SOURCES_MAX: u64 = 200;
/// What reporters tell of sources that an advice looks at.
const TOLD_MAX: u64 = 2_000;
/// Days of reporters that an advice looks at.
const DAYS_TOLD_MAX: u64 = 10_000;
/// Outcomes of TLS that are shown.
const OUTCOMES_MAX: u64 = 100;
/// Days of one picture.
const DAYS_MAX: u64 = 400;

/// Which figures: of a domain, from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Since {
    /// The sender domain.
    pub domain: SenderDomainId,
    /// The first day, days since 1970.
    pub day: i64,
    /// Whether what reports say whose authors are proved to be whom they claim; else what all the others say. Anybody can
    /// write one of those, so that nothing counts both together.
    pub vouched: bool,
}

/// What one day's reports count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCount {
    /// Days since 1970.
    pub day: i64,
    /// Mails or connections.
    pub counted: u64,
    /// Those of them with which all was well.
    pub good: u64,
}

/// What came from one network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceCount {
    /// The network; empty for the smaller sources of reports together.
    pub network: String,
    /// How many addresses of it.
    pub addresses: u64,
    /// One of them.
    pub source: String,
    /// The name of one host; empty where nobody knows one.
    pub host: String,
    /// The domain that it is known by; empty where there is none.
    pub known_as: String,
    /// All mails.
    pub mails: u64,
    /// Those with a signature of the domain or its SPF record behind them.
    pub proved: u64,
    /// Those with a signature of the domain.
    pub dkim: u64,
    /// Those that SPF lets it send.
    pub spf: u64,
    /// Those that our keys signed.
    pub ours: u64,
    /// By what some of its addresses are known, the most that was found; `None` where nobody could tell.
    pub known_by: Option<KnownBy>,
    /// Those that receivers put into quarantine or refused.
    pub stopped: u64,
    /// The first day.
    pub first_day: i64,
    /// The last day.
    pub last_day: i64,
}

/// What came of connections.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeCount {
    /// What.
    pub outcome: TlsOutcome,
    /// Our server; empty where no report names it.
    pub mx: String,
    /// How many.
    pub sessions: u64,
    /// The last day.
    pub last_day: i64,
    /// The words of one report.
    pub words: String,
}

/// One report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportRow {
    /// The id.
    pub id: DomainReportId,
    /// What it is about.
    pub kind: DomainReportKind,
    /// The reporter as he calls himself.
    pub reporter_name: String,
    /// The domain of its author.
    pub reporter: String,
    /// Whether its author is proved to be whom he claims.
    pub vouched: bool,
    /// The mail that brought it.
    pub intake_id: IntakeId,
    /// Where the time begins that it is about.
    pub begins_at: Timestamp,
    /// Where it ends.
    pub ends_at: Timestamp,
    /// Mails or connections.
    pub counted: u64,
    /// Those of them with which all was well.
    pub good: u64,
}

/// Mails by day. Index `domain_report_rows_by_day`.
pub async fn days(conn: &Conn, org: OrganisationId, since: Since) -> Result<Vec<DayCount>, StoreError> {
    let mut query = rows_since("domain_report_rows", org, since);
    query
        .column("day")
        .expr_as(sum("mails"), "counted")
        .expr_as(sum("CASE WHEN dkim OR spf THEN mails ELSE 0 END"), "good");
    by_day(conn, query).await
}

/// Connections by day. Index `tls_report_rows_by_day`.
pub async fn tls_days(conn: &Conn, org: OrganisationId, since: Since) -> Result<Vec<DayCount>, StoreError> {
    let mut query = rows_since("tls_report_rows", org, since);
    query
        .column("day")
        .expr_as(sum("sessions"), "counted")
        .expr_as(sum("CASE WHEN outcome = 'success' THEN sessions ELSE 0 END"), "good");
    by_day(conn, query).await
}

async fn by_day(conn: &Conn, mut query: SelectStatement) -> Result<Vec<DayCount>, StoreError> {
    query.group_by_col("day").order_by("day", Order::Asc).limit(DAYS_MAX);
    let rows = conn.all(&query).await?;
    let read = |row: &Row| {
        Ok(DayCount {
            day: row.number("day")?,
            counted: positive(row, "counted")?,
            good: positive(row, "good")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The networks that sent most, the largest first, at most 200. Index `domain_report_rows_by_day`.
pub async fn sources(conn: &Conn, org: OrganisationId, since: Since) -> Result<Vec<SourceCount>, StoreError> {
    let mut query = of_sources(rows_since("domain_report_rows", org, since));
    query
        .group_by_col("network")
        .order_by("sent", Order::Desc)
        .order_by("network", Order::Asc)
        .limit(SOURCES_MAX);
    conn.all(&query).await?.iter().map(source).collect()
}

/// What is known of a network by these rows.
fn of_sources(mut query: SelectStatement) -> SelectStatement {
    query
        .column("network")
        .expr_as(Expr::cust("COUNT(DISTINCT source)"), "addresses")
        .expr_as(Expr::cust("MAX(source)"), "source")
        .expr_as(Expr::cust("MAX(host)"), "host")
        .expr_as(Expr::cust("MAX(known_as)"), "known_as")
        .expr_as(sum("mails"), "sent")
        .expr_as(sum("CASE WHEN dkim OR spf THEN mails ELSE 0 END"), "proved")
        .expr_as(sum("CASE WHEN dkim THEN mails ELSE 0 END"), "signed")
        .expr_as(sum("CASE WHEN spf THEN mails ELSE 0 END"), "allowed")
        .expr_as(sum("CASE WHEN ours THEN mails ELSE 0 END"), "own")
        .expr_as(sum("CASE WHEN disposition = 'none' THEN 0 ELSE mails END"), "stopped")
        // The names in the order of their alphabet are those from the least to the most.
        .expr_as(Expr::cust("MAX(known_by)"), "known_by")
        .expr_as(Expr::cust("MIN(day)"), "first_day")
        .expr_as(Expr::cust("MAX(day)"), "last_day");
    query
}

fn source(row: &Row) -> Result<SourceCount, StoreError> {
    Ok(SourceCount {
        network: row.text("network")?,
        addresses: positive(row, "addresses")?,
        source: row.text("source")?,
        host: row.text("host")?,
        known_as: row.text("known_as")?,
        mails: positive(row, "sent")?,
        proved: positive(row, "proved")?,
        dkim: positive(row, "signed")?,
        spf: positive(row, "allowed")?,
        ours: positive(row, "own")?,
        known_by: row.parsed_or_none(Columns("domain_report_rows").at("known_by"))?,
        stopped: positive(row, "stopped")?,
        first_day: row.number("first_day")?,
        last_day: row.number("last_day")?,
    })
}

/// What one reporter tells of one network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldSource {
    /// Who.
    pub reporter: String,
    /// What, of the network as he tells of it.
    pub source: SourceCount,
}

/// What each reporter tells of the networks that sent most, the largest first, at most 2,000. Index
/// `domain_report_rows_by_day`.
pub async fn told(conn: &Conn, org: OrganisationId, since: Since) -> Result<Vec<ToldSource>, StoreError> {
    let mut query = of_sources(rows_told(org, since));
    query
        .column("reporter")
        .group_by_col("network")
        .group_by_col("reporter")
        .order_by("sent", Order::Desc)
        .order_by("network", Order::Asc)
        .limit(TOLD_MAX);
    let read = |row: &Row| Ok(ToldSource { reporter: row.text("reporter")?, source: source(row)? });
    conn.all(&query).await?.iter().map(read).collect()
}

/// The days that each reporter tells of, at most 10,000. Index `domain_report_rows_by_day`.
pub async fn days_told(
    conn: &Conn,
    org: OrganisationId,
    since: Since,
) -> Result<BTreeMap<String, BTreeSet<i64>>, StoreError> {
    let mut query = rows_told(org, since);
    query.distinct().columns(["day", "reporter"]).limit(DAYS_TOLD_MAX);
    let mut days: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in conn.all(&query).await? {
        days.entry(row.text("reporter")?).or_default().insert(row.number("day")?);
    }
    Ok(days)
}

/// What came of connections, the most frequent first, at most 100. Index `tls_report_rows_by_day`.
pub async fn outcomes(
    conn: &Conn,
    org: OrganisationId,
    since: Since,
) -> Result<Vec<OutcomeCount>, StoreError> {
    let mut query = rows_since("tls_report_rows", org, since);
    query
        .columns(["outcome", "mx"])
        .expr_as(sum("sessions"), "seen")
        .expr_as(Expr::cust("MAX(day)"), "last_day")
        .expr_as(Expr::cust("MAX(words)"), "words")
        .group_by_col("outcome")
        .group_by_col("mx")
        .order_by("seen", Order::Desc)
        .order_by("outcome", Order::Asc)
        .order_by("mx", Order::Asc)
        .limit(OUTCOMES_MAX);
    let table = Columns("tls_report_rows");
    let rows = conn.all(&query).await?;
    let read = |row: &Row| {
        Ok(OutcomeCount {
            outcome: row.parsed(table.at("outcome"))?,
            mx: row.text("mx")?,
            sessions: positive(row, "seen")?,
            last_day: row.number("last_day")?,
            words: row.text("words")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The newest reports, at most `limit`. Index `domain_reports_by_time`.
pub async fn newest(
    conn: &Conn,
    org: OrganisationId,
    domain: SenderDomainId,
    limit: u64,
) -> Result<Vec<ReportRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "kind", "reporter_name", "reporter", "vouched", "intake_id"])
        .columns(["begins_at", "ends_at", "counted", "good"])
        .from("domain_reports")
        .and_where(is("org_id", org))
        .and_where(is("domain_id", domain))
        .order_by("ends_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(limit);
    let table = Columns("domain_reports");
    let rows = conn.all(&query).await?;
    let read = |row: &Row| {
        Ok(ReportRow {
            id: row.id("id")?,
            kind: row.parsed(table.at("kind"))?,
            reporter_name: row.text("reporter_name")?,
            reporter: row.text("reporter")?,
            vouched: row.flag("vouched")?,
            intake_id: row.id("intake_id")?,
            begins_at: row.at("begins_at")?,
            ends_at: row.at("ends_at")?,
            counted: positive(row, "counted")?,
            good: positive(row, "good")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many reports there are on a time, by what they are about: on mail, and on TLS. Index `domain_reports_by_time`.
pub async fn count(conn: &Conn, org: OrganisationId, since: Since) -> Result<(u64, u64), StoreError> {
    let began = Timestamp::from_millis(since.day.saturating_mul(DAY_MS));
    let mut query = Query::select();
    query
        .column("kind")
        .expr_as(Expr::cust("COUNT(*)"), "counted")
        .from("domain_reports")
        .and_where(is("org_id", org))
        .and_where(is("domain_id", since.domain))
        .and_where(is("vouched", since.vouched))
        .and_where(col("ends_at").gte(began.stored()))
        .group_by_col("kind");
    let (mut dmarc, mut tls) = (0, 0);
    for row in conn.all(&query).await? {
        match row.parsed(Columns("domain_reports").at("kind"))? {
            DomainReportKind::Dmarc => dmarc = positive(&row, "counted")?,
            DomainReportKind::Tls => tls = positive(&row, "counted")?,
        }
    }
    Ok((dmarc, tls))
}

fn rows_since(table: &'static str, org: OrganisationId, since: Since) -> SelectStatement {
    let mut reports = reports_of(org, since);
    reports.column("id");
    let mut query = rows_from(table, org, since);
    query.and_where(col("report_id").in_subquery(reports));
    query
}

/// The same of reports on mail, each row with whoever wrote its report. Written so that the rows come first, by their days: the reports
/// of all times have many more.
fn rows_told(org: OrganisationId, since: Since) -> SelectStatement {
    let mut reports = reports_of(org, since);
    // Nothing else, so that each other name is that of the rows.
    reports.expr_as(col("id"), "told_in").column("reporter");
    let stands_in = Expr::cust("r.told_in = +domain_report_rows.report_id");
    let mut query = rows_from("domain_report_rows", org, since);
    query.join_subquery(JoinType::InnerJoin, reports, "r", stands_in);
    query
}

fn reports_of(org: OrganisationId, since: Since) -> SelectStatement {
    let mut query = Query::select();
    query
        .from("domain_reports")
        .and_where(is("org_id", org))
        .and_where(is("domain_id", since.domain))
        .and_where(is("vouched", since.vouched));
    query
}

fn rows_from(table: &'static str, org: OrganisationId, since: Since) -> SelectStatement {
    let mut query = Query::select();
    query
        .from(table)
        .and_where(is("org_id", org))
        .and_where(is("domain_id", since.domain))
        .and_where(col("day").gte(since.day));
    query
}

/// A sum as the integer that both engines read; PostgreSQL's own is of a wider kind.
fn sum(of: &'static str) -> Expr {
    Expr::cust(format!("CAST(SUM({of}) AS BIGINT)"))
}

fn positive(row: &Row, column: &str) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.number(column)?).unwrap_or(0))
}
