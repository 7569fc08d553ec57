//! The step that says what became of a report on a sender domain.

use serde::{Deserialize, Serialize};

use crate::domain_report::{DomainReportKind, ReportFate};

/// A report of another server that came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DomainReportTold {
    /// What it is about; `None` where it cannot be read.
    pub report: Option<DomainReportKind>,
    /// What became of it.
    pub fate: ReportFate,
    /// The domain; empty where it cannot be read.
    pub domain: String,
    /// Who reports, as he calls himself; empty where it cannot be read.
    pub reporter: String,
    /// Mails or connections that it counts.
    pub counted: u64,
    /// Why it cannot be read, in one sentence; else empty.
    pub fault: String,
}
