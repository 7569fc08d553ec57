//! Makes two tags one.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{found, tell};
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::TagKey;
use crate::state::Api;

/// Where a tag goes.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MergeTagInput {
    /// The tag that stays.
    into: TagKey,
}

/// Merge a tag into another
///
/// All cases that have it have the other one then, and filters give the other one; the logs keep the word.
#[utoipa::path(post, path = "/tags/{id}/merge", tag = "tags", params(ById), request_body = MergeTagInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The tag is the other one."), OfOneInput))]
pub(crate) async fn merge_tag(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<TagKey>,
    Input(MergeTagInput { into }): Input<MergeTagInput>,
) -> Result<StatusCode, Refusal> {
    let organisation = actor.organisation;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let names = (
                store::tags::find(tx, organisation, id.into()).await?,
                store::tags::find(tx, organisation, into.into()).await?,
            );
            found(store::tags::merge(tx, organisation, (id.into(), into.into())).await?, "tag")?;
            if let (Some(from), Some(to)) = names {
                flows::filters::rename_tag(tx, organisation, (&from.name, &to.name)).await?;
            }
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(StatusCode::NO_CONTENT)
}
