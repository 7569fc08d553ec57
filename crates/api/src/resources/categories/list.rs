//! All categories.

use axum::Json;
use axum::extract::State;

use super::Category;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List categories
#[utoipa::path(get, path = "/categories", tag = "categories", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Category>, description = "All categories, by position."), OfSignedIn))]
pub(crate) async fn list_categories(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<Category>> {
    let rows = store::categories::list(&api.conn(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, Category::from)))
}
