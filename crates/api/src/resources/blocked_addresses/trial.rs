//! Puts blocked addresses on trial and ends their trials, and how a trial stands.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::UserId;
use flows::returns::AddressesDeed;
use serde::Serialize;
use store::standings::Trial;
use utoipa::ToSchema;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::{Moment, OutboxKey, StandingKey, UserKey};
use crate::state::Api;

/// The selected addresses.
type Selected = Selection<StandingKey>;

/// The trial of a blocked address: the next mail goes out to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressTrial {
    /// Since when.
    since: Moment,
    /// Who put it on trial, or sent it the mail that began it.
    by: UserKey,
    /// His name; null where it is not known.
    by_name: Option<String>,
    /// Whether it began with a mail that somebody sent all the same, as a server took it.
    by_mail: bool,
    /// The mail that goes out, in the outbox; null while none was found.
    outbox_id: Option<OutboxKey>,
    /// When a server took that mail; null while it is on its way.
    taken_at: Option<Moment>,
    /// When the trial ends: once a server took the mail the block is lifted then, else it stays.
    until: Moment,
}

impl AddressTrial {
    /// The trial, with the name of whoever began it.
    pub(crate) fn of(trial: Trial, names: &BTreeMap<UserId, String>) -> Self {
        Self {
            since: trial.since.into(),
            by: trial.by.into(),
            by_name: names.get(&trial.by).cloned(),
            by_mail: trial.began_with_mail(),
            outbox_id: trial.mail.map(|mail| mail.outbox_id.into()),
            taken_at: trial.mail.and_then(|mail| mail.taken_at).map(Into::into),
            until: trial.until.into(),
        }
    }
}

/// Put blocked addresses on trial
///
/// The next mail goes out to each. When a server took it and nothing came back for the days that the settings say, the block is
/// lifted; when it comes back, or no mail is found within 30 days, the block stays. An address that complained, or whose owner wants
/// no mailings, is refused.
#[utoipa::path(post, path = "/blocked-addresses/trial", tag = "returns", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn try_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids: Vec<_> = selected.ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::act(api.office(), &actor, (&ids, AddressesDeed::Trial)).await?.into()))
}

/// End the trials of blocked addresses
///
/// Their blocks stay as they are. A mail of a trial that is still under way meets its block like any other.
#[utoipa::path(post, path = "/blocked-addresses/trial/end", tag = "returns", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn end_address_trials(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids: Vec<_> = selected.ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::end_trials(api.office(), &actor, &ids).await?.into()))
}
