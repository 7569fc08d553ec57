//! What became of a report on a sender domain, in the timeline of the mail that brought it.

use domain::domain_report::{DomainReportKind, ReportFate};
use domain::timeline::DomainReportTold;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// A report of another server that came in.
#[derive(Serialize, ToSchema)]
#[schema(as = DomainReportTold)]
pub(crate) struct DomainReport {
    /// What it is about; null where it cannot be read.
    #[schema(value_type = Option<schema::DomainReportKind>)]
    report: Option<DomainReportKind>,
    /// What became of it.
    #[schema(value_type = schema::ReportFate)]
    fate: ReportFate,
    /// The domain; empty where it cannot be read.
    domain: String,
    /// Who reports, as he calls himself; empty where it cannot be read.
    reporter: String,
    /// Mails or connections that it counts.
    counted: u64,
    /// Why it cannot be read, in one sentence; else empty.
    fault: String,
}

impl From<DomainReportTold> for DomainReport {
    fn from(told: DomainReportTold) -> Self {
        let DomainReportTold { report, fate, domain, reporter, counted, fault } = told;
        Self { report, fate, domain, reporter, counted, fault }
    }
}
