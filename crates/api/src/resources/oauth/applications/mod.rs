//! The applications that an organisation registered with providers.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
pub(super) mod update;

use domain::oauth::ClientAuth;
use domain::{Problem, Secret};
use flows::oauth::applications::ApplicationInput;
use serde::{Deserialize, Serialize};
use store::oauth::applications::{ApplicationRow, Endpoints};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::schema::{self, Moment, OauthApplicationKey, nullable};

/// The schema of where a secret stands.
struct AuthWord;

impl PartialSchema for AuthWord {
    fn schema() -> RefOr<Schema> {
        schema::words(ClientAuth::ALL.map(ClientAuth::as_str))
    }
}

impl ToSchema for AuthWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "ClientAuth".into()
    }
}

/// An application that is registered with a provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthApplication {
    /// The id.
    id: OauthApplicationKey,
    /// The name, unique among the organisation's applications.
    name: String,
    /// The provider's stable name, or `own`. It never changes.
    provider: String,
    /// The provider's name for the application.
    client_id: String,
    /// Whether a client secret is kept; it is never shown.
    has_client_secret: bool,
    /// Where the secret stands in requests: in the `body`, or in the `header`.
    #[schema(value_type = AuthWord)]
    client_auth: &'static str,
    /// Where the browser goes.
    authorization_endpoint: String,
    /// Where tokens come from.
    token_endpoint: String,
    /// Where device codes come from; empty for none.
    device_endpoint: String,
    /// Where tokens are taken back; empty for none.
    revocation_endpoint: String,
    /// What is asked for, separated by blanks.
    scopes: String,
    /// When the client secret ends, where a person said so.
    secret_expires_at: Option<Moment>,
    /// Another one with each change; goes along with one as `seen_version`.
    version: i64,
}

impl From<ApplicationRow> for OauthApplication {
    fn from(row: ApplicationRow) -> Self {
        let settings = row.settings;
        let Endpoints { authorization, token, device, revocation, scopes } = settings.endpoints;
        Self {
            id: row.id.into(),
            name: settings.name,
            provider: settings.provider,
            client_id: settings.client_id,
            has_client_secret: row.has_secret,
            client_auth: settings.client_auth.as_str(),
            authorization_endpoint: authorization,
            token_endpoint: token,
            device_endpoint: device,
            revocation_endpoint: revocation,
            scopes,
            secret_expires_at: settings.secret_expires_at.map(Into::into),
            version: flows::seen::version(row.updated_at),
        }
    }
}

/// An application's settings; what is left out stays, or is the provider's.
#[derive(Deserialize, ToSchema)]
#[schema(as = OauthApplicationInput)]
pub(crate) struct ApplicationFields {
    /// The name, unique among the organisation's applications; the provider's when left out.
    name: Option<String>,
    /// The provider's stable name, or `own`; it is set once.
    provider: Option<String>,
    /// The provider's name for the application.
    client_id: Option<String>,
    /// The client secret; an empty one removes it.
    #[schema(value_type = Option<String>, format = Password)]
    client_secret: Option<Secret>,
    /// Where the secret stands in requests: in the `body`, or in the `header`.
    #[schema(value_type = Option<AuthWord>)]
    client_auth: Option<String>,
    /// Where the browser goes; `https` alone.
    authorization_endpoint: Option<String>,
    /// Where tokens come from.
    token_endpoint: Option<String>,
    /// Where device codes come from; empty for none.
    device_endpoint: Option<String>,
    /// Where tokens are taken back; empty for none.
    revocation_endpoint: Option<String>,
    /// What is asked for, separated by blanks.
    scopes: Option<String>,
    /// When the client secret ends, or null; it is warned of 30 days before.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Moment>)]
    secret_expires_at: Option<Option<Moment>>,
    /// The `version` that is changed: 409 where somebody else changed it since. Without it, his changes are written over.
    seen_version: Option<i64>,
}

impl TryFrom<ApplicationFields> for ApplicationInput {
    type Error = Problem;

    fn try_from(fields: ApplicationFields) -> Result<Self, Problem> {
        let unknown = |_| {
            let detail = "the secret stands in the `body` or in the `header`";
            Problem::invalid("client_auth", "oauth.client_auth", detail)
        };
        Ok(Self {
            name: fields.name,
            provider: fields.provider,
            client_id: fields.client_id,
            client_secret: fields.client_secret,
            client_auth: fields.client_auth.map(|word| word.parse().map_err(unknown)).transpose()?,
            authorization_endpoint: fields.authorization_endpoint,
            token_endpoint: fields.token_endpoint,
            device_endpoint: fields.device_endpoint,
            revocation_endpoint: fields.revocation_endpoint,
            scopes: fields.scopes,
            secret_expires_at: fields.secret_expires_at.map(|at| at.map(|moment| moment.0)),
            seen_version: fields.seen_version,
        })
    }
}
