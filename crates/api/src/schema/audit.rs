//! What the API document says of changes of settings, and of settings.

use domain::audit;
use flows::settings;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`audit::AuditKind`].
pub(crate) struct AuditKind;

impl PartialSchema for AuditKind {
    fn schema() -> RefOr<Schema> {
        words(audit::AuditKind::ALL.map(audit::AuditKind::as_str))
    }
}

impl ToSchema for AuditKind {}

/// The schema of [`audit::Verb`].
pub(crate) struct AuditVerb;

impl PartialSchema for AuditVerb {
    fn schema() -> RefOr<Schema> {
        words(audit::Verb::ALL.map(audit::Verb::as_str))
    }
}

impl ToSchema for AuditVerb {}

/// The schema of [`audit::Origin`].
pub(crate) struct AuditOrigin;

impl PartialSchema for AuditOrigin {
    fn schema() -> RefOr<Schema> {
        words(audit::Origin::ALL.map(audit::Origin::as_str))
    }
}

impl ToSchema for AuditOrigin {}

/// The schema of [`settings::Group`].
pub(crate) struct SettingGroup;

impl PartialSchema for SettingGroup {
    fn schema() -> RefOr<Schema> {
        words(settings::Group::ALL.map(settings::Group::as_str))
    }
}

impl ToSchema for SettingGroup {}

/// The schema of [`settings::Unit`].
pub(crate) struct SettingUnit;

impl PartialSchema for SettingUnit {
    fn schema() -> RefOr<Schema> {
        words(settings::Unit::ALL.map(settings::Unit::as_str))
    }
}

impl ToSchema for SettingUnit {}
