//! An organisation's own statuses of cases.

mod archive;
mod create;
mod list;
mod restore;
mod update;

use domain::case::CaseStatus;
use domain::palette;
use serde::{Deserialize, Serialize};
use store::statuses::StatusRow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, StatusKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_statuses, create::create_status))
        .routes(routes!(update::update_status))
        .routes(routes!(archive::archive_status))
        .routes(routes!(restore::restore_status))
}

/// The schema of [`palette::Colour`].
pub(crate) struct Colour;

impl PartialSchema for Colour {
    fn schema() -> RefOr<Schema> {
        schema::words(palette::Colour::ALL.map(palette::Colour::as_str))
    }
}

impl ToSchema for Colour {}

/// A status that cases of an organisation may have.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    /// The id.
    id: StatusKey,
    /// The name; null where every language has a word for it.
    name: Option<String>,
    /// What it is a kind of: `open`, `waiting` or `closed`. It never changes.
    #[schema(value_type = schema::CaseStatus)]
    kind: CaseStatus,
    /// Whether cases of its kind have it that have no other.
    is_default: bool,
    /// Whether cases are given it that become of its kind when nobody chooses another.
    is_usual: bool,
    /// What it looks and behaves like.
    #[serde(flatten)]
    traits: Traits,
    /// When it was archived: nobody chooses it any longer.
    archived_at: Option<Moment>,
    /// The one that its cases are shown as of since then.
    replaced_by: Option<StatusKey>,
}

/// What a status looks and behaves like.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Traits {
    /// Its colour.
    #[schema(value_type = Colour)]
    colour: palette::Colour,
    /// Whether a customer's answer to such a case begins a new one.
    new_case_on_reply: bool,
    /// Whether such a case stands in the queue while it is nobody's; for open ones alone.
    in_queue: bool,
}

impl From<StatusRow> for Status {
    fn from(row: StatusRow) -> Self {
        let store::statuses::StatusTraits { colour, new_case_on_reply, in_queue } = row.traits;
        Self {
            id: row.id.into(),
            name: row.name,
            kind: row.kind,
            is_default: row.is_default,
            is_usual: row.is_usual,
            traits: Traits { colour, new_case_on_reply, in_queue },
            archived_at: row.archived_at.map(Into::into),
            replaced_by: row.replaced_by.map(Into::into),
        }
    }
}
