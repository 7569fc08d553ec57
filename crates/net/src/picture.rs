//! Fetches one picture from the web on behalf of a reader, so that the sender learns neither who
//! reads nor from where. The address was written by a stranger: it never leads into a private
//! network, whatever the operator allows for mail servers, and what comes back is bounded.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, LOCATION, USER_AGENT};
use hyper::{Request, Response, Uri, body::Incoming};
use tokio::time::timeout;

use crate::http::{self, OpenError, Place};
use crate::network::{ConnectError, Net, Reach};
use crate::tls::TlsError;

/// The largest picture that is shown, octets.
pub const PICTURE_OCTETS_MAX: usize = 5 * 1024 * 1024;
/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;
/// How long the whole fetch may take.
const WITHIN: Duration = Duration::from_secs(20);

/// A picture of a kind that cannot run anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/png` and its like.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Not an `http` or `https` address, or one with a user name in it.
    #[error("the picture's address cannot be used")]
    Address,
    /// The host cannot be reached, or may not be.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection cannot be made secure.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server speaks no HTTP that we understand.
    #[error("the picture's server broke off: {0}")]
    Http(#[from] hyper::Error),
    /// It answered with something else than a picture.
    #[error("the picture's server answered {status} with `{media_type}`, which is no picture")]
    NotAPicture {
        /// The HTTP status.
        status: u16,
        /// The media type it named.
        media_type: String,
    },
    /// More octets than [`PICTURE_OCTETS_MAX`].
    #[error("the picture is larger than {PICTURE_OCTETS_MAX} octets")]
    TooLarge,
    /// It took longer than a reader waits.
    #[error("the picture's server did not answer in time")]
    TimedOut,
    /// It sent us round and round.
    #[error("the picture's server redirects too often")]
    Redirects,
}

impl From<OpenError> for PictureError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Connect(error) => Self::Connect(error),
            OpenError::Tls(error) => Self::Tls(error),
            OpenError::Http(error) => Self::Http(error),
        }
    }
}

/// Whether browsers show this media type without running anything: no SVG.
#[must_use]
pub fn is_raster(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp" | "image/avif")
}

/// Fetches the picture at `address`.
///
/// # Errors
/// When it cannot be reached, is no picture, or is too large.
pub async fn fetch(net: &Net, address: &str) -> Result<Picture, PictureError> {
    timeout(WITHIN, follow(net, address)).await.map_err(|_| PictureError::TimedOut)?
}

async fn follow(net: &Net, address: &str) -> Result<Picture, PictureError> {
    let mut uri: Uri = address.parse().map_err(|_| PictureError::Address)?;
    for _ in 0..=REDIRECTS_MAX {
        let response = get(net, &uri).await?;
        if !response.status().is_redirection() {
            return read(response).await;
        }
        let next = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        uri = http::resolve(&uri, next.unwrap_or_default()).ok_or(PictureError::Address)?;
    }
    Err(PictureError::Redirects)
}

async fn get(net: &Net, uri: &Uri) -> Result<Response<Incoming>, PictureError> {
    let place = Place::of(uri).ok_or(PictureError::Address)?;
    let mut sender = http::open(net, &place, (Reach::PublicOnly, WITHIN)).await?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path)
        .header(HOST, uri.authority().map_or(place.host, |authority| authority.as_str()))
        .header(ACCEPT, "image/avif,image/webp,image/png,image/jpeg,image/gif")
        .header(USER_AGENT, "Posthus")
        .body(http::Body::default())
        .map_err(|_| PictureError::Address)?;
    Ok(sender.send_request(request).await?)
}

async fn read(response: Response<Incoming>) -> Result<Picture, PictureError> {
    let named =
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !response.status().is_success() || !is_raster(&media_type) {
        return Err(PictureError::NotAPicture { status: response.status().as_u16(), media_type });
    }
    let mut body = response.into_body();
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > PICTURE_OCTETS_MAX {
            return Err(PictureError::TooLarge);
        }
    }
    Ok(Picture { media_type, bytes: bytes.freeze() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_can_run_something_are_none() {
        assert!(is_raster("image/png"));
        assert!(!is_raster("image/svg+xml"));
        assert!(!is_raster("text/html"));
    }
}
