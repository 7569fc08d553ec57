//! What the API document says of what is found of senders.

use domain::preflight as of;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`of::Level`].
pub(crate) struct Level;

impl PartialSchema for Level {
    fn schema() -> RefOr<Schema> {
        words(of::Level::ALL.map(of::Level::as_str))
    }
}

impl ToSchema for Level {
    fn name() -> std::borrow::Cow<'static, str> {
        "SenderCheckLevel".into()
    }
}

/// The schema of [`of::Point`].
pub(crate) struct Point;

impl PartialSchema for Point {
    fn schema() -> RefOr<Schema> {
        words(of::Point::ALL.map(of::Point::as_str))
    }
}

impl ToSchema for Point {
    fn name() -> std::borrow::Cow<'static, str> {
        "SenderCheckFinding".into()
    }
}

/// The schema of [`of::UnverifiedRule`].
pub(crate) struct UnverifiedRule;

impl PartialSchema for UnverifiedRule {
    fn schema() -> RefOr<Schema> {
        words(of::UnverifiedRule::ALL.map(of::UnverifiedRule::as_str))
    }
}

impl ToSchema for UnverifiedRule {}

/// The schema of [`of::Aspect`].
pub(crate) struct Aspect;

impl PartialSchema for Aspect {
    fn schema() -> RefOr<Schema> {
        words(of::Aspect::ALL.map(of::Aspect::as_str))
    }
}

impl ToSchema for Aspect {
    fn name() -> std::borrow::Cow<'static, str> {
        "ReceiverLooksAt".into()
    }
}

/// The schema of [`of::Sighting`].
pub(crate) struct Sighting;

impl PartialSchema for Sighting {
    fn schema() -> RefOr<Schema> {
        words(of::Sighting::ALL.map(of::Sighting::as_str))
    }
}

impl ToSchema for Sighting {
    fn name() -> std::borrow::Cow<'static, str> {
        "ReceiverFinds".into()
    }
}
