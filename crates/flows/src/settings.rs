//! All settings of an organisation in one place: what each is, what it is by default, who changed it last, and, where
//! it is a plain value, changed by its name. The rules on values are those of the part that a setting belongs to; what
//! the operator set for the whole installation stands beside them, to be read.

mod catalogue;
mod changing;
mod values;

use domain::audit::Origin;
use domain::{Actor, Problem, Timestamp, UserId};
use serde_json::Value;
use store::audit::AuditEntry;

use crate::office::Office;
use crate::problem;

pub use catalogue::{Group, Kind, NAMES, Place, Unit};
pub use changing::set;

/// The last changes that are looked through for who changed a setting.
const CHANGES_MAX: u32 = 500;

/// One setting as it is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct Setting {
    /// The stable name.
    pub name: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// What it holds.
    pub kind: Kind,
    /// What it is; null for nothing.
    pub value: Value,
    /// What it is until somebody sets it; null for nothing.
    pub default: Value,
    /// Where it is changed.
    pub place: Place,
    /// Who changed it last; `None` where nobody did, as far as that is remembered.
    pub changed: Option<LastChange>,
}

/// Who changed a setting last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastChange {
    /// When.
    pub at: Timestamp,
    /// Who; nobody where it was the operator or Posthus itself.
    pub user: Option<UserId>,
    /// His name then.
    pub user_name: String,
    /// By what means.
    pub origin: Origin,
}

/// All of them, group by group.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Setting>, Problem> {
    let values = values::of_organisation(office, actor).await.map_err(problem::from_store)?;
    let changes = last_changes(office, actor).await?;
    let shown = |one: &catalogue::Entry| {
        let (value, default) = values.of(one);
        Setting {
            name: one.name,
            group: one.group,
            kind: one.kind_in(office),
            value,
            default,
            place: one.place,
            changed: one.recorded.and_then(|recorded| last_change(&changes, recorded)),
        }
    };
    Ok(catalogue::ENTRIES.iter().map(shown).collect())
}

async fn last_changes(office: &Office, actor: &Actor) -> Result<Vec<AuditEntry>, Problem> {
    let conn = office.store().read();
    let mut all = Vec::new();
    for kind in [domain::audit::AuditKind::Setting, domain::audit::AuditKind::Organisation] {
        let found = store::audit::latest(&conn, actor.organisation, kind, CHANGES_MAX).await;
        all.extend(found.map_err(problem::from_store)?);
    }
    Ok(all)
}

/// The last change of a field; of all fields of a structure where `field` is empty.
fn last_change(changes: &[AuditEntry], recorded: catalogue::Recorded) -> Option<LastChange> {
    let (kind, key, field) = recorded;
    let is_of = |entry: &&AuditEntry| {
        entry.record.kind == kind
            && (key.is_empty() || entry.record.key == key)
            && (field.is_empty() || entry.fields.iter().any(|change| is_within(&change.field, field)))
    };
    changes.iter().find(is_of).map(|entry| LastChange {
        at: entry.at,
        user: entry.user,
        user_name: entry.user_name.clone(),
        origin: entry.origin,
    })
}

fn is_within(told: &str, field: &str) -> bool {
    told == field || told.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'))
}
