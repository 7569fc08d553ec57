//! What the installation's relay is signed in to with, as the operator sets it.

use anyhow::{Context, Result, bail};
use domain::Secret;
use domain::oauth::ClientAuth;
use domain::outbox::TransportKind;
use domain::preflight::UnverifiedRule;
use flows::InstallationOauth;
use policy::sender_domain::{TermRefusal, read_terms};
use serde::Deserialize;

use super::OutgoingConfig;

/// Octets of a file with a secret: tokens have some thousand.
const SECRET_OCTETS_MAX: u64 = 16 * 1024;

/// How tokens come about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OauthGrant {
    /// They do not: there is a password.
    None,
    /// RFC 6749 6.
    RefreshToken,
    /// RFC 6749 4.4.
    ClientCredentials,
}

impl OutgoingConfig {
    /// What is signed in with in place of the password; its files are read.
    pub(crate) fn oauth(&self) -> Result<Option<InstallationOauth>> {
        if self.oauth_grant == OauthGrant::None {
            return Ok(None);
        }
        let client_secret = secret("outgoing.oauth_client_secret_file", &self.oauth_client_secret_file)?;
        let refresh_token = match self.oauth_grant {
            OauthGrant::RefreshToken => {
                secret("outgoing.oauth_refresh_token_file", &self.oauth_refresh_token_file)?
            }
            OauthGrant::ClientCredentials | OauthGrant::None => None,
        };
        Ok(Some(InstallationOauth {
            client_id: self.oauth_client_id.trim().to_owned(),
            client_secret,
            client_auth: self.client_auth()?,
            token_endpoint: self.oauth_token_endpoint.trim().to_owned(),
            scopes: self.oauth_scopes.split_whitespace().collect::<Vec<_>>().join(" "),
            refresh_token,
        }))
    }

    /// What the relay's provider asks for in SPF.
    pub(crate) fn spf_terms(&self) -> Result<String> {
        let said = match read_terms(&self.spf_terms) {
            Ok(terms) => return Ok(terms),
            Err(TermRefusal::Unreadable(term)) => {
                format!("`{term}`; write `include:` or `a:` with a name, or `ip4:` or `ip6:` with a network")
            }
            Err(TermRefusal::Everybody(term)) => {
                format!(
                    "`{term}`, which is about everybody whom a record does not name; leave it out and name the relay"
                )
            }
            Err(TermRefusal::Ptr(term)) => {
                format!(
                    "`{term}`, which receivers pass over; write `ip4:` or `ip6:` with the relay's networks"
                )
            }
            Err(TermRefusal::WholeRecord(term)) => {
                format!("`{term}`, which changes the whole record; write `include:` with the same name")
            }
            Err(TermRefusal::OwnServers(term)) => {
                format!("`{term}`, which names each domain's own servers; write `a:` with the relay's name")
            }
            Err(TermRefusal::MailServers(term)) => {
                format!(
                    "`{term}`, which names those that take mail there and not those that send; write `a:` with the relay's name"
                )
            }
            Err(TermRefusal::Private(term)) => format!("`{term}`, which is no network of the Internet"),
            Err(TermRefusal::Example(term)) => {
                format!(
                    "`{term}`, which stands in examples only; write the network that the relay sends from"
                )
            }
            Err(TermRefusal::Wide(term)) => format!("`{term}`, which lets far too many send"),
            Err(TermRefusal::TooMany) => "more than ten terms; leave ten at most".to_owned(),
        };
        bail!("`outgoing.spf_terms` has {said}")
    }

    /// Refuses what makes no sense, by the key's name.
    pub(super) fn check(&self) -> Result<()> {
        self.client_auth()?;
        self.spf_terms()?;
        if self.unverified == UnverifiedRule::Rewrite && self.rewrite_from.is_none() {
            bail!(
                "`outgoing.unverified` is `rewrite` and `outgoing.rewrite_from` is empty; write the address that mail of \
                 unproved domains is sent from, or choose `refuse`"
            );
        }
        if self.oauth_grant == OauthGrant::None {
            return Ok(());
        }
        if self.kind != TransportKind::Relay || self.username.is_empty() {
            bail!(
                "`outgoing.oauth_grant` signs in to a relay; set `outgoing.kind` to `relay` and `outgoing.username` to the \
                 user that signs in"
            );
        }
        if !self.password.is_empty() {
            bail!("`outgoing.password` and `outgoing.oauth_grant` are both set; remove one of them");
        }
        let endpoint = self.oauth_token_endpoint.trim();
        net::form_post::check_endpoint(endpoint, net::Reach::Anywhere)
            .with_context(|| format!("`outgoing.oauth_token_endpoint` is `{endpoint}`"))?;
        if self.oauth_client_id.trim().is_empty() {
            bail!("`outgoing.oauth_client_id` is missing; write the id of the application");
        }
        let (key, file) = match self.oauth_grant {
            OauthGrant::RefreshToken => ("oauth_refresh_token_file", &self.oauth_refresh_token_file),
            OauthGrant::ClientCredentials | OauthGrant::None => {
                ("oauth_client_secret_file", &self.oauth_client_secret_file)
            }
        };
        if file.is_empty() {
            bail!("`outgoing.{key}` is missing, which `outgoing.oauth_grant` needs; name the file");
        }
        Ok(())
    }

    fn client_auth(&self) -> Result<ClientAuth> {
        let given = self.oauth_client_auth.as_str();
        given
            .parse()
            .ok()
            .with_context(|| format!("`outgoing.oauth_client_auth` is `{given}`; write `body` or `header`"))
    }
}

/// The secret in a file, without the line end behind it; `None` where no file is named.
fn secret(key: &str, file: &str) -> Result<Option<Secret>> {
    if file.is_empty() {
        return Ok(None);
    }
    let octets = std::fs::metadata(file).with_context(|| format!("cannot read `{key}`, `{file}`"))?.len();
    if octets > SECRET_OCTETS_MAX {
        bail!("`{key}`, `{file}`, has {octets} octets; it holds one secret and nothing else");
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{key}`, `{file}`"))?;
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|octet| octet.is_ascii_graphic()) {
        bail!("`{key}`, `{file}`, holds no secret; write it there on one line");
    }
    Ok(Some(Secret::new(text)))
}
