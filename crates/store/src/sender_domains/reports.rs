//! What other servers report on sender domains. Tables `domain_reports`, `domain_report_rows` and `tls_report_rows`.
//!
//! A report counts once for its domain, whoever sends a copy of it to which mailbox.

pub mod figures;
pub mod list;

use domain::domain_report::{DomainReportKind, KnownBy, TlsOutcome};
use domain::sender_domain::DmarcPolicy;
use domain::{DomainReportId, IntakeId, OrganisationId, SenderDomainId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef as _, OnConflict, Query, SelectStatement};

use crate::sql::{self, INSERT_ROWS_MAX, NewRow, Stored, col, is, is_among};
use crate::{Conn, StoreError, Tx};

/// A day, milliseconds.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// A report to be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReport {
    /// The sender domain.
    pub domain_id: SenderDomainId,
    /// Who reports, by the domain of its author.
    pub reporter: String,
    /// The id that the reporter gave it.
    pub report_key: String,
    /// The reporter as he calls himself.
    pub reporter_name: String,
    /// The domain that it is about.
    pub about: String,
    /// Whether its author is proved to be whom he claims, and somebody whose word counts.
    pub vouched: bool,
    /// The mail that brought it.
    pub intake_id: IntakeId,
    /// Where the time begins that it is about.
    pub begins_at: Timestamp,
    /// Where it ends.
    pub ends_at: Timestamp,
    /// When it came.
    pub received_at: Timestamp,
    /// How long it is kept.
    pub kept_days: u32,
    /// What it says.
    pub says: Said,
}

/// What a report says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// Who sends as the domain.
    Dmarc {
        /// What the domain's record asked for.
        policy: Option<DmarcPolicy>,
        /// What came from where.
        rows: Vec<SourceRow>,
    },
    /// How TLS towards the domain goes.
    Tls(Vec<TlsRow>),
}

/// Mails of one source that were judged alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceRow {
    /// The address; empty for the smaller sources of a report together.
    pub source: String,
    /// The network that it stands under.
    pub network: String,
    /// The host's name; empty where nobody knows it.
    pub host: String,
    /// The domain that the source is known by; empty where there is none.
    pub known_as: String,
    /// How many.
    pub mails: u64,
    /// What was done with them.
    pub disposition: DmarcPolicy,
    /// Whether a signature of the author's domain held.
    pub dkim: bool,
    /// Whether the source may send for the author's domain.
    pub spf: bool,
    /// Whether one of our keys signed them.
    pub ours: bool,
    /// The author's domain.
    pub header_from: String,
    /// By what the source is known; `None` where nobody could tell.
    pub known_by: Option<KnownBy>,
}

/// Connections that came to the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsRow {
    /// Which policy applied.
    pub policy: String,
    /// What came of them.
    pub outcome: TlsOutcome,
    /// Our server; empty where the report does not name it.
    pub mx: String,
    /// How many.
    pub sessions: u64,
    /// The reporter's words.
    pub words: String,
}

impl Said {
    const fn kind(&self) -> DomainReportKind {
        match self {
            Self::Dmarc { .. } => DomainReportKind::Dmarc,
            Self::Tls(_) => DomainReportKind::Tls,
        }
    }

    /// All that it counts, and that of it with which all was well.
    fn counts(&self) -> (u64, u64) {
        match self {
            Self::Dmarc { rows, .. } => rows.iter().fold((0, 0), |(all, good), row| {
                (all + row.mails, if row.dkim || row.spf { good + row.mails } else { good })
            }),
            Self::Tls(rows) => rows.iter().fold((0, 0), |(all, good), row| {
                let is_good = row.outcome == TlsOutcome::Success;
                (all + row.sessions, if is_good { good + row.sessions } else { good })
            }),
        }
    }
}

/// Keeps a report; `None` when it is known already, and nothing is written.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    new: &NewReport,
) -> Result<Option<DomainReportId>, StoreError> {
    let id = tx.new_id();
    let (counted, good) = new.says.counts();
    let policy = match &new.says {
        Said::Dmarc { policy, .. } => policy.map(DmarcPolicy::as_str),
        Said::Tls(_) => None,
    };
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("domain_id", new.domain_id)
        .with("kind", new.says.kind().as_str())
        .with("reporter", new.reporter.as_str())
        .with("report_key", new.report_key.as_str())
        .with("reporter_name", new.reporter_name.as_str())
        .with("about", new.about.as_str())
        .with("vouched", new.vouched)
        .with("intake_id", new.intake_id)
        .with("begins_at", new.begins_at)
        .with("ends_at", new.ends_at)
        .with("received_at", new.received_at)
        .with("policy", policy)
        .with("counted", counted)
        .with("good", good)
        .with("forget_at", new.ends_at.plus_millis(i64::from(new.kept_days) * DAY_MS));
    let mut statement = sql::insert("domain_reports", [row]);
    let mut again = OnConflict::columns(["org_id", "domain_id", "kind", "reporter", "report_key"]);
    statement.on_conflict(again.do_nothing().to_owned());
    if tx.execute(&statement).await? == 0 {
        return Ok(None);
    }
    insert_rows(tx, org, (id, new)).await?;
    Ok(Some(id))
}

