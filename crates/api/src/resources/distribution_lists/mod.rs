//! Distribution lists: named sets of recipients.

mod change;
mod list;
mod members;
mod reach;

use domain::org::Actor;
use serde::{Deserialize, Serialize};
use store::distribution_lists::DistributionListRow;
use utoipa::ToSchema;

pub(crate) use self::members::{ListMember, ListMemberInput};
use crate::routing::{ApiRouter, routes};
use crate::schema::{DistributionListKey, Moment};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_distribution_lists, change::create_distribution_list))
        .routes(routes!(
            list::get_distribution_list,
            change::update_distribution_list,
            change::delete_distribution_list
        ))
        .routes(routes!(reach::get_distribution_list_recipients))
}

/// A named set of recipients.
#[derive(Serialize, ToSchema)]
pub(crate) struct DistributionList {
    /// The id. Among the recipients of a mail the list is `list:` and this.
    id: DistributionListKey,
    /// The name.
    name: String,
    /// What it is for; empty for nothing said.
    description: String,
    /// Whether everybody may write to it, or its owner alone.
    shared: bool,
    /// Whose it is.
    owner_name: Option<String>,
    /// Whether the user may change it.
    may_change: bool,
    /// Whether it is the user's.
    is_own: bool,
    /// How many members it has; a company is one.
    members: u64,
    /// When it last changed.
    updated_at: Moment,
    /// How often it was changed; goes along with a change as `seen_version`.
    version: i64,
}

impl DistributionList {
    /// The list as the actor sees it.
    fn of(actor: &Actor, row: DistributionListRow) -> Self {
        let may_change = flows::distribution_lists::may_change(actor, &row);
        Self {
            id: row.id.into(),
            name: row.settings.name,
            description: row.settings.description,
            shared: row.settings.shared,
            owner_name: row.owner_name,
            may_change,
            is_own: row.settings.owner == actor.user,
            members: row.members,
            updated_at: row.updated_at.into(),
            version: row.version,
        }
    }
}

/// A list with who is in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DistributionListDetails {
    /// The list.
    #[serde(flatten)]
    listed: DistributionList,
    /// Who is in it.
    all: Vec<ListMember>,
}

/// What a list shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DistributionListInput {
    /// The name, unique in the organisation.
    name: String,
    /// What it is for.
    #[serde(default)]
    description: String,
    /// Whether everybody may write to it, or its owner alone.
    shared: bool,
    /// Who is in it, at most 1,000.
    members: Vec<ListMemberInput>,
    /// Of a change: the version that it goes on from. Where it was changed since, it is refused with
    /// `distribution_list.changed_meanwhile`, `by` whom, and its `version`; left out, it is written over what others did.
    seen_version: Option<i64>,
}
