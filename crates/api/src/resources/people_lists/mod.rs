//! Sets of persons: selections and projects.

mod change;
mod list;
mod members;

use domain::people_list::PeopleListKind;
use serde::{Deserialize, Serialize};
use store::people_lists::PeopleListRow;
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, PeopleListKey, PersonKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_people_lists, change::create_people_list))
        .routes(routes!(list::get_people_list, change::rename_people_list, change::delete_people_list))
        .routes(routes!(members::add_people_to_list))
        .routes(routes!(members::take_people_off_list))
}

/// A set of persons.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeopleList {
    /// The id.
    id: PeopleListKey,
    /// What it is.
    #[schema(value_type = schema::PeopleListKind)]
    kind: PeopleListKind,
    /// The name.
    name: String,
    /// How many persons it has.
    persons: u64,
    /// When it was made.
    created_at: Moment,
}

impl From<PeopleListRow> for PeopleList {
    fn from(PeopleListRow { id, kind, name, persons, created_at }: PeopleListRow) -> Self {
        Self { id: id.into(), kind, name, persons, created_at: created_at.into() }
    }
}

/// Which sets are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleListParams {
    /// Selections or projects.
    #[param(value_type = schema::PeopleListKind)]
    kind: PeopleListKind,
}

/// A set of persons to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPeopleListInput {
    /// What it is.
    #[schema(value_type = schema::PeopleListKind)]
    kind: PeopleListKind,
    /// The name, unique among those of its kind.
    name: String,
    /// The persons that it is made with, at most 1,000.
    #[serde(default)]
    persons: Vec<PersonKey>,
}

/// Another name of a set of persons.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PeopleListNameInput {
    /// The name, unique among those of its kind.
    name: String,
}

/// How many persons were added or taken out.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedMembers {
    /// Them.
    persons: u64,
}
