//! What a user chose about the interface, as JSON that only the interface understands.

mod get;
mod list;
mod put;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_preferences))
        .routes(routes!(get::get_preference, put::put_preference))
}

/// The parameter `{name}` of a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the API document alone; `Ids` reads the path")]
pub(crate) struct ByName {
    /// The preference's name: small letters, digits, dots, dashes and underscores, at most 60.
    #[param(pattern = "^[a-z0-9._-]{1,60}$")]
    name: String,
}

/// One choice.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preference {
    /// Its name.
    name: String,
    /// Its value; null where it is not set.
    value: Value,
}

impl Preference {
    /// What is stored; text that is no JSON counts as not set.
    fn of(name: String, value: Option<&str>) -> Self {
        let value = value.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
        Self { name, value }
    }
}

/// A value to be kept.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PreferenceInput {
    /// Any JSON, at most 8 KiB; null forgets it.
    #[serde(default)]
    value: Value,
}
