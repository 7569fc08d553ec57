//! One mail that was sent: the letter as it went, and what came of it at each recipient.

use axum::Json;
use axum::extract::State;
use domain::waiting::WaitRule;
use flows::compose;
use flows::outbox::ChoiceOfWay;
use flows::view::MailView;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::outbox::{Delivery, Outbox, OutboxReasons, known_of};
use super::super::shared::{Attachment, Person};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey, OutboxKey};
use crate::state::Api;

/// A mail that was sent, with everything about it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentDetails {
    /// The mail as listed.
    #[serde(flatten)]
    listed: Outbox,
    /// Whom it was written to.
    to: Vec<Person>,
    /// Who received a copy.
    cc: Vec<Person>,
    /// Who received a copy that the others do not see.
    bcc: Vec<String>,
    /// The text as it went.
    text: String,
    /// Whether it has formatting.
    has_html: bool,
    /// Its files.
    attachments: Vec<Attachment>,
    /// Where it stands in its case, and its formatted text and files are; null where it is no message of one.
    message: Option<SentMessage>,
    /// Its way to each recipient.
    deliveries: Vec<Delivery>,
    /// Why it is from whom it is, and why it took its way.
    reasons: OutboxReasons,
    /// Whether whoever asks wrote it, it waits or failed, and his own server takes it, so that it is his to send it another way.
    may_choose_way: bool,
    /// Whether it waits while all mail of the organisation is stopped.
    all_stopped: bool,
}

/// Where a sent mail stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentMessage {
    /// The case.
    case_id: CaseKey,
    /// The message.
    id: MessageKey,
}

/// Get a sent mail
#[utoipa::path(get, path = "/sent/{id}", tag = "outbox", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = SentDetails, description = "The mail with its recipients."), OfOne))]
pub(crate) async fn get_sent(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<OutboxKey>,
) -> Answer<SentDetails> {
    let row = compose::open_sent(api.office(), &actor, id.into()).await?;
    let (conn, organisation) = (api.conn(), actor.organisation);
    let waits = flows::outbox::why(api.office(), organisation, row.id).await?;
    let is_stop = |rule: WaitRule| matches!(rule, WaitRule::Stopped | WaitRule::StoppedByOperator);
    let all_stopped = waits.iter().any(|wait| is_stop(wait.rule));
    let deliveries = Delivery::of_mail(&api, (organisation, row.id), &waits).await?;
    let known = known_of(&api, organisation, &[row.id]).await?.remove(&row.id);
    let message = store::cases::find_message_of(&conn, organisation, row.id).await?;
    let choice = flows::outbox::choice_of_way(api.office(), &actor, row.id).await?;
    let reasons = flows::outbox::reasons(api.office(), organisation, &row).await?;
    let mail = flows::view::mail(api.office(), organisation, row.raw_hash).await?;
    let MailView { to, cc, text, has_html, attachments, .. } = mail;
    let named = |address: &str| {
        let mut shown = to.iter().chain(&cc);
        shown.any(|person| person.address.eq_ignore_ascii_case(address))
    };
    let bcc = row.recipients.iter().map(ToString::to_string).filter(|address| !named(address)).collect();
    Ok(Json(SentDetails {
        listed: Outbox::of(row, known),
        bcc,
        to: to.into_iter().map(Into::into).collect(),
        cc: cc.into_iter().map(Into::into).collect(),
        text,
        has_html,
        attachments: attachments.into_iter().map(Into::into).collect(),
        message: message.map(|(case, id)| SentMessage { case_id: case.into(), id: id.into() }),
        deliveries,
        reasons: reasons.into(),
        may_choose_way: choice == ChoiceOfWay::Authors,
        all_stopped,
    }))
}
