//! Makes a category.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{self, taken, tell};
use super::{Category, find};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A category to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewCategoryInput {
    /// The name, unique among the organisation's.
    name: String,
}

/// Make a category
#[utoipa::path(post, path = "/categories", tag = "categories", request_body = NewCategoryInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Category, description = "The category."), OfInput))]
pub(crate) async fn create_category(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<NewCategoryInput>,
) -> Result<(StatusCode, Json<Category>), Refusal> {
    let organisation = actor.organisation;
    let name = write::name(&input.name)?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let id = store::categories::insert(tx, organisation, &name).await;
            let id = id.map_err(|error| taken(error, "category.name_taken"))?;
            tell(tx, organisation);
            Ok::<_, Refusal>(id)
        })
    });
    let id = written.await?;
    Ok((StatusCode::CREATED, Json(find(&api, organisation, id).await?)))
}
