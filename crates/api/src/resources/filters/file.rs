//! Filters as a file.

use axum::Json;
use axum::extract::State;
use flows::filters::{FiledFilter, SameName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use crate::download::Download;
use crate::extract::Input;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// A file of filters, and what is done with those whose name is there already.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FilterFileInput {
    /// The file's content.
    file: FilterFile,
    /// `report` takes nothing in where a name is there already, `replace` lets the file's take its
    /// place, `skip` leaves it out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    same_name: SameName,
}

/// The content of a file of filters.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FilterFile {
    /// `posthus.filters`.
    format: String,
    /// 1.
    version: u32,
    /// The filters in their order: as in the API, with names in the place of ids.
    #[schema(value_type = Vec<Object>)]
    filters: Vec<FiledFilter>,
}

/// What was taken in; nothing where there are conflicts.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilterImport {
    /// New filters.
    made: usize,
    /// Filters that took the place of one with the same name.
    replaced: usize,
    /// Filters that were left out, as asked.
    skipped: usize,
    /// Why nothing was taken in.
    conflicts: Vec<FilterConflict>,
}

/// Why a filter of the file cannot be taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilterConflict {
    /// The filter's name.
    filter: String,
    /// The stable code of what is wrong.
    code: &'static str,
    /// It as one English sentence.
    detail: String,
    /// Values that a sentence in another language needs, by name.
    params: std::collections::BTreeMap<&'static str, String>,
}

/// Take all filters out as a file
#[utoipa::path(get, path = "/filters/file", tag = "filters",
    security(("session" = ["mailboxes", "export"]), ("token" = ["mailboxes", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfRight))]
pub(crate) async fn get_filter_file(
    State(api): State<Api>,
    May(actor, _): May<(rights::Mailboxes, rights::Export)>,
) -> Result<Download, Refusal> {
    let file = flows::filters::export(api.office(), &actor).await?;
    let text = serde_json::to_vec_pretty(&file).unwrap_or_default();
    let name = "posthus-filters.json".to_owned();
    Ok(Download::whole((name, "application/json".to_owned()), text))
}

/// Take filters in from a file
///
/// All of them behind those there are, or none: what cannot be taken in is reported.
#[utoipa::path(post, path = "/filters/file", tag = "filters", request_body = FilterFileInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<FilterImport>, description = "What was taken in, or why nothing was."), OfInput))]
pub(crate) async fn import_filter_file(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<FilterFileInput>,
) -> Answer<Remarked<FilterImport>> {
    let FilterFile { format, version, filters } = input.file;
    let file = flows::filters::FilterFile { format, version, filters };
    let taken = flows::filters::import(api.office(), &actor, file, input.same_name).await?;
    let conflicts = taken.conflicts.into_iter().map(|conflict| FilterConflict {
        filter: conflict.filter,
        code: conflict.problem.code,
        detail: conflict.problem.detail.into_owned(),
        params: conflict.problem.params,
    });
    let conflicts = conflicts.collect();
    let done = FilterImport { made: taken.made, replaced: taken.replaced, skipped: taken.skipped, conflicts };
    Ok(Json(Remarked::of(&api, &actor, (done, taken.addresses)).await))
}
