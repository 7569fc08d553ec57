//! Answers the customer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::case::CaseStatus;
use domain::{AddressError, EmailAddress, Problem};
use flows::compose::{self, NewReply};
use serde::Deserialize;
use utoipa::ToSchema;

use super::messages::{self, Message};
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, UploadKey};
use crate::state::Api;

/// An answer to be sent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReplyInput {
    /// The text.
    text: String,
    /// Who receives it; the customer when left out.
    to: Option<Vec<String>>,
    /// Who receives a copy.
    #[serde(default)]
    cc: Vec<String>,
    /// The subject; that of the case when left out.
    subject: Option<String>,
    /// The files to attach.
    #[serde(default)]
    upload_ids: Vec<UploadKey>,
    /// Where the case stands afterwards; as before when left out.
    #[schema(value_type = Option<schema::CaseStatus>)]
    status: Option<CaseStatus>,
}

/// Reply to a case
///
/// The answer is in the case and in the outbox when this is answered, and on its way.
#[utoipa::path(post, path = "/cases/{id}/reply", tag = "cases", params(ById), request_body = ReplyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Message, description = "The message."), OfOneInput))]
pub(crate) async fn reply_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<ReplyInput>,
) -> Result<(StatusCode, Json<Message>), Refusal> {
    let reply = NewReply {
        text: input.text,
        to: input.to.as_deref().map(|to| addresses("to", to)).transpose()?,
        cc: addresses("cc", &input.cc)?,
        subject: input.subject,
        upload_ids: input.upload_ids.into_iter().map(Into::into).collect(),
        status: input.status,
    };
    let message = compose::reply(api.office(), &actor, id.into(), reply).await?;
    let message = messages::find(&api, &actor, id.into(), message).await?;
    Ok((StatusCode::CREATED, Json(message.into())))
}

fn addresses(field: &'static str, texts: &[String]) -> Result<Vec<EmailAddress>, Problem> {
    let refuse = |text: &str, error: AddressError| {
        Problem::invalid(field, "address.invalid", error.to_string()).with("address", text)
    };
    texts.iter().map(|text| text.parse().map_err(|error| refuse(text, error))).collect()
}
