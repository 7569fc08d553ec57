//! Filters ready to run, kept from one batch to the next: making a pattern ready costs more than
//! running it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::FilterId;
use policy::filter::Filter;
use store::filters::{FilterRow, FilterSettings};

/// Filters that are kept; beyond it all are made ready anew.
const KEPT_MAX: usize = 5_000;

/// What was made ready, by filter and by the settings that it was made of.
#[derive(Default)]
pub(super) struct ReadyFilters(Mutex<HashMap<FilterId, Made>>);

/// The settings it was made of, and the filter; `None` where it cannot run.
type Made = (FilterSettings, Option<Arc<Filter>>);

impl ReadyFilters {
    /// Filters in their order, ready. One that cannot be read any more matches nothing.
    pub(super) fn of(&self, rows: &[FilterRow]) -> Vec<Arc<Filter>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > KEPT_MAX {
            kept.clear();
        }
        let mut ready = Vec::with_capacity(rows.len());
        for row in rows {
            let known = kept.get(&row.id).filter(|(settings, _)| *settings == row.settings);
            let filter = match known {
                Some((_, filter)) => filter.clone(),
                None => {
                    let filter = make(row);
                    kept.insert(row.id, (row.settings.clone(), filter.clone()));
                    filter
                }
            };
            ready.extend(filter);
        }
        ready
    }
}

fn make(row: &FilterRow) -> Option<Arc<Filter>> {
    let made = Filter::new(row.id, &row.settings.name, &row.settings.rules);
    made.inspect_err(|error| tracing::warn!(filter.id = %row.id, %error, "a filter cannot run"))
        .ok()
        .map(Arc::new)
}
