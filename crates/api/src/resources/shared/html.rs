//! The sanitised HTML of a mail, for a sandboxed frame.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use flows::view::HtmlDocument;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::problem::Refusal;

/// Whether pictures on other servers are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Remote {
    /// They are left out: their servers would learn who reads the mail, and when.
    #[default]
    Block,
    /// They are loaded through this server.
    Allow,
}

/// The parameter of the HTML views.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RemoteParam {
    /// Whether pictures on other servers are shown; blocked when left out.
    #[serde(default)]
    #[param(inline)]
    pub(crate) remote: Remote,
}

impl RemoteParam {
    /// Whether they are.
    #[must_use]
    pub(crate) fn is_allowed(&self) -> bool {
        self.remote == Remote::Allow
    }
}

/// A mail's HTML with its own policy, stricter than the application's.
pub(crate) struct Frame(pub(crate) HtmlDocument);

impl IntoResponse for Frame {
    fn into_response(self) -> Response {
        let Self(HtmlDocument { html, csp }) = self;
        let Ok(policy) = HeaderValue::try_from(csp) else {
            // Without its policy the page must not be shown.
            return Refusal::from(flows::problem::internal("mail frame policy")).into_response();
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        (headers, Html(html)).into_response()
    }
}
