//! The ways out, and mail that is sent another way.

use axum::Json;
use axum::extract::State;
use domain::outbox::TransportKind;
use flows::outbox::{self, AnotherWay, Closed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::page::{Done, Rows};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::schema::{self, OutboxKey};
use crate::state::Api;

/// A way out that mail can take.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayOut {
    /// Which: through the organisation's server, as the installation sends, or straight to the recipients' domains.
    #[schema(value_type = schema::ChosenWay)]
    way: &'static str,
    /// The kind of transport that it is; null where the organisation has none.
    #[schema(value_type = Option<schema::TransportKind>)]
    kind: Option<TransportKind>,
    /// The organisation's server.
    host: Option<String>,
    /// Why mail cannot go so, where it cannot: there is none, or it takes the right to set outgoing servers.
    #[schema(value_type = Option<schema::WayClosed>)]
    closed: Option<&'static str>,
}

impl From<outbox::WayOut> for WayOut {
    fn from(out: outbox::WayOut) -> Self {
        let closed = out.closed.map(Closed::as_str);
        Self { way: out.way.as_str(), kind: out.kind, host: out.host, closed }
    }
}

/// Which way mail is to go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WayInput {
    /// The way.
    #[schema(value_type = schema::ChosenWay)]
    way: String,
    /// Why, for whoever reads the mail's timeline; at most 500 characters.
    #[serde(default)]
    why: String,
}

impl WayInput {
    /// What is wanted.
    pub(crate) fn read(self) -> Result<AnotherWay, Refusal> {
        let way = self.way.parse().map_err(|_| {
            let detail = "the way is organisation, installation or direct";
            domain::Problem::invalid("way", "outbox.way_unknown", detail)
        })?;
        Ok(AnotherWay { way, why: self.why })
    }
}

/// Mails that are to go another way.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MailsWayInput {
    /// The mails, at most 1,000.
    ids: Vec<OutboxKey>,
    /// The way.
    #[serde(flatten)]
    way: WayInput,
}

/// List the ways out of the outbox
#[utoipa::path(get, path = "/outbox/ways", tag = "outbox",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<WayOut>, description = "The ways, and which of them are open."), OfRight))]
pub(crate) async fn list_outbox_ways(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<WayOut>> {
    Ok(Json(Rows::of(outbox::ways(api.office(), &actor).await?, Into::into)))
}

/// Send mail of the outbox another way
///
/// Mail that waits or failed is due at once, and goes the way that is named in place of the one that follows from its
/// sender, until somebody chooses another. What its author sends through a server of his own is his to change alone;
/// what a sender domain's own server takes, that of whoever sets outgoing servers.
#[utoipa::path(post, path = "/outbox/way", tag = "outbox", request_body = MailsWayInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn change_outbox_way(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(MailsWayInput { ids, way }): Input<MailsWayInput>,
) -> Answer<Done> {
    let ids: Vec<_> = ids.into_iter().map(Into::into).collect();
    Ok(Json(outbox::send_another_way(api.office(), &actor, &ids, way.read()?).await?.into()))
}
