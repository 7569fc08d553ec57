//! Ids from the path.

use std::str::FromStr;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::Problem;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::problem::Refusal;
use crate::schema::AnyKey;

/// The parameter `{id}` of a path, for the API document.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the API document alone; `Ids` reads the path")]
pub(crate) struct ById {
    /// The record's id.
    #[param(value_type = String, pattern = "^[1-9][0-9]{0,18}$")]
    id: AnyKey,
}

/// The ids in the path, as a tuple where there are several. What is not an id names no record.
pub(crate) struct Ids<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Ids<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let found: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        found.map(|Path(ids)| Self(ids)).map_err(|_| Problem::not_found("record").into())
    }
}

/// Reads a comma-separated list of ids, as in `ids=1,2,3`.
pub(super) fn comma_separated<T: FromStr>(text: &str) -> Option<Vec<T>> {
    text.split(',').filter(|part| !part.is_empty()).map(|part| part.trim().parse().ok()).collect()
}
