//! Who acts: the user behind the session cookie or the bearer token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::audit::{Author, Origin};
use domain::org::Actor;
use flows::sign_in::{self, Credential};

use crate::config::BaseUrl;
use crate::problem::Refusal;
use crate::state::Api;

/// A user who is signed in, and with what.
#[derive(Clone)]
pub(crate) struct SignedIn {
    /// Who acts.
    pub(crate) actor: Actor,
    /// The session or the API token.
    pub(crate) credential: Credential,
}

impl FromRequestParts<Api> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
        if let Some(found) = parts.extensions.get::<Self>() {
            return Ok(found.clone());
        }
        // A bearer token alone speaks for a request that has both: such a request skips the
        // same-origin check, so its cookie must not count.
        let found = if let Some(token) = bearer_token(&parts.headers) {
            sign_in::by_api_token(api.office(), token).await?
        } else if let Some(token) = api.cookies().find(&parts.headers) {
            sign_in::by_session(api.office(), token).await?
        } else {
            None
        };
        let found = found.ok_or_else(Refusal::not_signed_in)?;
        let found = Self { actor: found.actor, credential: found.credential };
        // Handlers may name several extractors that need it; the database is asked once.
        parts.extensions.insert(found.clone());
        Ok(found)
    }
}

impl SignedIn {
    /// In whose name what he asks for is done.
    pub(crate) const fn author(&self) -> Author {
        let (origin, token) = match self.credential {
            Credential::Session(_) => (Origin::Browser, None),
            Credential::Token(id) => (Origin::Token, Some(id)),
        };
        Author { user: Some(self.actor.user), origin, token }
    }
}

/// RFC 6750 2.1: the token of `Authorization: Bearer`.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    // RFC 9110 11.1: the scheme's name ignores case.
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// How the session cookie is written and found: its name and flags follow from the base URL.
#[derive(Clone, Copy)]
pub(crate) struct Cookies {
    secure: bool,
}

impl Cookies {
    /// RFC 6265bis 4.1.3.2: `__Host-` binds the cookie to this host, the whole of it, over TLS.
    const NAME: &'static str = "__Host-posthus";
    /// The name on this machine without TLS, where browsers refuse the prefix.
    const NAME_PLAIN: &'static str = "posthus";
    /// How long the browser keeps it, seconds: 400 days, browsers' own limit. The server ends
    /// sessions; the browser only must not forget one that is in use.
    const KEPT_S: u32 = 400 * 24 * 3600;

    /// The cookies of this base URL.
    #[must_use]
    pub(crate) const fn new(base_url: &BaseUrl) -> Self {
        Self { secure: base_url.is_secure() }
    }

    const fn name(self) -> &'static str {
        if self.secure { Self::NAME } else { Self::NAME_PLAIN }
    }

    /// The session token in a request's cookies.
    #[must_use]
    pub(crate) fn find(self, headers: &HeaderMap) -> Option<&str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == self.name()).map(|(_, value)| value)
    }

    /// The header that hands a session token to the browser.
    #[must_use]
    pub(crate) fn set(self, token: &str) -> HeaderValue {
        self.header(token, Self::KEPT_S)
    }

    /// The header that makes the browser forget the session.
    #[must_use]
    pub(crate) fn clear(self) -> HeaderValue {
        self.header("", 0)
    }

    fn header(self, value: &str, kept_s: u32) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let text =
            format!("{}={value}; Path=/; Max-Age={kept_s}; HttpOnly; SameSite=Lax{secure}", self.name());
        HeaderValue::try_from(text).expect("session tokens are base64url, which headers can hold")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(base_url: &str) -> Cookies {
        Cookies::new(&BaseUrl::parse(base_url).unwrap())
    }

    #[test]
    fn cookies_are_bound_to_the_host_wherever_there_is_tls() {
        let set = cookies("https://mail.example.org").set("abc");
        let expected = "__Host-posthus=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(set, expected);
        let plain = cookies("http://127.0.0.1:8080").set("abc");
        assert_eq!(plain, "posthus=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax");
        assert!(cookies("https://mail.example.org").clear().to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn the_cookie_is_found_among_others_by_its_exact_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; posthus=wrong; __Host-posthus=right"));
        assert_eq!(cookies("https://mail.example.org").find(&headers), Some("right"));
        assert_eq!(cookies("http://localhost").find(&headers), Some("wrong"));
        assert_eq!(cookies("http://localhost").find(&HeaderMap::new()), None);
    }

    #[test]
    fn bearer_tokens_are_read_whatever_the_case_of_the_scheme() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("bearer posthus_x"));
        assert_eq!(bearer_token(&headers), Some("posthus_x"));
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic eDp5"));
        assert_eq!(bearer_token(&headers), None);
    }
}
