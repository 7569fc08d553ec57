//! Refusals in JSON: a [`domain::Problem`] as `application/problem+json` (RFC 9457).

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Problem;
use domain::org::Right;
use domain::problem::ProblemKind;
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

use crate::schema;

/// What a handler answers: JSON, or a refusal.
pub(crate) type Answer<T> = Result<Json<T>, Refusal>;

/// A problem on its way out. Boxed, because every handler's result carries its size.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Problem>);

/// RFC 9457 3: a problem as programs and people read it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody<'a> {
    /// RFC 9457 3.1.1: always `about:blank`; the code tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// One English sentence: what failed, on what, what to do.
    detail: &'a str,
    /// The stable code, as in `mailbox.address_taken`.
    code: &'static str,
    /// The field of the input that was wrong, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// Values that a sentence in another language needs, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    params: &'a BTreeMap<&'static str, String>,
    /// The right that is missing, where the code is `right_missing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Right>)]
    right: Option<&'a str>,
}

/// The code of a refusal for want of a right.
pub(crate) const RIGHT_MISSING: &str = "right_missing";

impl Refusal {
    /// Nobody is signed in, or no longer.
    #[must_use]
    pub(crate) fn not_signed_in() -> Self {
        Problem::new(ProblemKind::Unauthenticated, "not_signed_in", "sign in first").into()
    }

    /// The actor lacks this right.
    #[must_use]
    pub(crate) fn right_missing(right: Right) -> Self {
        let detail = format!("this needs the right `{right}`; somebody who administers users can give it");
        Problem::new(ProblemKind::Forbidden, RIGHT_MISSING, detail).with("right", right.as_str()).into()
    }

    /// The request is larger than is taken in.
    #[must_use]
    pub(crate) fn too_large(octets_max: usize) -> Self {
        let detail = format!("the request is larger than {octets_max} octets; send less at a time");
        Problem::new(ProblemKind::Limit, "request.too_large", detail)
            .with("octets_max", octets_max.to_string())
            .into()
    }

    /// The problem, taken out.
    #[must_use]
    pub(crate) fn into_problem(self) -> Problem {
        *self.0
    }

    fn status(&self) -> StatusCode {
        match self.0.kind {
            ProblemKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            ProblemKind::Forbidden => StatusCode::FORBIDDEN,
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::Conflict => StatusCode::CONFLICT,
            ProblemKind::Limit if self.0.code.ends_with("too_large") => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::Limit => StatusCode::TOO_MANY_REQUESTS,
            ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self.0.kind {
            // RFC 9110 15.5.2: a 401 names a scheme. Bearer is the one browsers do not pop up for.
            ProblemKind::Unauthenticated => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            // RFC 9110 10.2.3: seconds to wait.
            ProblemKind::Limit | ProblemKind::Unavailable => {
                let seconds = self.0.params.get("retry_after_s")?;
                Some((header::RETRY_AFTER, HeaderValue::from_str(seconds).ok()?))
            }
            ProblemKind::Invalid | ProblemKind::Forbidden | ProblemKind::NotFound | ProblemKind::Conflict => {
                None
            }
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Cursor) {
            let detail = "the cursor belongs to another list or order; start from the first page";
            return Problem::invalid("cursor", "list.cursor", detail).into();
        }
        flows::problem::from_store(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = ProblemBody {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: &self.0.detail,
            code: self.0.code,
            field: self.0.field,
            params: &self.0.params,
            right: self.0.params.get("right").filter(|_| self.0.code == RIGHT_MISSING).map(String::as_str),
        };
        let mut response = (status, Json(body)).into_response();
        // RFC 9457 3: its own media type.
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response.headers_mut().extend(self.header());
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use serde_json::{Value, json};

    use super::*;

    async fn check(problem: Problem, status: u16, expected: Value) {
        let response = Refusal::from(problem).into_response();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), expected);
    }

    #[tokio::test]
    async fn a_problem_has_the_form_of_rfc_9457() {
        let problem =
            Problem::invalid("address", "mailbox.address_taken", "taken").with("address", "a@b.example");
        let expected = json!({
            "type": "about:blank", "title": "Unprocessable Entity", "status": 422, "detail": "taken",
            "code": "mailbox.address_taken", "field": "address", "params": { "address": "a@b.example" },
        });
        check(problem, 422, expected).await;
    }

    #[tokio::test]
    async fn a_missing_right_is_named() {
        let problem = Refusal::right_missing(Right::Outbox).into_problem();
        let detail = problem.detail.clone();
        let expected = json!({
            "type": "about:blank", "title": "Forbidden", "status": 403, "detail": detail,
            "code": "right_missing", "params": { "right": "outbox" }, "right": "outbox",
        });
        check(problem, 403, expected).await;
    }

    #[tokio::test]
    async fn limits_say_how_long_to_wait() {
        let problem =
            Problem::new(ProblemKind::Limit, "sign_in_throttled", "wait").with("retry_after_s", "900");
        let response = Refusal::from(problem).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "900");
        assert_eq!(Refusal::too_large(5).into_response().status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
