//! Removes a category.

use axum::extract::State;
use axum::http::StatusCode;

use super::super::shared::write::{found, tell};
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CategoryKey;
use crate::state::Api;

/// Remove a category
///
/// From the choices, and from what had it as its default; cases keep it.
#[utoipa::path(delete, path = "/categories/{id}", tag = "categories", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The category is gone."), OfOne))]
pub(crate) async fn delete_category(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<CategoryKey>,
) -> Result<StatusCode, Refusal> {
    let (organisation, at) = (actor.organisation, api.office().now());
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            found(store::categories::delete(tx, organisation, id.into(), at).await?, "category")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(StatusCode::NO_CONTENT)
}
