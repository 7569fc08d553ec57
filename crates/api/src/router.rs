//! Puts routes and layers together.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use flows::Office;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::config::ApiConfig;
use crate::layers::{author, csrf, headers, timeout, trace};
use crate::routing::ApiRouter;
use crate::state::{Api, BODY_OCTETS_MAX};
use crate::{assets, docs, files, openapi, resources};

/// Where the API's routes begin.
const PREFIX: &str = "/api/v1";

/// Everything that this crate serves, over one office.
pub fn router(office: Office, config: ApiConfig) -> Router {
    let api = Api::new(office, config);
    let ordinary = from_fn_with_state(api.config().request_timeout, timeout::within);
    let long = from_fn_with_state(api.config().long_request_timeout, timeout::within);
    let named = from_fn_with_state(api.clone(), author::named);
    let prefixed = Router::new()
        .merge(resources::ordinary().into_router().layer(named.clone()).layer(ordinary.clone()))
        .merge(resources::long().into_router().layer(named.clone()).layer(long))
        .merge(resources::patient().into_router().layer(named));
    let machine = resources::machine().into_router().layer(ordinary);
    Router::new()
        .nest(PREFIX, prefixed)
        .merge(machine)
        .merge(docs::routes())
        .merge(files::routes(api.config()))
        .fallback(assets::serve)
        .layer(from_fn_with_state(api.clone(), csrf::same_site_only))
        .layer(DefaultBodyLimit::max(BODY_OCTETS_MAX))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(api.clone(), headers::secured))
        .layer(from_fn_with_state(api.clone(), trace::traced))
        .with_state(api)
}

/// The API's document, as served at `/api/openapi.json`.
#[must_use]
pub fn document() -> OpenApi {
    let prefixed = ApiRouter::new()
        .merge(resources::ordinary())
        .merge(resources::long())
        .merge(resources::patient())
        .into_documented();
    let router = OpenApiRouter::with_openapi(openapi::frame())
        .nest(PREFIX, prefixed)
        .merge(resources::machine().into_documented());
    openapi::with_whole_answers(router.into_openapi())
}
