//! What the API document says of blocked addresses, and of sets of persons.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`domain::blocks::BlockScope`].
pub(crate) struct BlockScope;

impl PartialSchema for BlockScope {
    fn schema() -> RefOr<Schema> {
        words(domain::blocks::BlockScope::ALL.map(domain::blocks::BlockScope::as_str))
    }
}

impl ToSchema for BlockScope {}

/// The schema of [`domain::blocks::BlockReason`].
pub(crate) struct BlockReason;

impl PartialSchema for BlockReason {
    fn schema() -> RefOr<Schema> {
        words(domain::blocks::BlockReason::ALL.map(domain::blocks::BlockReason::as_str))
    }
}

impl ToSchema for BlockReason {}

/// The schema of [`domain::blocks::IncidentState`].
pub(crate) struct IncidentState;

impl PartialSchema for IncidentState {
    fn schema() -> RefOr<Schema> {
        words(domain::blocks::IncidentState::ALL.map(domain::blocks::IncidentState::as_str))
    }
}

impl ToSchema for IncidentState {}

/// The schema of [`domain::blocks::KeptBy`].
pub(crate) struct KeptBy;

impl PartialSchema for KeptBy {
    fn schema() -> RefOr<Schema> {
        words(domain::blocks::KeptBy::ALL.map(domain::blocks::KeptBy::as_str))
    }
}

impl ToSchema for KeptBy {}

/// The schema of [`domain::person_import::KnownPersons`].
pub(crate) struct KnownPersons;

impl PartialSchema for KnownPersons {
    fn schema() -> RefOr<Schema> {
        words(domain::person_import::KnownPersons::ALL.map(domain::person_import::KnownPersons::as_str))
    }
}

impl ToSchema for KnownPersons {}

/// The schema of [`domain::people_list::PeopleListKind`].
pub(crate) struct PeopleListKind;

impl PartialSchema for PeopleListKind {
    fn schema() -> RefOr<Schema> {
        words(domain::people_list::PeopleListKind::ALL.map(domain::people_list::PeopleListKind::as_str))
    }
}

impl ToSchema for PeopleListKind {}
