//! Answers the customer, answers all, or passes a message on.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::case::CaseStatus;
use domain::compose::{DraftClaim, Mode};
use domain::{
    AddressError, DistributionListId, EmailAddress, Problem, Recipient, RecipientError, distribution_list,
    limits,
};
use flows::compose::{self, AboutMessage, Knowing, NamedLists, NewReply, Timing};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::identities::AsWhomInput;
use super::messages::{self, Message};
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, MessageKey, Moment, StatusKey, UploadKey};
use crate::state::Api;

/// A mail to be sent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReplyInput {
    /// In which way: an answer when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Mode>)]
    mode: Mode,
    /// What it says.
    #[serde(flatten)]
    words: WordsInput,
    /// Who receives it; those whom the mode names when left out. Each is an address, alone or with a name of at most 200
    /// characters before it as in `Kari Nordmann <kari@example.org>`; a distribution list is `list:` and its id.
    to: Option<Vec<String>>,
    /// Who receives a copy.
    #[serde(default)]
    cc: Vec<String>,
    /// Who receives a copy that the others do not see.
    #[serde(default)]
    bcc: Vec<String>,
    /// The subject; that of the case when left out.
    subject: Option<String>,
    /// The files to attach.
    #[serde(default)]
    upload_ids: Vec<UploadKey>,
    /// The message that is answered or passed on; the latest of the customer when left out.
    message_id: Option<MessageKey>,
    /// Which files of that message go along, by their indexes.
    #[serde(default)]
    attachments: Vec<u32>,
    /// Where the case stands afterwards; what its category says, or else as before, when left out. Who names the status
    /// that it has leaves it as it is.
    #[schema(value_type = Option<schema::CaseStatus>)]
    status: Option<CaseStatus>,
    /// Where it stands afterwards among the organisation's own statuses; `status` need not be named beside it.
    status_id: Option<StatusKey>,
    /// As whom, and what stands under it.
    #[serde(flatten)]
    as_whom: AsWhomInput,
    /// When and on what condition it is sent.
    #[serde(flatten)]
    timing: TimingInput,
    /// Whether it also goes to addresses that are blocked; without it their deliveries fail at once.
    #[serde(default)]
    passes_blocks: bool,
    /// The last message that the author has seen; when a colleague answered behind it, the mail is refused with
    /// `case.answered_meanwhile`, and when the author did so in another window, with `case.answered_already`.
    seen_message_id: Option<MessageKey>,
}

/// What a mail says.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WordsInput {
    /// The text; it may be left out where there is `html`.
    #[serde(default)]
    text: String,
    /// The same with formatting, at most 512 KB; the text is then made of it. What mail programs would load from
    /// elsewhere is taken out. A picture in it is one of `upload_ids`: `<img src="cid:ID">`.
    html: Option<String>,
}

/// When and on what condition a mail is sent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TimingInput {
    /// How long it can be taken back before it is sent, seconds, at most 60; at once when left out.
    undo_s: Option<u32>,
    /// The time at which it is sent.
    send_at: Option<Moment>,
    /// Whether it comes back as a draft when the customer writes before that time.
    #[serde(default)]
    cancel_if_answered: bool,
}

impl ReplyInput {
    /// The recipients that it names itself.
    pub(super) fn entered(&self) -> Vec<String> {
        self.to.iter().flatten().chain(&self.cc).chain(&self.bcc).cloned().collect()
    }

