//! All settings of an organisation in one place: what each is, what it is by default, who changed it last, and, where
//! it is a plain value, changed by its name. The rules on values are those of the part that a setting belongs to; what
//! the operator set for the whole installation stands beside them, to be read.

mod catalogue;
mod changing;
mod edit;
mod values;

use domain::audit::Origin;
use domain::{Actor, Problem, Timestamp, UserId};
use serde_json::Value;
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;

pub use catalogue::{Group, Kind, NAMES, Place, Unit};
pub use changing::set;
pub use edit::Edit;

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
    let conn = office.store().read();
    let mut shown = Vec::with_capacity(catalogue::ENTRIES.len());
    for one in catalogue::ENTRIES {
        let changed = match one.recorded {
            Some(recorded) => last_change(&conn, actor, recorded).await.map_err(problem::from_store)?,
            None => None,
        };
        let (value, default) = values.of(one);
        shown.push(Setting {
            name: one.name,
            group: one.group,
            kind: one.kind_in(office),
            value,
            default,
            place: one.place,
            changed,
        });
    }
    Ok(shown)
}

/// The last change of a field; of all fields of a structure where that is named by none.
async fn last_change(
    conn: &Conn,
    actor: &Actor,
    (kind, key, field): catalogue::Recorded,
) -> Result<Option<LastChange>, StoreError> {
    let found = store::audit::last_of(conn, actor.organisation, (kind, key), field).await?;
    Ok(found.map(|entry| LastChange {
        at: entry.at,
        user: entry.user,
        user_name: entry.user_name,
        origin: entry.origin,
    }))
}
