//! What the API document says of sender domains.

use domain::sender_domain as of;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`of::SenderDomainState`].
pub(crate) struct SenderDomainState;

impl PartialSchema for SenderDomainState {
    fn schema() -> RefOr<Schema> {
        words(of::SenderDomainState::ALL.map(of::SenderDomainState::as_str))
    }
}

impl ToSchema for SenderDomainState {}

/// The schema of [`of::DkimAlgorithm`].
pub(crate) struct DkimAlgorithm;

impl PartialSchema for DkimAlgorithm {
    fn schema() -> RefOr<Schema> {
        words(of::DkimAlgorithm::ALL.map(of::DkimAlgorithm::as_str))
    }
}

impl ToSchema for DkimAlgorithm {}

/// The schema of [`of::DkimKeyState`].
pub(crate) struct DkimKeyState;

impl PartialSchema for DkimKeyState {
    fn schema() -> RefOr<Schema> {
        words(of::DkimKeyState::ALL.map(of::DkimKeyState::as_str))
    }
}

impl ToSchema for DkimKeyState {}

/// The schema of [`of::DmarcPolicy`].
pub(crate) struct DmarcPolicy;

impl PartialSchema for DmarcPolicy {
    fn schema() -> RefOr<Schema> {
        words(of::DmarcPolicy::ALL.map(of::DmarcPolicy::as_str))
    }
}

impl ToSchema for DmarcPolicy {}

/// The schema of [`of::RecordKind`].
pub(crate) struct RecordKind;

impl PartialSchema for RecordKind {
    fn schema() -> RefOr<Schema> {
        words(of::RecordKind::ALL.map(of::RecordKind::as_str))
    }
}

impl ToSchema for RecordKind {}

/// The schema of [`of::Importance`].
pub(crate) struct Importance;

impl PartialSchema for Importance {
    fn schema() -> RefOr<Schema> {
        words(of::Importance::ALL.map(of::Importance::as_str))
    }
}

impl ToSchema for Importance {}

/// The schema of [`of::RecordVerdict`].
pub(crate) struct RecordVerdict;

impl PartialSchema for RecordVerdict {
    fn schema() -> RefOr<Schema> {
        words(of::RecordVerdict::ALL.map(of::RecordVerdict::as_str))
    }
}

impl ToSchema for RecordVerdict {}

/// The schema of [`of::DomainAlarm`].
pub(crate) struct DomainAlarm;

impl PartialSchema for DomainAlarm {
    fn schema() -> RefOr<Schema> {
        words(of::DomainAlarm::ALL.map(of::DomainAlarm::as_str))
    }
}

impl ToSchema for DomainAlarm {}

/// The schema of [`of::RecordProblem`].
pub(crate) struct RecordProblem;

impl PartialSchema for RecordProblem {
    fn schema() -> RefOr<Schema> {
        words(of::RecordProblem::ALL.map(of::RecordProblem::as_str))
    }
}

impl ToSchema for RecordProblem {}

/// The schema of [`of::StsFileState`].
pub(crate) struct StsFileState;

impl PartialSchema for StsFileState {
    fn schema() -> RefOr<Schema> {
        words(of::StsFileState::ALL.map(of::StsFileState::as_str))
    }
}

impl ToSchema for StsFileState {}

/// The schema of [`of::StsServing`].
pub(crate) struct StsServing;

impl PartialSchema for StsServing {
    fn schema() -> RefOr<Schema> {
        words(of::StsServing::ALL.map(of::StsServing::as_str))
    }
}

impl ToSchema for StsServing {
    fn name() -> std::borrow::Cow<'static, str> {
        "MtaStsServing".into()
    }
}

/// The schema of [`of::StsWarning`].
pub(crate) struct StsWarning;

impl PartialSchema for StsWarning {
    fn schema() -> RefOr<Schema> {
        words(of::StsWarning::ALL.map(of::StsWarning::as_str))
    }
}

impl ToSchema for StsWarning {
    fn name() -> std::borrow::Cow<'static, str> {
        "MtaStsWarning".into()
    }
}
