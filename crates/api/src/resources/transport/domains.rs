//! The outgoing servers of sender domains.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::transport::TransportOwner;
use flows::transport::{self, DomainTransport as Found};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::mailboxes::TestAnswer;
use super::test::TransportTestInput;
use super::{Transport, TransportFields};
use crate::extract::{ById, Ids, Input};
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne, OfRight};
use crate::rights::{self, May};
use crate::schema::TransportKey;
use crate::state::Api;

/// A sender domain with an outgoing server of its own.
#[derive(Serialize, ToSchema)]
pub(crate) struct DomainTransport {
    /// The id of the server.
    id: TransportKey,
    /// The domain, as it stands in DNS.
    domain: String,
    /// Its server.
    #[serde(flatten)]
    transport: Transport,
}

impl DomainTransport {
    fn of(api: &Api, found: Found) -> Self {
        let Found { id, domain, view } = found;
        Self { id: id.into(), domain, transport: Transport::of(view, api.office().now()) }
    }
}

/// A domain and the server that its mail leaves through.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DomainTransportInput {
    /// The domain, as it stands behind the @ of an address.
    domain: String,
    /// The server's settings.
    #[serde(flatten)]
    fields: TransportFields,
}

/// A domain's server to try.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DomainTransportTestInput {
    /// The domain.
    domain: String,
    /// What to try.
    #[serde(flatten)]
    test: TransportTestInput,
}

/// List the sender domains with an outgoing server of their own
#[utoipa::path(get, path = "/domain-transports", tag = "transport",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<DomainTransport>, description = "The domains, by name."), OfRight))]
pub(crate) async fn list_domain_transports(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<DomainTransport>> {
    let found = transport::list_of_domains(api.office(), actor.organisation).await?;
    Ok(Json(Rows::of(found, |found| DomainTransport::of(&api, found))))
}

/// Set the outgoing server of a sender domain
///
/// Mail from addresses of the domain leaves through it, mail that waits too. A sign-in with a
/// provider is forgotten when another server or user name is set; a password is given again with those.
#[utoipa::path(put, path = "/domain-transports", tag = "transport", request_body = DomainTransportInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<DomainTransport>, description = "The domains as they are now."), OfInput))]
pub(crate) async fn put_domain_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<DomainTransportInput>,
) -> Answer<Rows<DomainTransport>> {
    let owner = TransportOwner::Domain(transport::domain_name(&input.domain)?);
    transport::put(api.office(), &actor, owner, input.fields.into()).await?;
    let found = transport::list_of_domains(api.office(), actor.organisation).await?;
    Ok(Json(Rows::of(found, |found| DomainTransport::of(&api, found))))
}

/// Remove the outgoing server of a sender domain
///
/// Its password is forgotten; mail from the domain leaves by the organisation's way.
#[utoipa::path(delete, path = "/domain-transports/{id}", tag = "transport", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_domain_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<TransportKey>,
) -> Result<StatusCode, Refusal> {
    transport::delete_of_domain(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Test the outgoing server of a sender domain
///
/// Connects and signs in, or sends a mail when a recipient is given. What is left out is taken from the settings that
/// are kept.
#[utoipa::path(post, path = "/domain-transports/test", tag = "transport", request_body = DomainTransportTestInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = TestAnswer, description = "How it went, with the whole conversation."), OfInput))]
pub(crate) async fn test_domain_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<DomainTransportTestInput>,
) -> Answer<TestAnswer> {
    let owner = TransportOwner::Domain(transport::domain_name(&input.domain)?);
    let test = input.test.into_test()?;
    Ok(Json(transport::test(api.office(), &actor, &owner, test).await?.into()))
}
