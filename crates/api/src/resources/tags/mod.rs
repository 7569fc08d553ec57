//! Words that cases are marked with. They are made where they are used.

mod delete;
mod list;
mod merge;
mod update;
mod usage;

use domain::palette;
use serde::Serialize;
use store::tags::TagRow;
use utoipa::ToSchema;

use super::statuses::Colour;
use crate::routing::{ApiRouter, routes};
use crate::schema::TagKey;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_tags))
        .routes(routes!(usage::list_tag_usage))
        .routes(routes!(update::update_tag, delete::delete_tag))
        .routes(routes!(merge::merge_tag))
}

/// A word that cases are marked with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tag {
    /// The id.
    id: TagKey,
    /// The word, unique among the organisation's.
    name: String,
    /// Its colour.
    #[schema(value_type = Colour)]
    colour: palette::Colour,
}

impl From<TagRow> for Tag {
    fn from(row: TagRow) -> Self {
        Self { id: row.id.into(), name: row.name, colour: row.colour }
    }
}