async fn insert_rows(
    tx: &Tx,
    org: OrganisationId,
    (id, new): (DomainReportId, &NewReport),
) -> Result<(), StoreError> {
    let day = new.begins_at.as_millis().div_euclid(DAY_MS);
    let beginning = || {
        NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", org)
            .with("domain_id", new.domain_id)
            .with("report_id", id)
            .with("day", day)
    };
    match &new.says {
        Said::Dmarc { rows, .. } => {
            let row = |row: &SourceRow| {
                beginning()
                    .with("source", row.source.as_str())
                    .with("network", row.network.as_str())
                    .with("host", row.host.as_str())
                    .with("known_as", row.known_as.as_str())
                    .with("mails", row.mails)
                    .with("disposition", row.disposition.as_str())
                    .with("dkim", row.dkim)
                    .with("spf", row.spf)
                    .with("ours", row.ours)
                    .with("header_from", row.header_from.as_str())
                    .with("known_by", row.known_by.map(KnownBy::as_str))
            };
            for some in rows.chunks(INSERT_ROWS_MAX) {
                tx.execute(&sql::insert("domain_report_rows", some.iter().map(row))).await?;
            }
        }
        Said::Tls(rows) => {
            let row = |row: &TlsRow| {
                beginning()
                    .with("policy", row.policy.as_str())
                    .with("outcome", row.outcome.as_str())
                    .with("mx", row.mx.as_str())
                    .with("sessions", row.sessions)
                    .with("words", row.words.as_str())
            };
            for some in rows.chunks(INSERT_ROWS_MAX) {
                tx.execute(&sql::insert("tls_report_rows", some.iter().map(row))).await?;
            }
        }
    }
    Ok(())
}

/// How many reports on a domain came since an instant, counted up to a limit. Index `domain_reports_by_arrival`.
pub async fn count_since(
    conn: &Conn,
    org: OrganisationId,
    domain: Of,
    (since, limit): (Timestamp, u64),
) -> Result<u64, StoreError> {
    counted(conn, arrived(org, domain, since), limit).await
}

/// The same of one reporter. Index `domain_reports_by_arrival`.
pub async fn count_of_reporter(
    conn: &Conn,
    org: OrganisationId,
    (domain, reporter): (Of, &str),
    (since, limit): (Timestamp, u64),
) -> Result<u64, StoreError> {
    let mut some = arrived(org, domain, since);
    some.and_where(is("r.reporter", reporter));
    counted(conn, some, limit).await
}

/// How many rows the reports on mail have that came since an instant, counted up to a limit. Indexes
/// `domain_reports_by_arrival` and `domain_report_rows_of_report`.
pub async fn count_rows_since(
    conn: &Conn,
    org: OrganisationId,
    domain: Of,
    (since, limit): (Timestamp, u64),
) -> Result<u64, StoreError> {
    counted(conn, with_rows(arrived(org, domain, since)), limit).await
}

/// The same of one reporter's. Indexes `domain_reports_by_arrival` and `domain_report_rows_of_report`.
pub async fn count_rows_of_reporter(
    conn: &Conn,
    org: OrganisationId,
    (domain, reporter): (Of, &str),
    (since, limit): (Timestamp, u64),
) -> Result<u64, StoreError> {
    let mut some = arrived(org, domain, since);
    some.and_where(is("r.reporter", reporter));
    counted(conn, with_rows(some), limit).await
}

fn with_rows(mut reports: SelectStatement) -> SelectStatement {
    let rows = "domain_report_rows".into_table_ref().alias("w");
    reports.inner_join(rows, col("w.report_id").equals(("r", "id")));
    reports
}

/// Whose reports are counted: those whose authors are proved to be whom they claim, or the others. Apart, since anybody can
/// write the others, and must not take the room of the ones that count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Of {
    /// The sender domain.
    pub domain: SenderDomainId,
    /// Whether their authors are proved.
    pub vouched: bool,
}

fn arrived(org: OrganisationId, of: Of, since: Timestamp) -> SelectStatement {
    let mut some = Query::select();
    some.expr_as(col("r.id"), "id")
        .from_as("domain_reports", "r")
        .and_where(is("r.org_id", org))
        .and_where(is("r.domain_id", of.domain))
        .and_where(is("r.vouched", of.vouched))
        .and_where(col("r.received_at").gte(since.stored()));
    some
}

async fn counted(conn: &Conn, mut some: SelectStatement, limit: u64) -> Result<u64, StoreError> {
    some.limit(limit);
    let mut counted = Query::select();
    counted.expr_as(Expr::cust("COUNT(*)"), "counted").from_subquery(some, "some");
    let row = conn.one(&counted).await?.ok_or(StoreError::Missing("count"))?;
    Ok(u64::try_from(row.number("counted")?).unwrap_or(0))
}

/// Keeps all reports of an organisation so many days from here on.
pub async fn keep_for(tx: &Tx, org: OrganisationId, days: u32) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("domain_reports")
        .value("forget_at", col("ends_at").add(i64::from(days) * DAY_MS))
        .and_where(is("org_id", org));
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets reports of all organisations whose days are over, at most `limit`. Index `domain_reports_by_age`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut old = Query::select();
    old.column("id").from("domain_reports").and_where(col("forget_at").lt(now.stored())).limit(limit);
    let ids: Vec<DomainReportId> =
        tx.all(&old).await?.iter().map(|row| row.id("id")).collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    for (table, column) in
        [("domain_report_rows", "report_id"), ("tls_report_rows", "report_id"), ("domain_reports", "id")]
    {
        let mut statement = Query::delete();
        statement.from_table(table).and_where(is_among(column, &ids));
        tx.execute(&statement).await?;
    }
    Ok(ids.len() as u64)
}
