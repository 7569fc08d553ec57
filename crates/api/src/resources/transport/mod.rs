//! Outgoing servers: the organisation's, a user's own, and those of sender domains.

mod domains;
mod get;
mod own;
mod put;
mod spf;
mod test;

use domain::Timestamp;
use domain::mailbox::{Security, SignIn};
use domain::oauth::GrantState;
use domain::outbox::TransportKind;
use flows::transport::TransportView;
use serde::{Deserialize, Serialize};
use store::transports::TransportSettings;
use utoipa::ToSchema;

use super::oauth::{GrantWord, OauthGrant};
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, OauthApplicationKey, nullable};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(get::get_transport, put::put_transport))
        .routes(routes!(domains::list_domain_transports, domains::put_domain_transport))
        .routes(routes!(domains::delete_domain_transport))
        .routes(routes!(own::get_own_transport, own::put_own_transport))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(test::test_transport))
        .routes(routes!(domains::test_domain_transport))
        .routes(routes!(own::test_own_transport))
        .routes(routes!(spf::propose_spf))
        .routes(routes!(own::detect_own_servers))
}

/// A way out: of the organisation's mail, of a user's own, or of a sender domain's.
#[derive(Serialize, ToSchema)]
pub(crate) struct Transport {
    /// Whether these settings are used. If not, mail leaves by the shared way, and they are kept.
    own: bool,
    /// The way of those who use none of their own.
    #[serde(flatten)]
    shared: SharedTransport,
    /// Direct to the recipients' servers, or through a relay.
    #[schema(value_type = schema::TransportKind)]
    kind: TransportKind,
    /// The relay; empty for direct.
    host: String,
    /// Its port.
    port: u16,
    /// How the connection is protected.
    #[schema(value_type = schema::Security)]
    security: Security,
    /// Who signs in there; empty for nobody.
    username: String,
    /// Whether a password is kept; it is never shown.
    has_password: bool,
    /// The OAuth application that it signs in with; null for a password.
    oauth_application_id: Option<OauthApplicationKey>,
    /// What its provider grants; null for a password, and until somebody has signed in.
    oauth: Option<OauthGrant>,
    /// The name we greet other servers with; empty for this server's own.
    helo_name: String,
    /// Whether the relay takes mail with a return path of ours, so that reports prove which mail they are about.
    own_return_path: bool,
    /// The terms that the relay's provider asks for in SPF, with a space between each; empty where nobody entered any.
    spf_terms: String,
    /// What keeps mail from leaving through it; null while nothing does.
    failing: Option<TransportFailure>,
    /// Another number with each change of these settings, 0 of those that nobody set; goes along with a change as
    /// `seen_version`.
    version: i64,
}

/// How mail leaves that takes no server of its owner's.
#[derive(Serialize, ToSchema)]
pub(crate) struct SharedTransport {
    /// How mail leaves by the shared way.
    #[schema(value_type = schema::TransportKind)]
    shared: TransportKind,
    /// Whether the shared way is the organisation's, and not the installation's.
    shared_is_of_organisation: bool,
    /// How the sign-in of the installation's relay with its provider stands, where the shared way leads there; null where
    /// it has a password or none.
    #[schema(value_type = Option<GrantWord>)]
    shared_grant: Option<&'static str>,
}

/// That mail cannot leave through a server.
#[derive(Serialize, ToSchema)]
pub(crate) struct TransportFailure {
    /// Since when.
    since: Moment,
    /// The server's words, or ours where it did not answer.
    words: String,
}

impl Transport {
    /// The outgoing server as it is shown now.
    pub(crate) fn of(view: TransportView, now: Timestamp) -> Self {
        let version = view.version();
        let TransportView { settings, has_password, grant, shared, shared_is_of_organisation, .. } = view;
        let shared_grant = view.shared_grant.map(GrantState::as_str);
        let failing = view
            .failing
            .filter(|_| settings.in_use)
            .map(|failing| TransportFailure { since: failing.since.into(), words: failing.words });
        let TransportSettings {
            in_use,
            kind,
            host,
            port,
            security,
            username,
            sign_in,
            helo_name,
            own_return_path,
            spf_terms,
        } = settings;
        Self {
            own: in_use,
            shared: SharedTransport { shared, shared_is_of_organisation, shared_grant },
            kind,
            host,
            port,
            security,
            username,
            has_password,
            oauth_application_id: sign_in.application().map(Into::into),
            oauth: grant.map(|grant| OauthGrant::of(grant, now)),
            helo_name,
            own_return_path,
            spf_terms,
            failing,
            version,
        }
    }
}

/// The outgoing server's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = TransportInput)]
pub(crate) struct TransportFields {
    /// Whether these settings are used, or the shared way; these when left out.
    own: Option<bool>,
    /// Direct to the recipients' servers, or through a relay.
    #[schema(value_type = Option<schema::TransportKind>)]
    kind: Option<TransportKind>,
    /// The relay.
    host: Option<String>,
    /// Its port.
    port: Option<u16>,
    /// How the connection is protected; `none` to this machine alone.
    #[schema(value_type = Option<schema::Security>)]
    security: Option<Security>,
    /// Who signs in there; empty for nobody.
    username: Option<String>,
    /// The password; an empty one removes it.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<domain::Secret>,
    /// The OAuth application to sign in with, or null for a password. Somebody signs in afterwards, with
    /// `POST /transport/oauth`; nothing is sent until then.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<OauthApplicationKey>)]
    oauth_application_id: Option<Option<OauthApplicationKey>>,
    /// The name we greet other servers with; empty for this server's own.
    helo_name: Option<String>,
    /// Whether the relay takes mail with a return path of ours. Never of a user's own server.
    own_return_path: Option<bool>,
    /// What the relay's provider asks for in SPF, as it says it: `include:` or `a:` with a name, `ip4:` or `ip6:` with a
    /// network, or a whole record of these. Never of a user's own server.
    spf_terms: Option<String>,
    /// The `version` that the author saw: if somebody set it since, it is refused with 409 `transport.changed_meanwhile`, `by`
    /// whom, `at` what time, and its `version`; left out, it is written over what others did. A test leaves it aside.
    seen_version: Option<i64>,
}

impl From<TransportFields> for flows::transport::TransportInput {
    fn from(fields: TransportFields) -> Self {
        let TransportFields {
            own,
            kind,
            host,
            port,
            security,
            username,
            password,
            helo_name,
            own_return_path,
            spf_terms,
            oauth_application_id,
            seen_version,
        } = fields;
        Self {
            own,
            kind,
            host,
            port,
            security,
            username,
            sign_in: oauth_application_id.map(|id| SignIn::from(id.map(Into::into))),
            password,
            helo_name,
            own_return_path,
            spf_terms,
            seen_version,
        }
    }
}
