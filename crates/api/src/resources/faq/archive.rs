//! Puts an entry into the archive, and takes it out.

use axum::Json;
use axum::extract::State;
use domain::FaqEntryId;
use domain::org::Actor;

use super::FaqEntry;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::FaqKey;
use crate::state::Api;

/// Archive an FAQ entry
///
/// Nobody is suggested it any longer.
#[utoipa::path(post, path = "/faq-entries/{id}/archive", tag = "faq", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = FaqEntry, description = "The entry as it is now."), OfOne))]
pub(crate) async fn archive_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<FaqKey>,
) -> Answer<FaqEntry> {
    set(&api, &actor, id.into(), true).await
}

/// Restore an FAQ entry
///
/// It is suggested again.
#[utoipa::path(post, path = "/faq-entries/{id}/restore", tag = "faq", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = FaqEntry, description = "The entry as it is now."), OfOne))]
pub(crate) async fn restore_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<FaqKey>,
) -> Answer<FaqEntry> {
    set(&api, &actor, id.into(), false).await
}

async fn set(api: &Api, actor: &Actor, id: FaqEntryId, archived: bool) -> Answer<FaqEntry> {
    flows::faq::set_archived(api.office(), actor, id, archived).await?;
    Ok(Json(flows::faq::find(api.office(), actor, id).await?.into()))
}
