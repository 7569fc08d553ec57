//! One picture.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use crate::download::Download;
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::state::Api;

/// Seconds that a browser may keep a picture: as long as its address is good.
const KEPT: &str = "private, max-age=3600";

/// Load a picture of a mail through this server
///
/// The token is part of a mail's HTML, is good for an hour and for that picture alone.
#[utoipa::path(get, path = "/pictures/{token}", tag = "pictures", security(()),
    params(("token" = String, Path, description = "The signed address of the picture.")),
    responses((status = 200, content_type = "image/*", body = Vec<u8>, description = "The picture."), OfOne))]
pub(crate) async fn get_picture(
    State(api): State<Api>,
    Ids(token): Ids<String>,
) -> Result<impl IntoResponse, Refusal> {
    let picture = flows::picture::fetch(api.office(), &token).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    // The frame that shows a mail has no origin, so for it the picture is another site's.
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("cross-origin"));
    Ok((headers, Download::whole(("picture".to_owned(), picture.media_type), picture.bytes)))
}
