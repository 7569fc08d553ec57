//! Links by which the receiver of a mail fetches its files.

use axum::extract::State;
use axum::http::StatusCode;
use domain::Timestamp;
use domain::file_link::FileLinkState;
use serde::Serialize;
use store::file_links::FileLinkRow;
use utoipa::ToSchema;

use super::ByLink;
use crate::download::Download;
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, FileLinkKey, Moment};
use crate::state::Api;

/// A file that is no part of the mail: its receiver fetches it by a link.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileLink {
    /// The id.
    id: FileLinkKey,
    /// The file's name.
    name: String,
    /// Its media type.
    media_type: String,
    /// Its size, octets.
    size_octets: u64,
    /// Where the link stands.
    #[schema(value_type = schema::FileLinkState)]
    state: FileLinkState,
    /// When it ends.
    expires_at: Moment,
    /// How often the file was fetched by it.
    fetches: u32,
    /// How often it may be.
    fetches_max: u32,
    /// When it was fetched last.
    last_fetched_at: Option<Moment>,
    /// When a colleague withdrew it.
    revoked_at: Option<Moment>,
    /// The name of who did.
    revoked_by_name: Option<String>,
}

impl FileLink {
    /// A link as it stands.
    pub(super) fn of(row: FileLinkRow, now: Timestamp) -> Self {
        Self {
            id: row.id.into(),
            state: flows::file_links::state_of(&row, now),
            name: row.name,
            media_type: row.media_type,
            size_octets: row.size_octets,
            expires_at: row.expires_at.into(),
            fetches: row.fetches,
            fetches_max: row.fetches_max,
            last_fetched_at: row.last_fetched_at.map(Into::into),
            revoked_at: row.revoked_at.map(Into::into),
            revoked_by_name: row.revoked_by_name,
        }
    }
}

/// Download the file of a link
///
/// For those who work on the case: it is not counted, and works when the link is over, too.
#[utoipa::path(get, path = "/cases/{id}/file-links/{lid}", tag = "cases", params(ByLink),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_linked_file(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, FileLinkKey)>,
) -> Result<Download, Refusal> {
    let (row, content) = flows::file_links::file(api.office(), &actor, case.into(), id.into()).await?;
    Ok(Download::read((row.name, row.media_type), content))
}

/// Withdraw the link to a file
///
/// Nobody fetches the file by it from then on.
#[utoipa::path(post, path = "/cases/{id}/file-links/{lid}/revoke", tag = "cases", params(ByLink),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It leads nowhere."), OfOne))]
pub(crate) async fn revoke_file_link(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, FileLinkKey)>,
) -> Result<StatusCode, Refusal> {
    flows::file_links::revoke(api.office(), &actor, case.into(), id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
