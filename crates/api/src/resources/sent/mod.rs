//! Sent mail, as its authors look at it: one's own, or everybody's. Mail of cases that the user may not see is not there.

mod again;
mod details;
mod export;
mod list;
mod way;

use domain::Problem;
use domain::org::{Actor, Right};
use flows::compose;
use serde::Deserialize;
use store::outbox::{SentFilter, SentShelf};
use utoipa::IntoParams;

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_sent))
        .routes(routes!(details::get_sent))
        .routes(routes!(again::send_sent_again))
        .routes(routes!(again::write_sent_anew))
        .routes(routes!(way::list_sent_ways))
        .routes(routes!(way::choose_sent_way))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(export::export_sent))
}

/// Which sent mail a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SentFilters {
    /// Whether everybody's is shown, and what programs wrote, which needs the right to the outbox; else one's own.
    everybody: Option<bool>,
    /// One part alone: `all`, `sent`, `on_its_way`, `returned` or `stopped`.
    state: Option<String>,
}

impl SentFilters {
    /// What they ask for.
    async fn read(self, api: &Api, actor: &Actor) -> Result<SentFilter, Refusal> {
        let shelf = match self.state.as_deref() {
            None => SentShelf::All,
            Some(name) => SentShelf::from_name(name).ok_or_else(|| {
                let detail = "the state is all, sent, on_its_way, returned or stopped";
                Problem::invalid("state", "list.unknown_filter", detail)
            })?,
        };
        if self.everybody != Some(true) {
            return Ok(compose::own(api.office(), actor, shelf).await?);
        }
        if !actor.may(Right::Outbox) {
            return Err(Refusal::right_missing(Right::Outbox));
        }
        Ok(compose::everybodys(api.office(), actor, shelf).await?)
    }
}
