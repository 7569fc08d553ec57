//! Why a mail is from whom it is, and takes the way that it takes.

use domain::compose::FromKind;
use flows::outbox::Reasons;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// Why a mail is from whom it is, and takes the way that it takes.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxReasons {
    /// From whose address it is.
    #[schema(value_type = schema::FromKind)]
    from_kind: FromKind,
    /// Who decided that: `message`, `template`, `organisation`, `mailbox`, or `automatic` where a program wrote it;
    /// `template_archived`, `template_of_others` or `organisation_of_others` where a sender was passed over;
    /// null for mail from before this was written down.
    sender_because: Option<String>,
    /// `direct` or `relay`.
    transport: String,
    /// Whose server it is, which is the reason: `user`, `domain`, `organisation` or `installation`; `chosen` where
    /// somebody chose it.
    way_because: String,
    /// The address that decided.
    way_from: Option<String>,
    /// Whether it was tried that way; else it would be chosen so at this moment.
    way_taken: bool,
    /// Who chose it, where somebody did.
    way_chosen_by_name: Option<String>,
    /// The name of the server, where the way is a relay; null without one, and where none was spoken to.
    way_server: Option<String>,
}

impl From<Reasons> for OutboxReasons {
    fn from(Reasons { from_kind, sender_because, way }: Reasons) -> Self {
        Self {
            from_kind,
            sender_because,
            transport: way.transport,
            way_because: way.because,
            way_from: way.from,
            way_taken: way.taken,
            way_chosen_by_name: way.chosen_by,
            way_server: way.server,
        }
    }
}
