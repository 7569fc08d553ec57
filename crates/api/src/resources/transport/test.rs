//! Tries an outgoing server without keeping it.

use axum::Json;
use axum::extract::State;
use domain::transport::TransportOwner;
use domain::{EmailAddress, Problem};
use flows::transport::TestInput;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::mailboxes::TestAnswer;
use super::TransportFields;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A way out to try.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TransportTestInput {
    /// Who gets a test mail; without one, nothing is sent.
    #[schema(format = Email)]
    recipient: Option<String>,
    /// The address that the mail is from: a mailbox's, a shared sender's or one's own, of those whose mail takes this way; one
    /// of them when left out.
    #[schema(format = Email)]
    from: Option<String>,
    /// The settings; what is left out is taken from those that are kept.
    #[serde(flatten)]
    fields: TransportFields,
}

/// Test the outgoing server
///
/// Connects and signs in, or sends a mail when a recipient is given; the outcome's code says which. What is left out is taken
/// from the settings that are kept.
#[utoipa::path(post, path = "/transport/test", tag = "transport", request_body = TransportTestInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = TestAnswer, description = "How it went, with the whole conversation."), OfInput))]
pub(crate) async fn test_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<TransportTestInput>,
) -> Answer<TestAnswer> {
    let input = input.into_test()?;
    let owner = TransportOwner::Organisation;
    Ok(Json(flows::transport::test(api.office(), &actor, &owner, input).await?.into()))
}

impl TransportTestInput {
    /// What is to be tried.
    pub(super) fn into_test(self) -> Result<TestInput, Problem> {
        let recipient = self.recipient.as_deref().map(|text| address("recipient", text)).transpose()?;
        let from = self.from.as_deref().map(|text| address("from", text)).transpose()?;
        Ok(TestInput { transport: self.fields.into(), recipient, from })
    }
}

fn address(field: &'static str, text: &str) -> Result<EmailAddress, Problem> {
    let refuse = |error: domain::AddressError| {
        Problem::invalid(field, "address.invalid", error.to_string()).with("address", text)
    };
    text.trim().parse().map_err(refuse)
}
