//! Whom mail makes known by itself.

mod get;
mod put;

use flows::people::Acquaintance;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_acquaintance, put::put_acquaintance))
}

/// Whom mail makes known by itself.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct AcquaintanceBody {
    /// Whether unknown senders become persons.
    persons: bool,
    /// Whether the domains of their addresses become companies.
    companies: bool,
}

impl From<Acquaintance> for AcquaintanceBody {
    fn from(Acquaintance { persons, companies }: Acquaintance) -> Self {
        Self { persons, companies }
    }
}
