//! Cases, within what the actor may see: all, or those he owns and those of his categories.

mod bin;
mod change;
mod comment;
mod compose;
mod details;
mod drafts;
mod export;
mod filters;
mod follow;
mod get;
mod list;
mod merge;
mod messages;
mod next;
mod participants;
mod reply;
mod split;
mod start;
mod tags;
mod update;

use domain::case::CaseStatus;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::filters::CaseFilters;
pub(crate) use self::reply::{TimingInput, address, address_alone, recipient};
pub(crate) use self::update::CaseInput;
use super::tags::Tag;
use crate::routing::{ApiRouter, routes};
use crate::schema::{
    self, CaseKey, CategoryKey, CompanyKey, Moment, PersonKey, PriorityKey, RequestTypeKey, StatusKey,
    UserKey,
};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_cases))
        .routes(routes!(get::get_case, update::update_case))
        .routes(routes!(comment::comment_case))
        .routes(routes!(change::change_cases))
        .routes(routes!(bin::spam_cases))
        .routes(routes!(bin::delete_cases))
        .routes(routes!(bin::restore_cases))
        .routes(routes!(merge::merge_cases))
        .routes(routes!(merge::unmerge_case))
        .routes(routes!(split::split_case))
        .routes(routes!(split::move_messages))
        .routes(routes!(tags::put_case_tags))
        .routes(routes!(follow::get_following, follow::follow_case, follow::unfollow_case))
        .routes(routes!(participants::add_participant))
        .routes(routes!(participants::remove_participant))
        .routes(routes!(next::take_next_case))
        .routes(routes!(compose::open_compose))
        .routes(routes!(drafts::list_case_drafts))
        .routes(routes!(drafts::put_case_draft, drafts::delete_case_draft))
        .routes(routes!(messages::take_back::take_back_message))
        .routes(routes!(messages::schedule::schedule_message))
        .routes(routes!(messages::again::send_message_again))
        .routes(routes!(messages::edit::edit_comment, messages::remove::remove_message))
        .routes(routes!(messages::remove::restore_message))
        .routes(routes!(messages::flag::flag_message))
        .routes(routes!(messages::links::revoke_file_link))
        .routes(routes!(messages::timeline::get_message_timeline))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_cases))
        .routes(routes!(reply::reply_case))
        .routes(routes!(start::list_senders, start::start_case))
        .routes(routes!(messages::again::rewrite_message))
        .routes(routes!(messages::as_links::send_message_as_links))
        .routes(routes!(messages::links::get_linked_file))
        .routes(routes!(messages::html::get_message_html))
        .routes(routes!(messages::attachment::get_message_attachment))
        .routes(routes!(messages::attached::get_message_attached_mail))
        .routes(routes!(messages::attached::get_message_attached_html))
        .routes(routes!(messages::raw::get_message_raw))
        .routes(routes!(messages::source::get_message_source))
}

/// A case as listed.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseRow {
    /// What both the list and the page show.
    #[serde(flatten)]
    case: CaseFields,
    /// How many messages it has.
    messages: u32,
}

/// What both the list and the page of a case show.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseFields {
    /// The id.
    id: CaseKey,
    /// Its number within the organisation, from 1.
    number: i64,
    /// The title.
    title: String,
    /// Where it stands.
    #[schema(value_type = schema::CaseStatus)]
    status: CaseStatus,
    /// Its status among the organisation's own; null for a case that is not worked on.
    status_id: Option<StatusKey>,
    /// That status's name; null where every language has a word for it.
    status_name: Option<String>,
    /// The customer's name.
    customer_name: Option<String>,
    /// The customer's address, as written.
    customer_address: String,
    /// Whose and of what kind it is.
    #[serde(flatten)]
    place: CasePlace,
    /// Whether the last received message was not looked at.
    unread: bool,
    /// When it was made.
    created_at: Moment,
    /// When anything of it last changed.
    updated_at: Moment,
    /// When its last message was written.
    last_message_at: Moment,
    /// Whether a reply could not be delivered and nobody has seen to it.
    delivery_failed: bool,
    /// Times and marks.
    #[serde(flatten)]
    marks: CaseMarks,
}

/// The times that a case waits for, and the words it is marked with.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseMarks {
    /// By when it is to be closed.
    due_at: Option<Moment>,
    /// When it opens by itself, while it waits.
    wait_until: Option<Moment>,
    /// When it became spam or was deleted.
    binned_at: Option<Moment>,
    /// Its tags, by name.
    tags: Vec<Tag>,
    /// The person whose case it is, where one is known.
    person_id: Option<PersonKey>,
    /// His company.
    company_id: Option<CompanyKey>,
}

/// Whose and of what kind a case is.
#[derive(Serialize, ToSchema)]
pub(crate) struct CasePlace {
    /// The category.
    category_id: Option<CategoryKey>,
    /// Its name.
    category_name: Option<String>,
    /// The priority.
    priority_id: Option<PriorityKey>,
    /// Its name.
    priority_name: Option<String>,
    /// What kind of request it is.
    request_type_id: Option<RequestTypeKey>,
    /// That request type's name.
    request_type_name: Option<String>,
    /// Who takes care of it.
    owner_id: Option<UserKey>,
    /// His name.
    owner_name: Option<String>,
}

impl From<store::cases::CaseRow> for CaseFields {
    fn from(row: store::cases::CaseRow) -> Self {
        Self {
            id: row.id.into(),
            number: row.number,
            title: row.title,
            status: row.status,
            status_id: row.status_id.map(Into::into),
            status_name: row.status_name,
            customer_name: row.customer_name,
            customer_address: row.customer_address,
            place: CasePlace {
                category_id: row.category_id.map(Into::into),
                category_name: row.category_name,
                priority_id: row.priority_id.map(Into::into),
                priority_name: row.priority_name,
                request_type_id: row.request_type_id.map(Into::into),
                request_type_name: row.request_type_name,
                owner_id: row.owner_id.map(Into::into),
                owner_name: row.owner_name,
            },
            unread: row.unread,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            last_message_at: row.last_message_at.into(),
            delivery_failed: row.delivery_failed,
            marks: CaseMarks {
                due_at: row.due_at.map(Into::into),
                wait_until: row.wait_until.map(Into::into),
                binned_at: row.binned_at.map(Into::into),
                tags: row.tags.into_iter().map(Tag::from).collect(),
                person_id: row.person_id.map(Into::into),
                company_id: row.company_id.map(Into::into),
            },
        }
    }
}

impl From<store::cases::CaseRow> for CaseRow {
    fn from(row: store::cases::CaseRow) -> Self {
        Self { messages: row.messages, case: row.into() }
    }
}
