//! Kinds of request.

mod create;
mod delete;
mod list;
mod update;

use std::collections::BTreeMap;

use domain::case::Assignment;
use domain::{CategoryId, OrganisationId, Problem};
use serde::Serialize;
use store::categories::CategoryRow;
use utoipa::ToSchema;

use super::shared::write::Written;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CategoryKey, PriorityKey, StatusKey, UserKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_categories, create::create_category))
        .routes(routes!(update::update_category, delete::delete_category))
}

/// A kind of request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Category {
    /// The id.
    id: CategoryKey,
    /// The name, unique among the organisation's.
    name: String,
    /// Its place in the list, from 1.
    position: i64,
    /// What belongs into it, for colleagues.
    description: String,
    /// How its new cases find an owner.
    #[schema(value_type = schema::Assignment)]
    assignment: Assignment,
    /// Who gets them when no member can.
    administrator_id: Option<UserKey>,
    /// The priority of its new cases, where nothing else says one.
    priority_id: Option<PriorityKey>,
    /// Its members.
    member_ids: Vec<UserKey>,
    /// Whom it tells of its new cases.
    #[serde(flatten)]
    telling: Telling,
    /// The status that an answer gives its cases when its author chose none.
    reply_status_id: Option<StatusKey>,
    /// How it shares them out.
    #[serde(flatten)]
    sharing: Sharing,
}

/// Whom a category tells of its new cases.
#[derive(Serialize, ToSchema)]
pub(crate) struct Telling {
    /// Whether its members are told, each as he chose.
    notify_members: bool,
    /// Addresses that are sent a mail for each.
    notify_addresses: Vec<String>,
}

/// How a category shares its cases out.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sharing {
    /// The weights of members, by their ids; those who are not named have 1.
    weights: BTreeMap<String, u32>,
    /// Whether a case of nobody becomes his who answers it.
    take_when_replying: bool,
    /// Minutes within which a customer's new cases go to the same member; 0 is none.
    together_minutes: u32,
    /// Whether a customer's answer gives a case of somebody who is away to another.
    give_when_absent: bool,
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            position: row.position,
            description: row.description,
            assignment: row.assignment,
            administrator_id: row.administrator_id.map(Into::into),
            priority_id: row.priority_id.map(Into::into),
            member_ids: row.member_ids.into_iter().map(Into::into).collect(),
            reply_status_id: row.reply_status_id.map(Into::into),
            sharing: Sharing {
                weights: row.weights.iter().map(|(user, weight)| (user.to_string(), *weight)).collect(),
                take_when_replying: row.take_when_replying,
                together_minutes: row.together_minutes,
                give_when_absent: row.give_when_absent,
            },
            telling: Telling {
                notify_members: row.notify_members,
                notify_addresses: row.notify_addresses.iter().map(ToString::to_string).collect(),
            },
        }
    }
}

async fn find(api: &Api, organisation: OrganisationId, id: CategoryId) -> Written<Category> {
    let row = store::categories::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("category").into())
}
