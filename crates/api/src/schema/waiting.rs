//! The schemas of why mail waits, for how long, and of what protected it.

use domain::{encryption, outbox, transport, waiting};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`waiting::WaitRule`].
pub(crate) struct WaitRule;

impl PartialSchema for WaitRule {
    fn schema() -> RefOr<Schema> {
        words(waiting::WaitRule::ALL.map(waiting::WaitRule::as_str))
    }
}

impl ToSchema for WaitRule {}

/// The schema of [`outbox::ParkReason`].
pub(crate) struct ParkReason;

impl PartialSchema for ParkReason {
    fn schema() -> RefOr<Schema> {
        words(outbox::ParkReason::ALL.map(outbox::ParkReason::as_str))
    }
}

impl ToSchema for ParkReason {}

/// The schema of [`encryption::TlsGrade`].
pub(crate) struct TlsGrade;

impl PartialSchema for TlsGrade {
    fn schema() -> RefOr<Schema> {
        words(encryption::TlsGrade::ALL.map(encryption::TlsGrade::as_str))
    }
}

impl ToSchema for TlsGrade {}

/// The schema of [`transport::ChosenWay`].
pub(crate) struct ChosenWay;

impl PartialSchema for ChosenWay {
    fn schema() -> RefOr<Schema> {
        words(transport::ChosenWay::ALL.map(transport::ChosenWay::as_str))
    }
}

impl ToSchema for ChosenWay {}

/// The schema of [`flows::outbox::Closed`].
pub(crate) struct WayClosed;

impl PartialSchema for WayClosed {
    fn schema() -> RefOr<Schema> {
        words(flows::outbox::Closed::ALL.map(flows::outbox::Closed::as_str))
    }
}

impl ToSchema for WayClosed {}

/// The schema of [`waiting::Age`].
pub(crate) struct WaitAge;

impl PartialSchema for WaitAge {
    fn schema() -> RefOr<Schema> {
        words(waiting::Age::ALL.map(waiting::Age::as_str))
    }
}

impl ToSchema for WaitAge {}
