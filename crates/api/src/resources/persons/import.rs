//! Persons come in from a file: shown first, then taken in by a job.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use bytes::Bytes;
use domain::person_import::RowOutcome;
use domain::{Actor, PersonImportId, Problem};
use flows::people;
use flows::people::import::{self, Standing};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use utoipa::ToSchema;

use super::import_params::{ImportParams, PreviewParams};
use super::import_preview::ImportPreview;
use crate::extract::{ById, Ids, Params};
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne, OfRight};
use crate::resources::jobs::Job;
use crate::rights::{self, May};
use crate::schema::{Moment, PersonImportKey};
use crate::state::Api;

/// How far an import is.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonImport {
    /// The id.
    id: PersonImportKey,
    /// What the file is called.
    file_name: String,
    /// When it came.
    created_at: Moment,
    /// The job that takes its rows in, to be looked at and stopped as any other.
    job: Option<Job>,
    /// Rows that nothing was done to yet.
    waiting: u64,
    /// Rows that a person was made of.
    made: u64,
    /// Rows that changed a person who was known.
    changed: u64,
    /// Rows about persons who are known and stayed as they were.
    kept: u64,
    /// Rows that nothing could be made of.
    refused: u64,
    /// Rows that were not taken in since no host takes mail for an address in them, as DNS says. Name servers that do not
    /// answer make no address bad.
    to_look_at: u64,
}

impl From<Standing> for PersonImport {
    fn from(Standing { import, job, counts }: Standing) -> Self {
        let count = |outcome| counts.get(&outcome).copied().unwrap_or(0);
        Self {
            id: import.id.into(),
            file_name: import.file_name,
            created_at: import.created_at.into(),
            job: job.map(Into::into),
            waiting: count(RowOutcome::Waiting),
            made: count(RowOutcome::Made),
            changed: count(RowOutcome::Changed),
            kept: count(RowOutcome::Kept),
            refused: count(RowOutcome::Refused),
            to_look_at: count(RowOutcome::ToLookAt),
        }
    }
}

/// Look at a file of persons before it is imported
///
/// The body is a CSV of any making or a vCard (2.1, 3.0, 4.0), at most 16 MB and 50,000 rows. The answer says how it was
/// understood, what each column means, how many rows are about persons who are known or cannot be taken in, and
/// shows the first 20. Nothing is written.
#[utoipa::path(post, path = "/persons/imports/preview", tag = "persons", params(PreviewParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = ImportPreview, description = "What would become of it."), OfInput))]
pub(crate) async fn preview_person_import(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(params): Params<PreviewParams>,
    body: Body,
) -> Answer<ImportPreview> {
    let reading = params.reading()?;
    let (octets, _room) = received(&api, &actor, body).await?;
    Ok(Json(import::preview(api.office(), &actor, (octets, reading)).await?.into()))
}

/// Import persons from a file
///
/// As it was looked at. A job takes the rows in; refused ones are told of by the import, which is kept for a week.
#[utoipa::path(post, path = "/persons/imports", tag = "persons", params(ImportParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = PersonImport, description = "The import that has begun."), OfInput))]
pub(crate) async fn start_person_import(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(params): Params<ImportParams>,
    body: Body,
) -> Result<(StatusCode, Json<PersonImport>), Refusal> {
    let reading = params.reading()?;
    let (octets, _room) = received(&api, &actor, body).await?;
    let file = (params.name, octets, reading);
    let id: PersonImportId =
        import::start(api.office(), &actor, file, params.known.unwrap_or_default()).await?;
    let standing = import::find(api.office(), &actor, id).await?;
    Ok((StatusCode::ACCEPTED, Json(standing.into())))
}

/// List one's imports of persons
///
/// The newest first, at most 20; each is kept for a week.
#[utoipa::path(get, path = "/persons/imports", tag = "persons",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<PersonImport>, description = "How far they are."), OfRight))]
pub(crate) async fn list_person_imports(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<PersonImport>> {
    Ok(Json(Rows::of(import::list(api.office(), &actor).await?, Into::into)))
}

/// Get an import of persons
///
/// One's own.
#[utoipa::path(get, path = "/persons/imports/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = PersonImport, description = "How far it is."), OfOne))]
pub(crate) async fn get_person_import(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonImportKey>,
) -> Answer<PersonImport> {
    Ok(Json(import::find(api.office(), &actor, id.into()).await?.into()))
}

/// The file, and the room that it takes until it is read.
async fn received(api: &Api, actor: &Actor, body: Body) -> Result<(Bytes, OwnedSemaphorePermit), Refusal> {
    let limits = people::import_limits(api.office(), actor).await?;
    let room = api.room_for_upload().await?;
    let octets = to_bytes(body, limits.octets()).await.map_err(|_| {
        let megabytes = limits.megabytes;
        let detail = format!(
            "the file did not arrive whole, or has more than {megabytes} MB; send it again, or in parts"
        );
        Problem::invalid("file", "import.too_large", detail).with("max_mb", megabytes.to_string())
    })?;
    Ok((octets, room))
}
