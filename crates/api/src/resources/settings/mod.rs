//! All settings of the organisation in one place.

mod list;
mod set;

use domain::audit::Origin;
use flows::settings::{self, Kind, Place};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list::list_settings)).routes(routes!(set::set_setting))
}

/// The parameter `{name}` of a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the API document alone; `Ids` reads the path")]
pub(crate) struct BySetting {
    /// The setting's name, as in `bins.cases`.
    name: String,
}

/// A setting of the organisation, or of the whole installation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Setting {
    /// The stable name.
    name: String,
    /// Where it belongs.
    #[schema(value_type = schema::SettingGroup)]
    group: &'static str,
    /// What it holds: `flag`, `number`, `choice`, `text`, or `structure`, which has a page of its own.
    kind: String,
    /// Of a number, the least.
    min: Option<u32>,
    /// Of a number, the most.
    max: Option<u32>,
    /// Of a number, what it counts.
    #[schema(value_type = Option<schema::SettingUnit>)]
    unit: Option<&'static str>,
    /// Of a choice, what there is to choose from.
    choices: Vec<String>,
    /// What it is; null for nothing.
    value: Value,
    /// What it is until somebody sets it; null for nothing.
    default: Value,
    /// Where it is changed: `here`, on a `page` of its own, or in the `configuration` of the installation.
    place: String,
    /// The page's name, or the key in the configuration.
    place_name: Option<String>,
    /// Who changed it last; null where nobody did, as far as that is remembered.
    changed: Option<LastChange>,
}

/// Who changed a setting last.
#[derive(Serialize, ToSchema)]
pub(crate) struct LastChange {
    /// When.
    at: Moment,
    /// Who; null where it was the operator or Posthus itself.
    user_id: Option<UserKey>,
    /// His name then.
    user_name: String,
    /// By what means.
    #[schema(value_type = schema::AuditOrigin)]
    origin: &'static str,
}

impl From<settings::LastChange> for LastChange {
    fn from(change: settings::LastChange) -> Self {
        let origin: Origin = change.origin;
        Self {
            at: change.at.into(),
            user_id: change.user.map(Into::into),
            user_name: change.user_name,
            origin: origin.as_str(),
        }
    }
}

impl From<settings::Setting> for Setting {
    fn from(setting: settings::Setting) -> Self {
        let (kind, bounds, choices): (&str, _, &[&str]) = match setting.kind {
            Kind::Flag => ("flag", None, &[]),
            Kind::Number { min, max, unit } => ("number", Some((min, max, unit)), &[]),
            Kind::Choice(choices) => ("choice", None, choices),
            Kind::Text => ("text", None, &[]),
            Kind::Structure => ("structure", None, &[]),
        };
        let (place, place_name) = match setting.place {
            Place::Here => ("here", None),
            Place::Page(name) => ("page", Some(name.to_owned())),
            Place::Configuration(key) => ("configuration", Some(key.to_owned())),
        };
        Self {
            name: setting.name.to_owned(),
            group: setting.group.as_str(),
            kind: kind.to_owned(),
            min: bounds.map(|(min, ..)| min),
            max: bounds.map(|(_, max, _)| max),
            unit: bounds.map(|(.., unit)| unit.as_str()),
            choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
            value: setting.value,
            default: setting.default,
            place: place.to_owned(),
            place_name,
            changed: setting.changed.map(Into::into),
        }
    }
}
