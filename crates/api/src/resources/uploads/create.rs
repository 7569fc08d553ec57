//! Takes a file in.

use std::error::Error;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use domain::problem::ProblemKind;
use domain::{Actor, Problem};
use flows::uploads::{self, File, Large, UPLOAD_OCTETS_MAX};
use futures_util::StreamExt as _;
use http_body_util::LengthLimitError;
use store::uploads::UploadRow;

use super::{Upload, UploadParams};
use crate::extract::{Params, SignedIn};
use crate::layers::timeout;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::state::Api;

/// How long the next piece of a large file may take to come, also over a poor line.
const PATIENCE: Duration = Duration::from_secs(60);

/// Upload a file
///
/// For a mail, a template or a signature that is being written. One above 25 MB can only go as a link: it is taken in
/// where links may be sent, up to the size that the settings allow, and must say its `Content-Length`. Three such files of
/// one user are taken in at a time; one more is refused at once with `upload.too_many_at_once`, and `Retry-After`; what is
/// sent of it all the same is read and forgotten, within limits. One that nothing takes is removed after two days.
#[utoipa::path(post, path = "/uploads", tag = "uploads", params(UploadParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    security(("session" = []), ("token" = [])),
    responses((status = 201, body = Upload, description = "The file as it was kept."), OfInput))]
pub(crate) async fn create_upload(
    State(api): State<Api>,
    signed_in: SignedIn,
    Params(params): Params<UploadParams>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Upload>), Refusal> {
    let media_type = media_type(&headers, &params.name);
    let named = (params.name, media_type);
    let (octets, actor) = (announced_octets(&headers).unwrap_or_default(), &signed_in.actor);
    // A slow line that may bring the largest file of a mail may bring a larger one at the same pace.
    let (times, limit) = (octets.div_ceil(UPLOAD_OCTETS_MAX as u64), api.config().long_request_timeout);
    let row = if times > 1 {
        Large::check(api.office(), actor, octets).await?;
        let _room = api.room_for_large_upload(actor.user)?;
        let deadline = limit * u32::try_from(times).unwrap_or(u32::MAX);
        timeout::answered(deadline, Box::pin(large(&api, actor, (named, octets), body))).await??
    } else {
        timeout::answered(limit, small(&api, actor, named, body)).await??
    };
    Ok((StatusCode::CREATED, Json(row.into())))
}

async fn small(
    api: &Api,
    actor: &Actor,
    (name, media_type): (String, String),
    body: Body,
) -> Result<UploadRow, Problem> {
    let _room = api.room_for_upload().await?;
    let bytes = to_bytes(body, UPLOAD_OCTETS_MAX).await.map_err(|error| broken(&error))?;
    uploads::put(api.office(), actor, File { name, media_type, bytes }).await
}

async fn large(
    api: &Api,
    actor: &Actor,
    (named, octets): ((String, String), u64),
    body: Body,
) -> Result<UploadRow, Problem> {
    let mut file = Large::begin(api.office(), actor, named, octets).await?;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = timeout::answered(PATIENCE, pieces.next()).await? {
        file.push(&piece.map_err(|error| broken(&error))?).await?;
    }
    if file.size_octets() == octets { file.finish().await } else { Err(incomplete()) }
}

/// What the client says it will send; a lie is found out by counting.
fn announced_octets(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn broken(error: &axum::Error) -> Problem {
    if error.source().is_some_and(|source| source.is::<LengthLimitError>()) {
        return uploads::too_large();
    }
    incomplete()
}

fn incomplete() -> Problem {
    Problem::new(ProblemKind::Invalid, "upload.incomplete", "the file did not arrive whole; send it again")
}

/// The type that the browser claims, or that of the name's ending.
fn media_type(headers: &HeaderMap, name: &str) -> String {
    let claimed = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = claimed.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match bare.as_str() {
        "" | "application/octet-stream" | "application/x-www-form-urlencoded" => {
            mime_guess::from_path(name).first_or_octet_stream().to_string()
        }
        known => known.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_type_is_claimed_or_guessed() {
        let claimed = |text: &'static str| {
            HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(text))])
        };
        assert_eq!(media_type(&claimed("Image/PNG; q=1"), "a.txt"), "image/png");
        assert_eq!(media_type(&claimed("application/octet-stream"), "a.pdf"), "application/pdf");
        assert_eq!(media_type(&HeaderMap::new(), "nothing"), "application/octet-stream");
    }
}
