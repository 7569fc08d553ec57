//! All tags.

use axum::Json;
use axum::extract::State;

use super::Tag;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List tags
#[utoipa::path(get, path = "/tags", tag = "tags", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Tag>, description = "All tags, by name."), OfSignedIn))]
pub(crate) async fn list_tags(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<Tag>> {
    let rows = store::tags::list(&api.conn(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, Tag::from)))
}
