//! What a saved view shows.

use domain::Problem;
use domain::org::Actor;
use serde::{Deserialize, Serialize};
use store::cases::CaseSort;
use utoipa::ToSchema;

use super::super::cases::CaseFilters;
use crate::extract::ListParams;
use crate::problem::Refusal;
use crate::state::Api;

/// The most columns that a view names.
const COLUMNS_MAX: usize = 40;
/// The longest name of a column, characters.
const COLUMN_CHARS_MAX: usize = 40;

/// What a saved view shows, in the words of the list's own parameters.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CaseViewSettings {
    /// Which cases.
    filter: CaseFilters,
    /// Only cases that hold this text.
    q: Option<String>,
    /// The column they are sorted by; the latest message when left out.
    sort: Option<String>,
    /// Whether the last comes first.
    descending: bool,
    /// Whether those with the same value of that column stand under a heading.
    grouped: bool,
    /// The columns that are shown, in their order; those of the user's own list when empty.
    columns: Vec<String>,
}

impl CaseViewSettings {
    /// What is stored; text that is none of a view's shows the usual list.
    pub(super) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The text to store, if a list can be shown by it.
    pub(super) async fn checked(self, api: &Api, actor: &Actor) -> Result<String, Refusal> {
        self.filter.clone().for_actor(api, actor).await?;
        let asked = ListParams { sort: self.sort.clone(), q: self.q.clone(), ..ListParams::default() };
        asked.into_query::<CaseSort>()?;
        let fits = |name: &String| !name.is_empty() && name.chars().count() <= COLUMN_CHARS_MAX;
        if self.columns.len() > COLUMNS_MAX || !self.columns.iter().all(fits) {
            let detail = format!("a view has at most {COLUMNS_MAX} columns with short names");
            return Err(Problem::invalid("columns", "case_view.columns", detail).into());
        }
        serde_json::to_string(&self).map_err(|_| flows::problem::internal("case_view.settings").into())
    }
}
