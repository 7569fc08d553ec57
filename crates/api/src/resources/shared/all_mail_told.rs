//! A stop of all mail, as the timeline of a mail that waited for it tells it.

use domain::timeline;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::UserKey;

/// What somebody did to all mail of the organisation while a mail waited.
#[derive(Serialize, ToSchema)]
pub(crate) struct AllMailTold {
    /// `stopped`, `reworded` where somebody gave other words for the stop, or `went_on`.
    #[schema(value_type = String)]
    what: timeline::StopDeed,
    /// Who; null for the operator of the installation.
    user_id: Option<UserKey>,
    /// Why, in his words; empty where mail goes on.
    why: String,
}

impl From<timeline::AllMailTold> for AllMailTold {
    fn from(timeline::AllMailTold { what, user_id, why }: timeline::AllMailTold) -> Self {
        Self { what, user_id: user_id.map(Into::into), why }
    }
}
