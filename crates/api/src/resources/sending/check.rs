//! How well an address stands as a sender, before anything is sent from it.

use axum::Json;
use axum::extract::State;
use domain::EmailAddress;
use domain::outbox::TransportKind;
use domain::preflight::{Level, Point};
use flows::preflight::{Preflight, Sender, WayAhead};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::cases::address;
use super::super::shared::seen::Seen;
use crate::extract::{Params, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::schema;
use crate::state::Api;

/// Whose mail it would be.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The address.
    address: String,
    /// Whether it is the user's own, so that it leaves through the user's own server where there is one.
    own: Option<bool>,
    /// Whether each thing that a receiver looks at is wanted, too.
    seen: Option<bool>,
}

/// How well an address stands as a sender.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderCheck {
    /// The address.
    address: String,
    /// The gravest of the points.
    #[schema(value_type = schema::Level)]
    level: Level,
    /// What was found, the gravest first.
    points: Vec<SenderCheckPoint>,
    /// The address that mail leaves from instead; null where it leaves from this one, or not at all.
    rewritten_from: Option<String>,
    /// Whether its domain is among the sender domains, in whatever state.
    is_sender_domain: bool,
    /// The way that its mail takes, unless somebody chooses another for it; null where it is not sent.
    way: Option<SenderWay>,
    /// The largest mail that the outgoing server takes, octets, as it announced it last; null where nothing is known. A file grows
    /// by 37 percent in a mail.
    max_octets: Option<u64>,
    /// What a receiver sees, thing by thing; null unless it was asked for.
    seen: Option<Seen>,
}

/// The way that mail takes, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderWay {
    /// Straight to the receivers' servers, or through another server.
    #[schema(value_type = schema::TransportKind)]
    kind: TransportKind,
    /// Whose server it is, which is the reason: `user`, `domain`, `organisation` or `installation`.
    because: &'static str,
    /// The name of that server; null where it goes straight to the receivers'.
    server: Option<String>,
}

impl From<WayAhead> for SenderWay {
    fn from(WayAhead { kind, because, server }: WayAhead) -> Self {
        Self { kind, because: because.as_str(), server }
    }
}

/// One thing that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderCheckPoint {
    /// What.
    #[schema(value_type = schema::Point)]
    point: Point,
    /// How grave it is.
    #[schema(value_type = schema::Level)]
    level: Level,
}

/// Check a sender
///
/// What receivers will see of mail from an address: whether it is signed, what SPF and DMARC come to, and whether it
/// would be sent at all; and which way it takes. What DNS said is remembered for ten minutes.
#[utoipa::path(get, path = "/sender-check", tag = "transport", params(Asked),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = SenderCheck, description = "What was found."), OfList))]
pub(crate) async fn check_sender(
    State(api): State<Api>,
    signed_in: SignedIn,
    Params(asked): Params<Asked>,
) -> Answer<SenderCheck> {
    let read: EmailAddress = address("address", &asked.address)?;
    let actor = &signed_in.actor;
    let own_of = asked.own.unwrap_or(false).then_some(actor.user);
    let sender = Sender { organisation: actor.organisation, address: &read, own_of };
    let found = flows::preflight::of(api.office(), sender).await?;
    let seen = match asked.seen.unwrap_or(false) {
        true => Some(flows::preflight::seen(api.office(), sender).await?.into()),
        false => None,
    };
    let Preflight { level, points, rewritten_from, is_sender_domain, way, max_octets, .. } = found;
    Ok(Json(SenderCheck {
        address: read.to_string(),
        level,
        points: points.into_iter().map(|(point, level)| SenderCheckPoint { point, level }).collect(),
        rewritten_from: rewritten_from.map(|address| address.to_string()),
        is_sender_domain,
        way: way.map(Into::into),
        max_octets,
        seen,
    }))
}
