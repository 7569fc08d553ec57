//! In whose name a request changes settings, for all transactions of it.

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use store::audit;

use crate::extract::SignedIn;
use crate::state::Api;

/// Runs a request that may change something in the name of who sent it.
pub(crate) async fn named(State(api): State<Api>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let signed_in = SignedIn::from_request_parts(&mut parts, &api).await;
    let request = Request::from_parts(parts, body);
    match signed_in {
        Ok(signed_in) => audit::in_the_name_of(signed_in.author(), next.run(request)).await,
        // Its handler refuses it, in its own words, or needs nobody who is signed in.
        Err(_) => next.run(request).await,
    }
}
