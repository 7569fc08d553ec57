//! What the HTTP layer is told by the operator.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::Uri;
use domain::Secret;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

/// The settings of the HTTP layer; each has a default that is safe to run with.
#[derive(Clone)]
pub struct ApiConfig {
    /// How browsers reach us; decides the cookie's name and flags and what counts as same origin.
    pub base_url: BaseUrl,
    /// The running program's version, as shown to users.
    pub version: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// Where `/metrics` takes its text from; without it the page is empty.
    pub metrics: Option<PrometheusHandle>,
    /// What `/metrics` demands as a bearer token; open where none is set.
    pub metrics_token: Option<Secret>,
    /// How long an ordinary request may take.
    pub request_timeout: Duration,
    /// How long an upload, an export or a test of another server may take.
    pub long_request_timeout: Duration,
    /// Ends the live streams, so that a graceful stop need not wait for them.
    pub stop: CancellationToken,
}

impl ApiConfig {
    /// How long an ordinary request may take when nothing is set.
    pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
    /// How long an upload, an export or a test of another server may take when nothing is set.
    pub const LONG_REQUEST_TIMEOUT: Duration = Duration::from_secs(5 * 60);

    /// The defaults for this base URL.
    #[must_use]
    pub fn new(base_url: BaseUrl) -> Self {
        Self {
            base_url,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            proxies: Vec::new(),
            metrics: None,
            metrics_token: None,
            request_timeout: Self::REQUEST_TIMEOUT,
            long_request_timeout: Self::LONG_REQUEST_TIMEOUT,
            stop: CancellationToken::new(),
        }
    }
}

/// The scheme and authority under which browsers reach us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl {
    secure: bool,
    authority: String,
}

/// The text is not a base URL that sign-in could work under.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Not of the form scheme://host\[:port\].
    #[error("`{0}` is not a base URL; write it as in https://mail.example.org")]
    Shape(String),
    /// Plain HTTP anywhere but on this machine would send passwords and cookies in the clear.
    #[error("`{0}` is not encrypted; only a base URL on this machine (127.0.0.1, localhost) may use http")]
    NotEncrypted(String),
}

impl BaseUrl {
    /// Reads `https://host[:port]`, or `http://` on a loopback host.
    ///
    /// # Errors
    /// When the text has another shape, or plain HTTP is asked for on another machine.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let uri: Uri = text.parse().map_err(|_| BaseUrlError::Shape(text.to_owned()))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(BaseUrlError::Shape(text.to_owned()));
        };
        let has_more = !matches!(uri.path(), "" | "/") || uri.query().is_some();
        if has_more || authority.as_str().contains('@') || !matches!(scheme, "http" | "https") {
            return Err(BaseUrlError::Shape(text.to_owned()));
        }
        let secure = scheme == "https";
        if !secure && !is_loopback(authority.host()) {
            return Err(BaseUrlError::NotEncrypted(text.to_owned()));
        }
        Ok(Self { secure, authority: authority.as_str().to_ascii_lowercase() })
    }

    /// Whether browsers reach us over TLS.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// The origin as a browser writes it: scheme, host, and the port where it is not the usual one.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, usual_port) = if self.secure { ("https", ":443") } else { ("http", ":80") };
        let authority = self.authority.strip_suffix(usual_port).unwrap_or(&self.authority);
        format!("{scheme}://{authority}")
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, bool)>) {
        let found = BaseUrl::parse(text).ok();
        let found = found.as_ref().map(|url| (url.origin(), url.is_secure()));
        assert_eq!(found, expected.map(|(origin, secure)| (origin.to_owned(), secure)), "{text}");
    }

    #[test]
    fn base_urls_are_encrypted_or_on_this_machine() {
        check("https://Mail.example.org/", Some(("https://mail.example.org", true)));
        check("https://mail.example.org:443", Some(("https://mail.example.org", true)));
        check("https://mail.example.org:8443", Some(("https://mail.example.org:8443", true)));
        check("http://127.0.0.1:8080", Some(("http://127.0.0.1:8080", false)));
        check("http://[::1]:8080", Some(("http://[::1]:8080", false)));
        check("http://localhost", Some(("http://localhost", false)));
        check("http://mail.example.org", None);
        check("https://mail.example.org/path", None);
        check("https://user@mail.example.org", None);
        check("mail.example.org", None);
        check("ftp://127.0.0.1", None);
    }
}
