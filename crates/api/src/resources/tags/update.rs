//! Changes a tag.

use axum::Json;
use axum::extract::State;
use domain::limits::TAG_CHARS_MAX;
use domain::{Problem, palette};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{self, found, taken, tell};
use super::super::statuses::Colour;
use super::Tag;
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::TagKey;
use crate::state::Api;

/// What to change of a tag; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TagInput {
    /// The word.
    name: Option<String>,
    /// Its colour.
    #[schema(value_type = Option<Colour>)]
    colour: Option<palette::Colour>,
}

/// Change a tag
///
/// On all cases that have it, and in filters that give it.
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
    let (name, colour) = (input.name.as_deref().map(word).transpose()?, input.colour);
    let written = api.office().store().write(move |tx| {
        let name = name.clone();
        Box::pin(async move {
            let before = store::tags::find(tx, organisation, id.into()).await?;
            let changed = store::tags::update(tx, organisation, id.into(), (name.as_deref(), colour)).await;
            found(changed.map_err(|error| taken(error, "tag.name_taken"))?, "tag")?;
            if let (Some(before), Some(name)) = (before, &name) {
                flows::filters::rename_tag(tx, organisation, (&before.name, name)).await?;
            }
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    let row = store::tags::find(&api.conn(), organisation, id.into()).await?;
    row.map(|row| Json(row.into())).ok_or_else(|| Problem::not_found("tag").into())
}

/// A word as cases are marked with it.
fn word(text: &str) -> Result<String, Refusal> {
    let name = write::name(text)?;
    if name.chars().count() > TAG_CHARS_MAX || name.contains(',') {
        let detail = format!("a tag has 1 to {TAG_CHARS_MAX} characters and no comma");
        return Err(Problem::invalid("name", "tag.invalid", detail)
            .with("max", TAG_CHARS_MAX.to_string())
            .into());
    }
    Ok(name)
}
