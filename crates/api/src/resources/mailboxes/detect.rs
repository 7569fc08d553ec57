//! Finds the servers of an address.

use axum::Json;
use axum::extract::State;
use domain::mailbox::Security;
use flows::detection::{self, Asked, Candidate, Detection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema;
use crate::schema::detection::{
    OutcomeWord, PasswordWord, ServiceWord, SignInWord, SourceWord, UsernameWord,
};
use crate::state::Api;

/// The address to find servers for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DetectionInput {
    /// The address; its domain is asked, and the list of providers that the operator has set.
    address: String,
}

impl DetectionInput {
    /// The address.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

/// The servers that were found for an address.
#[derive(Serialize, ToSchema)]
pub(crate) struct DetectionAnswer {
    /// The address as it is mailed.
    address: String,
    /// The servers, the best first within each service: `imap`, `pop3`, `smtp`.
    candidates: Vec<ServerCandidate>,
    /// Who was asked, and what came of it.
    asked: Vec<AskedSource>,
}

/// A server that is proposed. Only a test of the connection proves it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServerCandidate {
    /// What it is for.
    #[schema(value_type = ServiceWord)]
    service: &'static str,
    /// The server.
    host: String,
    /// Its port.
    port: u16,
    /// How the connection is protected; never `none`.
    #[schema(value_type = schema::Security)]
    security: Security,
    /// Who signs in there.
    username: String,
    /// What the user name is of the address.
    #[schema(value_type = UsernameWord)]
    username_form: &'static str,
    /// How the provider wants it: `oauth` or `password`.
    #[schema(value_type = SignInWord)]
    sign_in: &'static str,
    /// Which password the server takes.
    #[schema(value_type = PasswordWord)]
    password: &'static str,
    /// The kind of OAuth 2.0 provider, as `microsoft` or `google`, where `sign_in` is `oauth` and it is known.
    provider: Option<String>,
    /// Whose server it is, as a person knows it.
    provider_name: Option<String>,
    /// Who named it.
    #[schema(value_type = SourceWord)]
    source: &'static str,
    /// Where: a host or a domain.
    place: String,
    /// Why it is proposed, in one sentence.
    reason: String,
}

/// Somebody who was asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct AskedSource {
    /// What it is.
    #[schema(value_type = SourceWord)]
    source: &'static str,
    /// Where: a host or a domain.
    place: String,
    /// What came of it.
    #[schema(value_type = OutcomeWord)]
    outcome: &'static str,
    /// Why it came to nothing, where there is more to say.
    detail: Option<String>,
}

impl From<Detection> for DetectionAnswer {
    fn from(found: Detection) -> Self {
        let candidate = |it: Candidate| ServerCandidate {
            service: it.server.service.as_str(),
            username: it.username(&found.address),
            username_form: it.server.username.as_str(),
            sign_in: if it.server.sign_in.oauth { "oauth" } else { "password" },
            password: it.server.sign_in.password.as_str(),
            provider: it.provider.and_then(|provider| provider.oauth.clone()),
            provider_name: it.provider.map(|provider| provider.name.clone()),
            source: it.source.as_str(),
            reason: it.reason(),
            host: it.server.host,
            port: it.server.port,
            security: it.server.security,
            place: it.place,
        };
        let asked = |it: Asked| AskedSource {
            source: it.source.as_str(),
            place: it.place,
            outcome: it.outcome.as_str(),
            detail: it.outcome.detail().map(str::to_owned),
        };
        Self {
            address: found.address.to_string(),
            candidates: found.candidates.into_iter().map(candidate).collect(),
            asked: found.asked.into_iter().map(asked).collect(),
        }
    }
}

/// Find the servers of an address
///
/// The domain's own settings, its records in DNS and the list of providers that the operator has set are asked at the
/// same time, for ten seconds at most. Nobody signs in, and nothing is kept.
#[utoipa::path(post, path = "/mailboxes/detect", tag = "mailboxes", request_body = DetectionInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = DetectionAnswer, description = "What was found; perhaps nothing."), OfInput))]
pub(crate) async fn detect_servers(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<DetectionInput>,
) -> Answer<DetectionAnswer> {
    Ok(Json(detection::detect(api.office(), &actor, &input.address).await?.into()))
}
