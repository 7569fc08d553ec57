//! Block lists that were imported of late, and can be taken back.

use axum::Json;
use axum::extract::State;
use domain::UserId;
use serde::Serialize;
use store::standings::KnownImport;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::schema::{BlockImportKey, Moment, UserKey};
use crate::state::Api;

/// An import of a block list that can be taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListImport {
    /// With which it is taken back.
    id: BlockImportKey,
    /// When it began.
    at: Moment,
    /// Who imported it.
    by: UserKey,
    /// The name; null of a user whom nobody knows any more.
    by_name: Option<String>,
    /// Addresses that it changed, as far as they are not taken back.
    changed: u64,
}

/// List imports of block lists
///
/// Those of the last 7 days that can be taken back, the newest first, at most 50: also what was stopped on the way.
#[utoipa::path(get, path = "/blocked-addresses/imports", tag = "returns",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<BlockListImport>, description = "The imports."), OfRight))]
pub(crate) async fn list_block_list_imports(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<BlockListImport>> {
    let imports = flows::returns::imports(api.office(), &actor).await?;
    let people: Vec<UserId> = imports.iter().map(|known| known.import.by).collect();
    let names = store::users::names(&api.conn(), actor.organisation, &people).await?;
    Ok(Json(Rows::of(imports, |KnownImport { import, changed }| BlockListImport {
        id: import.id.into(),
        at: import.at.into(),
        by: import.by.into(),
        by_name: names.get(&import.by).cloned(),
        changed,
    })))
}
