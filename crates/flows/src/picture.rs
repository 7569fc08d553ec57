//! Pictures that a mail refers to on other servers, fetched by us when a reader asks for them.
//!
//! The frame that shows a mail has no origin of its own, so its requests carry no cookie: each
//! picture's address is a signed one instead, good for its organisation and a short while.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{OrganisationId, Problem, ProblemKind, Timestamp};
use tokio::sync::Semaphore;

pub use net::picture::{Picture, is_raster};

use crate::office::Office;

/// How long a page's pictures can be loaded, milliseconds.
const LIFETIME_MS: i64 = 60 * 60 * 1000;
/// Octets of a picture's address that are followed.
const ADDRESS_OCTETS_MAX: usize = 4096;

/// Pictures that this node fetches at the same time; others wait, and end with their request.
static FETCHES: Semaphore = Semaphore::const_new(16);

/// Where the API serves pictures; the token follows.
pub const PICTURE_PATH: &str = "/api/v1/pictures/";

/// Turns the addresses of one mail's pictures into signed ones of ours.
pub(crate) fn rewriter(office: &Office, organisation: OrganisationId) -> mail::Rewrite {
    let expires_at = office.now().plus_millis(LIFETIME_MS);
    let office = office.clone();
    Arc::new(move |address| {
        (address.len() <= ADDRESS_OCTETS_MAX)
            .then(|| format!("{PICTURE_PATH}{}", token(&office, organisation, expires_at, address)))
    })
}

fn token(office: &Office, organisation: OrganisationId, expires_at: Timestamp, address: &str) -> String {
    let body = format!("{}.{}.{}", organisation, expires_at.as_millis(), URL_SAFE_NO_PAD.encode(address));
    let signature = office.tokens().sign(organisation, &purpose(&body));
    format!("{body}.{signature}")
}

fn purpose(body: &str) -> String {
    format!("picture:{body}")
}

/// Fetches the picture that a token names.
///
/// # Errors
/// 404 for a token that is not ours or has expired, and for whatever is no picture.
pub async fn fetch(office: &Office, token: &str) -> Result<Picture, Problem> {
    let address = read(office, token).ok_or_else(|| Problem::not_found("picture"))?;
    // The semaphore is never closed.
    let _slot = FETCHES.acquire().await.map_err(|_| Problem::not_found("picture"))?;
    net::picture::fetch(office.net(), &address).await.map_err(|error| {
        tracing::debug!(%error, "a picture was not loaded");
        Problem::new(ProblemKind::NotFound, "picture_unavailable", error.to_string())
    })
}

fn read(office: &Office, token: &str) -> Option<String> {
    let (body, signature) = token.rsplit_once('.')?;
    let mut parts = body.splitn(3, '.');
    let organisation: OrganisationId = parts.next()?.parse().ok()?;
    let expires_at = Timestamp::from_millis(parts.next()?.parse().ok()?);
    if !office.tokens().is_signature(organisation, &purpose(body), signature) || office.now() > expires_at {
        return None;
    }
    let address = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
    String::from_utf8(address).ok()
}
