//! Removes a tag.

use axum::extract::State;
use axum::http::StatusCode;

use super::super::shared::write::{found, tell};
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::TagKey;
use crate::state::Api;

/// Remove a tag
///
/// Also from all cases that have it; their logs keep the word.
#[utoipa::path(delete, path = "/tags/{id}", tag = "tags", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The tag is gone."), OfOne))]
pub(crate) async fn delete_tag(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<TagKey>,
) -> Result<StatusCode, Refusal> {
    let organisation = actor.organisation;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            found(store::tags::delete(tx, organisation, id.into()).await?, "tag")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(StatusCode::NO_CONTENT)
}
