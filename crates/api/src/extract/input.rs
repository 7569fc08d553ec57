//! A JSON body that refuses in problem form.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use domain::Problem;
use domain::problem::ProblemKind;
use serde::de::DeserializeOwned;

use crate::problem::Refusal;
use crate::state::BODY_OCTETS_MAX;

/// The body of a request, read as JSON.
pub(crate) struct Input<T>(pub(crate) T);

impl<T, S> FromRequest<S> for Input<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(refusal(&rejection)),
        }
    }
}

fn refusal(rejection: &JsonRejection) -> Refusal {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::too_large(BODY_OCTETS_MAX);
    }
    Problem::new(ProblemKind::Invalid, "request.malformed", rejection.body_text()).into()
}
