//! How much tags are used.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::schema::TagKey;
use crate::state::Api;

/// How many cases have a tag.
#[derive(Serialize, ToSchema)]
pub(crate) struct TagUsage {
    /// The tag.
    id: TagKey,
    /// How many cases have it, those in the bins among them.
    cases: u64,
}

/// List how much tags are used
///
/// Tags that no case has are left out.
#[utoipa::path(get, path = "/tags/usage", tag = "tags",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<TagUsage>, description = "The tags that cases have."), OfRight))]
pub(crate) async fn list_tag_usage(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<TagUsage>> {
    let counts = store::tags::counts(&api.conn(), actor.organisation).await?;
    let usage = |(id, cases): (domain::TagId, u64)| TagUsage { id: id.into(), cases };
    Ok(Json(Rows::of(counts, usage)))
}
