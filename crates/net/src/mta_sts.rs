//! Fetches what a domain demands of those who bring it mail (RFC 8461 3.3). What it says is read elsewhere.
//!
//! [`PolicySource`] is the border; tests script it. [`WebPolicies`] asks the web.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::http_get::{self, DocumentError, Question};
use crate::network::{Net, Reach};

/// RFC 8461 3.3: policies are small; the largest that is read, octets.
const POLICY_OCTETS_MAX: usize = 64 * 1024;
/// How long a domain's server may take, all in all. RFC 8461 3.3 proposes a minute; mail waits meanwhile.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Why there is no policy.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The document cannot be had.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// It is no text.
    #[error("what `{0}` has is no text in UTF-8")]
    NotText(String),
}

/// Who has the policies of domains.
pub trait PolicySource: Send + Sync {
    /// The policy of this domain as its server has it.
    fn fetch<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<String, FetchError>>;
}

/// Asks each domain's own server.
pub struct WebPolicies {
    net: Net,
    reach: Reach,
    port: u16,
}

impl WebPolicies {
    /// Over this network, where servers may have these addresses.
    #[must_use]
    pub const fn new(net: Net, reach: Reach) -> Self {
        Self { net, reach, port: 443 }
    }

    /// The same at another port, as a test needs it.
    #[must_use]
    pub fn at_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    async fn ask(&self, domain: &str) -> Result<String, FetchError> {
        let host = format!("mta-sts.{domain}");
        let place = if self.port == 443 { host.clone() } else { format!("{host}:{}", self.port) };
        let question = Question {
            address: &format!("https://{place}/.well-known/mta-sts.txt"),
            xml: None,
            reach: self.reach,
            plain_allowed: false,
            octets_max: POLICY_OCTETS_MAX,
            within: ANSWER_WITHIN,
        };
        let document = http_get::fetch_text(&self.net, &question).await?;
        String::from_utf8(document.octets.to_vec()).map_err(|_| FetchError::NotText(host))
    }
}

impl PolicySource for WebPolicies {
    fn fetch<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<String, FetchError>> {
        Box::pin(self.ask(domain))
    }
}
