//! Renames a tag.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{self, found, taken, tell};
use super::Tag;
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::TagKey;
use crate::state::Api;

/// A tag's new name.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TagInput {
    /// The word.
    name: String,
}

/// Rename a tag
///
/// On all cases that have it.
#[utoipa::path(patch, path = "/tags/{id}", tag = "tags", params(ById), request_body = TagInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Tag, description = "The tag as it is now."), OfOneInput))]
pub(crate) async fn update_tag(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<TagKey>,
    Input(input): Input<TagInput>,
) -> Answer<Tag> {
    let organisation = actor.organisation;
    let name = write::name(&input.name)?;
    let shown = name.clone();
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let changed = store::tags::rename(tx, organisation, id.into(), &name).await;
            found(changed.map_err(|error| taken(error, "tag.name_taken"))?, "tag")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(Json(Tag { id, name: shown }))
}
