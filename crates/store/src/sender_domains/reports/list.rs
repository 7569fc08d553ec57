//! The rows of DMARC reports one by one, for files.

use domain::sender_domain::DmarcPolicy;
use domain::{DomainReportRowId, OrganisationId, SenderDomainId};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Query};

use crate::paging::{self, Listing, Order, Part, number};
use crate::row::{Columns, Row};
use crate::sql::{col, is, is_of, joined, pick};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// Mails of one source in one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedSource {
    /// The id.
    pub id: DomainReportRowId,
    /// Days since 1970.
    pub day: i64,
    /// The address; empty for the smaller sources together.
    pub source: String,
    /// The host's name; empty where nobody knows it.
    pub host: String,
    /// The domain that it is known by.
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
    /// Who reports, as he calls himself.
    pub reporter_name: String,
}

/// What the rows can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ReportedSort {
    /// The day.
    #[default]
    Day,
}

impl SortColumn for ReportedSort {
    const ALL: &'static [Self] = &[Self::Day];

    fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
        }
    }
}

/// One page of the rows of a domain's reports.
pub async fn sources(
    conn: &Conn,
    org: OrganisationId,
    domain: SenderDomainId,
    query: &ListQuery<ReportedSort>,
) -> Result<Page<ReportedSource>, StoreError> {
    let keys = paging::keys(conn, listing(org, domain), query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |row| row.id.get()))
}

/// How they are walked. Index `domain_report_rows_by_day`.
pub(crate) fn listing(org: OrganisationId, domain: SenderDomainId) -> Listing {
    Listing {
        table: "domain_report_rows",
        org,
        parts: vec![Part::only(Condition::all().add(is("r.domain_id", domain)))],
        narrowed: Condition::all(),
        order: Order::By(number("r.day")),
        searched: &[],
    }
}

async fn rows(conn: &Conn, org: OrganisationId, ids: &[i64]) -> Result<Vec<ReportedSource>, StoreError> {
    let mut query = Query::select();
    pick(
        &mut query,
        "r",
        &["id", "day", "source", "host", "known_as", "mails", "disposition", "dkim", "spf"],
    );
    pick(&mut query, "r", &["ours", "header_from"]);
    pick(&mut query, "d", &["reporter_name"]);
    query
        .from_as("domain_report_rows", "r")
        .inner_join(
            IntoTableRef::into_table_ref("domain_reports").alias("d"),
            joined("d.id", "r.report_id", ("d.org_id", "r.org_id")),
        )
        .and_where(is_of("r.org_id", org))
        .and_where(col("r.id").is_in(ids.iter().copied()));
    let table = Columns("domain_report_rows");
    let read = |row: &Row| {
        Ok(ReportedSource {
            id: row.id("id")?,
            day: row.number("day")?,
            source: row.text("source")?,
            host: row.text("host")?,
            known_as: row.text("known_as")?,
            mails: row.small(table.at("mails"))?,
            disposition: row.parsed(table.at("disposition"))?,
            dkim: row.flag("dkim")?,
            spf: row.flag("spf")?,
            ours: row.flag("ours")?,
            header_from: row.text("header_from")?,
            reporter_name: row.text("reporter_name")?,
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}
