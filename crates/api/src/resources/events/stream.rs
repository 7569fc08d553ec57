//! Changes as server-sent events.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use axum::response::sse::{KeepAlive, Sse};

use crate::events::{HEARTBEAT, LiveEvent, Reader};
use crate::extract::SignedIn;
use crate::problem::Refusal;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Where the last stream ended; browsers send it when they reconnect.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Follow changes
///
/// One event per changed record of the kinds the actor may see; the client looks again at what it shows of them. Send
/// `Last-Event-ID` to go on where the last stream ended. The stream ends from time to time, so that sign-in and rights
/// are checked again.
#[utoipa::path(get, path = "/events", tag = "events", security(("session" = []), ("token" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event's id.")),
    responses((status = 200, content_type = "text/event-stream", body = LiveEvent, description = "The stream."),
        (status = 429, description = "Too many streams of this user."), OfSignedIn))]
pub(crate) async fn stream_events(
    State(api): State<Api>,
    signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    let after =
        headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let reader = Reader::open(&api, &signed_in.actor, after).await?;
    let stream = Sse::new(reader.into_stream()).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    // Proxies that gather answers would hold events back.
    Ok(([("x-accel-buffering", "no")], stream))
}
