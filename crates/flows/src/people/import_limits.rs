//! How large a file of persons may be, as an organisation says.

use domain::limits::{IMPORT_MEGABYTES_MAX, JOB_ROWS_MAX};
use domain::{Actor, Problem};
use mail::contacts::{FILE_OCTETS_MAX, ROWS_MAX};
use serde::{Deserialize, Serialize};

use crate::office::Office;
use crate::problem;
use crate::settings::Edit;

/// How large a file of persons may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportLimits {
    /// Its rows or cards.
    pub rows: usize,
    /// Its size, megabytes of 1,048,576 octets.
    pub megabytes: usize,
}

impl Default for ImportLimits {
    fn default() -> Self {
        Self { rows: ROWS_MAX, megabytes: FILE_OCTETS_MAX / 1024 / 1024 }
    }
}

impl ImportLimits {
    /// Its size, octets.
    #[must_use]
    pub const fn octets(&self) -> usize {
        self.megabytes * 1024 * 1024
    }
}

const KEY: &str = "person_import";

/// The organisation's limits.
///
/// # Errors
/// When the store fails.
pub async fn import_limits(office: &Office, actor: &Actor) -> Result<ImportLimits, Problem> {
    let found = store::settings::find(&office.store().read(), Some(actor.organisation), KEY).await;
    Ok(found.map_err(problem::from_store)?.unwrap_or_default())
}

/// Sets them.
///
/// # Errors
/// 422 for less than one, or more than a job can take in.
pub async fn set_import_limits(
    office: &Office,
    actor: &Actor,
    limits: impl Into<Edit<ImportLimits>>,
) -> Result<(), Problem> {
    let limits: Edit<ImportLimits> = limits.into();
    limits.keep(office, actor.organisation, (KEY, check)).await
}

fn check(limits: ImportLimits) -> Result<(), Problem> {
    for (field, value, max) in
        [("rows", limits.rows, JOB_ROWS_MAX), ("megabytes", limits.megabytes, IMPORT_MEGABYTES_MAX)]
    {
        if !(1..=max).contains(&value) {
            let detail = format!("choose a number from 1 to {max}");
            return Err(Problem::invalid(field, "import.bounds", detail).with("max", max.to_string()));
        }
    }
    Ok(())
}
