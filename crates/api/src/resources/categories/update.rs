//! Changes a category.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{self, found, taken, tell};
use super::{Category, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CategoryKey;
use crate::state::Api;

/// What to change.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CategoryInput {
    /// The name.
    name: String,
}

/// Change a category
#[utoipa::path(patch, path = "/categories/{id}", tag = "categories", params(ById), request_body = CategoryInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Category, description = "The category as it is now."), OfOneInput))]
pub(crate) async fn update_category(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<CategoryKey>,
    Input(input): Input<CategoryInput>,
) -> Answer<Category> {
    let organisation = actor.organisation;
    let name = write::name(&input.name)?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let changed = store::categories::rename(tx, organisation, id.into(), &name).await;
            found(changed.map_err(|error| taken(error, "category.name_taken"))?, "category")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(Json(find(&api, organisation, id.into()).await?))
}
