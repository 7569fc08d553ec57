//! A file on its way to somebody outside. It lies in memory until he has it, and so its room is held until then.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::SemaphorePermit;

use crate::download::Download;

/// Octets that are handed on at a time.
const PIECE_OCTETS: usize = 64 * 1024;

/// To be saved, never shown.
pub(super) fn of(
    (name, media_type): (String, String),
    bytes: Bytes,
    room: SemaphorePermit<'static>,
) -> Response {
    let size = bytes.len();
    let pieces = stream::unfold((bytes, room), |(mut bytes, room)| async move {
        if bytes.is_empty() {
            return None;
        }
        let piece = bytes.split_to(PIECE_OCTETS.min(bytes.len()));
        Some((Ok::<_, Infallible>(piece), (bytes, room)))
    });
    let mut response = Download { name, media_type, body: Body::from_stream(pieces) }.into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    response
}
