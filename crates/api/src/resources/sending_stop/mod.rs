//! Whether an organisation's mail leaves: somebody can stop all of it.

mod get;
mod lift;
mod put;

use flows::outbox::{Stopped, Stopper};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::Moment;
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(
        get::list_sending_stops,
        put::put_sending_stop,
        lift::delete_sending_stop
    ))
}

/// A stop of all mail of the organisation: it waits in the outbox.
#[derive(Serialize, ToSchema)]
pub(crate) struct SendingStop {
    /// Whether the operator of the installation stopped it, who alone lets it go on.
    by_operator: bool,
    /// Who of the organisation did; null of the operator, and of somebody who is not here any more.
    user_name: Option<String>,
    /// Since when.
    at: Moment,
    /// Why.
    why: String,
    /// Who gave these words, where they are not the first ones; null where they are.
    reworded: Option<StopReworded>,
}

/// Who gave other words for a stop of all mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct StopReworded {
    /// Who of the organisation did; null of the operator, and of somebody who is not here any more.
    user_name: Option<String>,
    /// When.
    at: Moment,
}

impl From<Stopped> for SendingStop {
    fn from(Stopped { by_operator, user_name, at, why, reworded }: Stopped) -> Self {
        let reworded = reworded.map(|words| StopReworded { user_name: words.user_name, at: words.at.into() });
        Self { by_operator, user_name, at: at.into(), why, reworded }
    }
}

/// The stops that hold.
async fn stops(api: &Api, stopper: Stopper) -> Result<Rows<SendingStop>, Refusal> {
    Ok(Rows::of(flows::outbox::stops(api.office(), stopper.organisation).await?, Into::into))
}