    /// The mail that it means.
    pub(super) fn into_reply(self) -> Result<NewReply, Problem> {
        let (to, lists_of_to) = self.to.map(without_lists).unzip();
        let (cc, lists_of_cc) = without_lists(self.cc);
        let (bcc, lists_of_bcc) = without_lists(self.bcc);
        let lists = NamedLists { to: lists_of_to.unwrap_or_default(), cc: lists_of_cc, bcc: lists_of_bcc };
        let to = to.as_deref().map(|to| recipients("to", to)).transpose()?;
        let (cc, bcc) = (recipients("cc", &cc)?, recipients("bcc", &bcc)?);
        let names = to.iter().flatten().chain(&cc).chain(&bcc).collect();
        Ok(NewReply {
            mode: self.mode,
            text: self.words.text,
            html: self.words.html,
            to: to.map(addresses),
            cc: addresses(cc),
            bcc: addresses(bcc),
            lists,
            subject: self.subject,
            upload_ids: self.upload_ids.into_iter().map(Into::into).collect(),
            about: AboutMessage {
                message_id: self.message_id.map(Into::into),
                attachments: self.attachments,
            },
            status: self.status,
            status_id: self.status_id.map(Into::into),
            timing: self.timing.into(),
            as_whom: self.as_whom.read()?,
            knowing: Knowing {
                last: self.seen_message_id.map(Into::into),
                blocks: self.passes_blocks,
                draft: DraftClaim::default(),
                needs_draft: false,
                names,
            },
        })
    }
}

impl From<TimingInput> for Timing {
    fn from(input: TimingInput) -> Self {
        let TimingInput { undo_s, send_at, cancel_if_answered } = input;
        match (send_at, undo_s) {
            (Some(at), _) => Self::At { at: at.0, cancel_if_answered },
            (None, Some(seconds)) if seconds > 0 => Self::Undo { seconds },
            (None, _) => Self::Now,
        }
    }
}

/// Reply to a case, or forward a message of it
///
/// The mail is in the case and in the outbox when this is answered, and on its way at its time.
#[utoipa::path(post, path = "/cases/{id}/reply", tag = "cases", params(ById), request_body = ReplyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Remarked<Message>, description = "The message."), OfOneInput))]
pub(crate) async fn reply_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<ReplyInput>,
) -> Result<(StatusCode, Json<Remarked<Message>>), Refusal> {
    let entered = input.entered();
    let message = compose::reply(api.office(), &actor, id.into(), input.into_reply()?).await?;
    let (status, Json(message)) = messages::written(&api, &actor, (id.into(), message)).await?;
    Ok((status, Json(Remarked::of(&api, &actor, (message, entered)).await)))
}

/// What was typed without the distribution lists among it, and those.
fn without_lists(texts: Vec<String>) -> (Vec<String>, Vec<DistributionListId>) {
    let mut lists = Vec::new();
    let mut rest = texts;
    rest.retain(|text| {
        let list = distribution_list::named(text);
        lists.extend(list);
        list.is_none()
    });
    (rest, lists)
}

fn recipients(field: &'static str, texts: &[String]) -> Result<Vec<Recipient>, Problem> {
    texts.iter().map(|text| recipient(field, text)).collect()
}

fn addresses(recipients: Vec<Recipient>) -> Vec<EmailAddress> {
    recipients.into_iter().map(|recipient| recipient.address).collect()
}

/// A recipient that somebody typed: an address, and a name before it where he gave one.
pub(crate) fn recipient(field: &'static str, text: &str) -> Result<Recipient, Problem> {
    text.parse().map_err(|error: RecipientError| match error {
        RecipientError::NameTooLong => Problem::invalid(field, "address.name_too_long", error.to_string())
            .with("max", limits::RECIPIENT_NAME_CHARS_MAX.to_string()),
        RecipientError::Address(_) | RecipientError::Name => {
            Problem::invalid(field, "address.invalid", error.to_string()).with("address", text)
        }
    })
}

/// The address of a recipient where nobody's name is kept: what stands before it is passed over.
pub(crate) fn address_alone(field: &'static str, text: &str) -> Result<EmailAddress, Problem> {
    recipient(field, text).map(|recipient| recipient.address)
}

/// An address that somebody typed.
pub(crate) fn address(field: &'static str, text: &str) -> Result<EmailAddress, Problem> {
    let refuse = |error: AddressError| {
        Problem::invalid(field, "address.invalid", error.to_string()).with("address", text)
    };
    text.trim().parse().map_err(refuse)
}
