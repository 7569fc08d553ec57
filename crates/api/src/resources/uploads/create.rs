//! Takes a file in.

use std::error::Error;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use domain::Problem;
use domain::problem::ProblemKind;
use flows::uploads::{self, File, UPLOAD_OCTETS_MAX};
use http_body_util::LengthLimitError;

use super::{Upload, UploadParams};
use crate::extract::{Params, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::state::Api;

/// Upload a file
///
/// For a mail, a template or a signature that is being written, at most 25 MB. One that nothing takes is removed after two
/// days.
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
    if announced_octets(&headers).is_some_and(|octets| octets > UPLOAD_OCTETS_MAX) {
        return Err(uploads::too_large().into());
    }
    let _room = api.room_for_upload().await?;
    let bytes = to_bytes(body, UPLOAD_OCTETS_MAX).await.map_err(|error| broken(&error))?;
    let media_type = media_type(&headers, &params.name);
    let row =
        uploads::put(api.office(), &signed_in.actor, File { name: params.name, media_type, bytes }).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// What the client says it will send; a lie is found out by counting.
fn announced_octets(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn broken(error: &axum::Error) -> Problem {
    if error.source().is_some_and(|source| source.is::<LengthLimitError>()) {
        return uploads::too_large();
    }
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
