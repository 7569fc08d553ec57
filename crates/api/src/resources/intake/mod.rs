//! The inbox queue: what waits or failed, and what became of the rest.

mod actions;
mod attached;
mod attachment;
mod debug;
mod debug_live;
mod decide;
mod export;
mod get;
mod html;
mod list;
mod raw;
mod timeline;

use domain::intake::{IntakeState, Review};
use domain::org::{Actor, Right};
use domain::{IntakeId, Problem};
use flows::view::MailView;
use serde::{Deserialize, Serialize};
use store::intake::{IntakeFilter, IntakeRow, IntakeShelf};
use utoipa::{IntoParams, ToSchema};

use super::shared::Attachment;
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CaseKey, IntakeKey, MailboxKey, Moment};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_intake))
        .routes(routes!(get::get_intake))
        .routes(routes!(timeline::get_intake_timeline))
        .routes(routes!(actions::import_intake))
        .routes(routes!(actions::delete_intake))
        .routes(routes!(actions::restore_intake))
        .routes(routes!(actions::purge_intake))
        .routes(routes!(decide::decide_intake))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_intake))
        .routes(routes!(raw::get_intake_raw))
        .routes(routes!(html::get_intake_html))
        .routes(routes!(attachment::get_intake_attachment))
        .routes(routes!(attached::get_intake_attached_mail))
        .routes(routes!(attached::get_intake_attached_html))
        .routes(routes!(debug::debug_intake))
        .routes(routes!(debug_live::debug_intake_live))
}

/// A received mail on its way through the pipeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct Intake {
    /// The id.
    id: IntakeKey,
    /// The mailbox it came to.
    mailbox_id: MailboxKey,
    /// That mailbox's address.
    mailbox_address: String,
    /// Where it stands.
    #[schema(value_type = schema::IntakeState)]
    state: IntakeState,
    /// When it was stored.
    received_at: Moment,
    /// When it arrived at the server that it was fetched from, where that is known.
    arrived_at: Option<Moment>,
    /// The sender as shown.
    from: String,
    /// The subject.
    subject: String,
    /// Its size as received, octets.
    size_octets: u64,
    /// How often it was tried.
    attempts: u32,
    /// Why the last try failed.
    error: Option<String>,
    /// The case that it is a message of.
    case_id: Option<CaseKey>,
    /// That case's number.
    case_number: Option<i64>,
    /// What speaks for which case, while a person must decide.
    review: Option<IntakeReview>,
    /// When it was put into the bin.
    deleted_at: Option<Moment>,
}

/// What speaks for a case, and why that is not enough.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntakeReview {
    /// The case.
    case_id: CaseKey,
    /// Its number.
    case_number: i64,
    /// `stranger_references` or `stranger_number`.
    because: String,
    /// The text of the mail that points to the case.
    evidence: String,
}

impl From<Review> for IntakeReview {
    fn from(review: Review) -> Self {
        let Review { case_id, number, because, evidence } = review;
        Self { case_id: case_id.into(), case_number: number, because, evidence }
    }
}

impl From<IntakeRow> for Intake {
    fn from(row: IntakeRow) -> Self {
        Self {
            id: row.id.into(),
            mailbox_id: row.mailbox_id.into(),
            mailbox_address: row.mailbox_address,
            state: row.state,
            received_at: row.received_at.into(),
            arrived_at: row.arrived_at.map(Into::into),
            from: row.summary.from,
            subject: row.summary.subject,
            size_octets: row.size_octets,
            attempts: row.attempts,
            error: row.error,
            case_id: row.case_id.map(Into::into),
            case_number: row.case_number,
            review: row.review.map(Into::into),
            deleted_at: row.deleted_at.map(Into::into),
        }
    }
}

/// What was read of a received mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailDetails {
    /// The whole header, decoded.
    headers: String,
    /// The text.
    text: String,
    /// Whether there is an HTML view.
    has_html: bool,
    /// Pictures on other servers that the HTML view holds back.
    remote_blocked: u32,
    /// The files.
    attachments: Vec<Attachment>,
    /// What was wrong with its form, in stable codes.
    defects: Vec<String>,
    /// What makes it one mail of its mailbox: folder and UID, UIDL, or the listener's own.
    source_id: String,
    /// BLAKE3 of the octets as received, hexadecimal.
    hash: String,
}

impl MailDetails {
    /// What was read of the mail of this row.
    pub(crate) async fn of(api: &Api, row: &IntakeRow) -> Result<Self, Refusal> {
        let view = flows::view::mail(api.office(), row.organisation, row.raw_hash).await?;
        let MailView { header_text, text, has_html, remote_blocked, attachments, defects, .. } = view;
        Ok(Self {
            headers: header_text,
            text,
            has_html,
            remote_blocked,
            attachments: attachments.into_iter().map(Attachment::from).collect(),
            defects,
            source_id: row.source_id.clone(),
            hash: row.raw_hash.to_string(),
        })
    }
}

/// Which intakes a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IntakeFilters {
    /// The part of the queue: `waiting` (what waits, failed or is to be reviewed, the default), `stored`, `failed`, `review`, `placed`, `ignored`, `deleted` (the bin, without blocked mail, which has its own), `any` (all outside the bin; blocked mail only for those who have its right).
    state: Option<String>,
    /// Only those of this mailbox.
    #[param(value_type = Option<String>)]
    mailbox_id: Option<MailboxKey>,
}

impl IntakeFilters {
    /// What the actor is shown of it.
    pub(crate) fn shown_to(self, actor: &Actor) -> Result<IntakeFilter, Problem> {
        let shelf = match self.state.as_deref() {
            None => IntakeShelf::default(),
            Some(name) => IntakeShelf::from_name(name).ok_or_else(|| {
                Problem::invalid(
                    "state",
                    "list.unknown_filter",
                    "the state is waiting, stored, failed, review, placed, ignored, deleted or any",
                )
            })?,
        };
        let blocked = shelf == IntakeShelf::Any && actor.may(Right::Blocked);
        Ok(IntakeFilter { shelf, blocked, mailbox_id: self.mailbox_id.map(Into::into), received: None })
    }
}

/// The intake, if the actor may see it: a blocked one belongs to blocked mail and its right.
async fn open(api: &Api, actor: &Actor, id: IntakeId) -> Result<IntakeRow, Refusal> {
    let row = store::intake::find(&api.conn(), actor.organisation, id).await?;
    let row = row.filter(|row| row.state != IntakeState::Blocked || actor.may(Right::Blocked));
    row.ok_or_else(|| Problem::not_found("mail in the inbox queue").into())
}
