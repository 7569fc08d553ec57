//! What the API document says of reports on sender domains.

use domain::domain_report as of;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`of::DomainReportKind`].
pub(crate) struct DomainReportKind;

impl PartialSchema for DomainReportKind {
    fn schema() -> RefOr<Schema> {
        words(of::DomainReportKind::ALL.map(of::DomainReportKind::as_str))
    }
}

impl ToSchema for DomainReportKind {}

/// The schema of [`of::SourceStanding`].
pub(crate) struct SourceStanding;

impl PartialSchema for SourceStanding {
    fn schema() -> RefOr<Schema> {
        words(of::SourceStanding::ALL.map(of::SourceStanding::as_str))
    }
}

impl ToSchema for SourceStanding {}

/// The schema of [`of::ReportAdvice`].
pub(crate) struct ReportAdvice;

impl PartialSchema for ReportAdvice {
    fn schema() -> RefOr<Schema> {
        words(of::ReportAdvice::ALL.map(of::ReportAdvice::as_str))
    }
}

impl ToSchema for ReportAdvice {}

/// The schema of [`of::TlsOutcome`].
pub(crate) struct TlsOutcome;

impl PartialSchema for TlsOutcome {
    fn schema() -> RefOr<Schema> {
        words(of::TlsOutcome::ALL.map(of::TlsOutcome::as_str))
    }
}

impl ToSchema for TlsOutcome {}

/// The schema of [`of::ReportFate`].
pub(crate) struct ReportFate;

impl PartialSchema for ReportFate {
    fn schema() -> RefOr<Schema> {
        words(of::ReportFate::ALL.map(of::ReportFate::as_str))
    }
}

impl ToSchema for ReportFate {}
