//! How all mail of the organisation is sent.

use axum::Json;
use axum::extract::State;
use domain::Actor;
use domain::preflight::UnverifiedRule;
use flows::compose::{self, SendingInput, SendingRules};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::schema::{self, IdentityKey, nullable};
use crate::state::Api;

/// How all mail of the organisation is sent.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Sending {
    /// Whether the agent's name stands before the mailbox's: "Ingrid Solberg, Vestvik Energi". As it is when left out.
    #[schema(value_type = bool, required = false)]
    agent_name: Option<bool>,
    /// Whether users may write from their own addresses too; as it is when left out.
    #[schema(value_type = bool, required = false)]
    own_address: Option<bool>,
    /// Whether customers see no user at all, whatever the other two say: a mail has the name and the address of the mailbox or of
    /// the shared sender, and no user's signature. As it is when left out.
    #[schema(value_type = bool, required = false)]
    anonymous: Option<bool>,
    /// The shared sender that mail of a case is from unless its author or its template says otherwise; null for the
    /// mailbox of the case. As it is when left out.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<IdentityKey>)]
    identity_id: Option<Option<IdentityKey>>,
    /// What becomes of mail from a domain that is not proved to be the organisation's: it is sent with a warning, not
    /// sent, or sent from the operator's address. As it is when left out.
    #[schema(value_type = schema::UnverifiedRule, required = false)]
    unverified: Option<UnverifiedRule>,
    /// What at least becomes of it, as whoever runs the installation says; nothing that is sent along changes it.
    #[schema(value_type = schema::UnverifiedRule, required = false)]
    unverified_at_least: Option<UnverifiedRule>,
    /// What becomes of it as the organisation itself chose. Whoever sends back this and `unverified` as he read them chose
    /// nothing: what the operator says at least does not become the organisation's own choice by that.
    #[schema(value_type = schema::UnverifiedRule, required = false)]
    unverified_own: Option<UnverifiedRule>,
    /// Recipients of one mail that goes to distribution lists, 1 to 500; as it is when left out.
    list_recipients_max: Option<u32>,
}

async fn read(api: &Api, actor: &Actor) -> Answer<Sending> {
    let rules = compose::rules(api.office(), actor).await?;
    let own = compose::own_unverified(api.office(), actor).await?;
    Ok(Json(Sending::of(api, rules, own)))
}

impl Sending {
    fn of(api: &Api, rules: SendingRules, own: UnverifiedRule) -> Self {
        Self {
            unverified_own: Some(own),
            unverified_at_least: Some(api.office().settings().unverified),
            agent_name: Some(rules.agent_name),
            own_address: Some(rules.own_address),
            anonymous: Some(rules.anonymous),
            identity_id: Some(rules.identity_id.map(Into::into)),
            unverified: Some(rules.unverified),
            list_recipients_max: Some(rules.list_recipients_max),
        }
    }
}

/// Get how mail is sent
#[utoipa::path(get, path = "/sending", tag = "transport",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Sending, description = "The rules."), OfRight))]
pub(crate) async fn get_sending(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Sending> {
    read(&api, &actor).await
}

/// Change how mail is sent
///
/// What is left out stays as it is: whoever changes one rule sends that one alone, and takes back nothing that others changed.
#[utoipa::path(put, path = "/sending", tag = "transport", request_body = Sending,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Sending, description = "The rules as they are now."), OfInput))]
pub(crate) async fn put_sending(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<Sending>,
) -> Answer<Sending> {
    let Sending {
        agent_name,
        own_address,
        anonymous,
        identity_id,
        unverified,
        unverified_at_least: _,
        unverified_own,
        list_recipients_max,
    } = input;
    let input = SendingInput {
        agent_name,
        own_address,
        anonymous,
        identity_id: identity_id.map(|id| id.map(Into::into)),
        unverified: compose::chosen_unverified(api.office(), unverified, unverified_own),
        list_recipients_max,
    };
    compose::change_rules(api.office(), &actor, input).await?;
    read(&api, &actor).await
}
