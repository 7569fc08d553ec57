//! What a receiver sees of mail from an address.

use domain::preflight::{Aspect, Level, Sight, Sighting};
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// What a receiver sees of mail from an address.
#[derive(Serialize, ToSchema)]
#[schema(as = SeenByReceiver)]
pub(crate) struct Seen {
    /// The address that he sees it come from: the operator's, where it leaves from that.
    from: String,
    /// SPF, DKIM, DMARC, the host's name and encryption, in this order; empty where no mail leaves from the address.
    sights: Vec<SeenPoint>,
    /// Attempts at the newest mail from the address that spoke with a server.
    attempts: u64,
    /// Those of them over connections without encryption.
    plain: u64,
}

/// One thing that a receiver looks at.
#[derive(Serialize, ToSchema)]
#[schema(as = SeenByReceiverPoint)]
pub(crate) struct SeenPoint {
    /// What.
    #[schema(value_type = schema::Aspect)]
    aspect: Aspect,
    /// What he finds.
    #[schema(value_type = schema::Sighting)]
    sighting: Sighting,
    /// How grave it is.
    #[schema(value_type = schema::Level)]
    level: Level,
}

impl From<flows::preflight::Seen> for Seen {
    fn from(seen: flows::preflight::Seen) -> Self {
        let point = |Sight { aspect, sighting, level }| SeenPoint { aspect, sighting, level };
        Self {
            from: seen.from.to_string(),
            sights: seen.sights.into_iter().map(point).collect(),
            attempts: seen.spoken.attempts,
            plain: seen.spoken.plain,
        }
    }
}
