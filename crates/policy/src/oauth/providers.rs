//! The providers whose endpoints we know; `rules/oauth/providers.toml`.

use std::sync::LazyLock;

use domain::oauth::ClientAuth;
use serde::Deserialize;

/// A provider of mail that signs people in.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The stable name.
    pub key: String,
    /// The name that people know.
    pub name: String,
    /// RFC 6749 3.1.
    pub authorization_endpoint: String,
    /// RFC 6749 3.2.
    pub token_endpoint: String,
    /// RFC 8628 3.1; empty where mail cannot be had that way.
    pub device_endpoint: String,
    /// RFC 7009; empty where there is none.
    pub revocation_endpoint: String,
    /// What is asked for, separated by blanks.
    pub scopes: String,
    client_auth: String,
    /// The domains of its mail servers.
    pub hosts: Vec<String>,
}

impl Provider {
    /// Where the application's secret stands.
    #[must_use]
    pub fn client_auth(&self) -> ClientAuth {
        self.client_auth.parse().unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct File {
    provider: Vec<Provider>,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let text = include_str!("../../rules/oauth/providers.toml");
    toml::from_str::<File>(text).expect("a test reads the file").provider
});

/// All of them, in the order in which they are offered.
#[must_use]
pub fn providers() -> &'static [Provider] {
    &PROVIDERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_is_reached_by_https_alone() {
        let keys: Vec<_> = providers().iter().map(|provider| provider.key.as_str()).collect();
        assert_eq!(keys, ["microsoft", "microsoft_personal", "google", "yahoo", "fastmail"]);
        for provider in providers() {
            let must = [&provider.authorization_endpoint, &provider.token_endpoint];
            let may = [&provider.device_endpoint, &provider.revocation_endpoint];
            assert!(must.iter().all(|url| url.starts_with("https://")), "{}", provider.key);
            assert!(may.iter().all(|url| url.is_empty() || url.starts_with("https://")), "{}", provider.key);
            assert!(provider.client_auth.parse::<ClientAuth>().is_ok(), "{}", provider.key);
            assert!(!provider.scopes.is_empty() && !provider.hosts.is_empty(), "{}", provider.key);
            let named = providers().iter().filter(|other| other.name == provider.name);
            assert_eq!(named.count(), 1, "an application is called by it: {}", provider.name);
        }
    }
}
