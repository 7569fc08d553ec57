//! What a mail of a case starts with.

use axum::Json;
use axum::extract::State;
use domain::case::CaseStatus;
use domain::{EmailAddress, MessageId};
use flows::compose::{self, Named, Opened};
use serde::{Deserialize, Serialize};
use store::statuses::StatusRow;
use utoipa::ToSchema;

use crate::extract::{ById, Ids, Params};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, MailboxKey, MessageKey, StatusKey};
use crate::state::Api;

/// What a mail is about.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct About {
    /// The message that is answered or passed on; the latest of the customer when left out.
    message_id: Option<MessageKey>,
}

/// What a mail of a case starts with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Compose {
    /// Who it is from; null when the case's mailbox is gone.
    sender: Option<Sender>,
    /// Whom an answer goes to.
    reply: Receivers,
    /// Whom an answer to all goes to.
    reply_all: Receivers,
    /// The subject of an answer.
    subject: String,
    /// The subject of a forward.
    forward_subject: String,
    /// The last message of the case: what its author has seen when he begins.
    latest_message_id: Option<MessageKey>,
    /// The largest mail that is sent, octets; files grow by a third in a mail.
    max_octets: u64,
    /// The status that an answer gives the case when its author chooses none; null where the case stays as it is.
    status_after: Option<StatusAfter>,
}

/// A status that an answer gives a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusAfter {
    /// The status.
    id: StatusKey,
    /// Its kind.
    #[schema(value_type = schema::CaseStatus)]
    kind: CaseStatus,
    /// Its name; null where every language has a word for it.
    name: Option<String>,
}

impl From<StatusRow> for StatusAfter {
    fn from(row: StatusRow) -> Self {
        Self { id: row.id.into(), kind: row.kind, name: row.name }
    }
}

/// Who a mail is from.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sender {
    /// The mailbox.
    mailbox_id: MailboxKey,
    /// Its address.
    address: String,
    /// The name that stands before it.
    name: Option<String>,
}

/// Whom a mail goes to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receivers {
    /// Recipients.
    to: Vec<Receiver>,
    /// Copies.
    cc: Vec<Receiver>,
}

/// Somebody whom a mail goes to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receiver {
    /// The name, where it is known.
    name: Option<String>,
    /// The address.
    address: String,
}

impl From<compose::Sender> for Sender {
    fn from(sender: compose::Sender) -> Self {
        Self { mailbox_id: sender.mailbox.into(), address: sender.address, name: sender.name }
    }
}

impl From<Named> for Receivers {
    fn from(named: Named) -> Self {
        let receiver =
            |(name, address): (Option<String>, EmailAddress)| Receiver { name, address: address.to_string() };
        Self {
            to: named.to.into_iter().map(receiver).collect(),
            cc: named.cc.into_iter().map(receiver).collect(),
        }
    }
}

impl From<Opened> for Compose {
    fn from(opened: Opened) -> Self {
        Self {
            sender: opened.sender.map(Into::into),
            reply: opened.reply.into(),
            reply_all: opened.reply_all.into(),
            subject: opened.subject,
            forward_subject: opened.forward_subject,
            latest_message_id: opened.latest.map(Into::into),
            max_octets: opened.max_octets,
            status_after: opened.after.map(Into::into),
        }
    }
}

/// Get what a mail of a case starts with
///
/// Whom each way of answering goes to, without our own addresses; as whom; and how much fits into it.
#[utoipa::path(get, path = "/cases/{id}/compose", tag = "cases", params(ById, About),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Compose, description = "What it starts with."), OfOneInput))]
pub(crate) async fn open_compose(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Params(about): Params<About>,
) -> Answer<Compose> {
    let message = about.message_id.map(MessageId::from);
    Ok(Json(compose::open(api.office(), &actor, id.into(), message).await?.into()))
}
