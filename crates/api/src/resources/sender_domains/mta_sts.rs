//! The policy of MTA-STS that is served for a sender domain.

use axum::Json;
use axum::extract::State;
use domain::sender_domain::{StsFileState, StsServing, StsWarning};
use flows::sender_domains::StsView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::{self, Moment, SenderDomainKey};
use crate::state::Api;

/// The policy of MTA-STS that is served for a domain.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServedMtaSts {
    /// What it asks of those who bring the domain mail.
    #[schema(value_type = schema::StsServing)]
    serving: StsServing,
    /// Since when; null where nothing is served.
    since: Option<Moment>,
    /// The hosts that it names.
    exchangers: Vec<String>,
    /// Whether other hosts take mail for the domain by now.
    exchangers_differ: bool,
    /// The name that is to lead to this installation, as a CNAME or with its addresses.
    name: String,
    /// Where it is to lead.
    host: String,
    /// The text of the file; null where nothing is served.
    text: Option<String>,
    /// What the record at `_mta-sts.` before the domain is to say; null where nothing is served.
    record: Option<String>,
    /// Whether that record is in DNS.
    record_is_live: bool,
    /// What was found of the file; null while nobody looked.
    #[schema(value_type = Option<schema::StsFileState>)]
    state: Option<StsFileState>,
    /// The particulars: a line, a host, the server's words.
    detail: String,
    /// What it can be switched to.
    choices: Vec<MtaStsChoice>,
    /// When no server remembers any more what it was asked, while it ends.
    forgotten_at: Option<Moment>,
}

/// Something that it can be switched to.
#[derive(Serialize, ToSchema)]
pub(crate) struct MtaStsChoice {
    /// To what.
    #[schema(value_type = schema::StsServing)]
    serving: StsServing,
    /// What is to be known before; it is refused unless `warned` says so.
    #[schema(value_type = Vec<schema::StsWarning>)]
    warnings: Vec<StsWarning>,
}

/// What is to be served.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MtaStsInput {
    /// What it asks of those who bring the domain mail. `off` of a policy that is served begins its end.
    #[schema(value_type = schema::StsServing)]
    serving: StsServing,
    /// Whether what is to be known before is known; false when left out.
    warned: Option<bool>,
}

/// Get the policy of MTA-STS that is served for a domain
#[utoipa::path(get, path = "/sender-domains/{id}/mta-sts", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ServedMtaSts, description = "The policy."), OfOne))]
pub(crate) async fn get_served_mta_sts(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Answer<ServedMtaSts> {
    Ok(Json(flows::sender_domains::served_sts(api.office(), actor.organisation, id.into()).await?.into()))
}

/// Switch the policy of MTA-STS that is served for a domain
///
/// It is tested first, then enforced. The hosts that take mail for the domain are taken as DNS told them last; the same
/// again takes them anew. The record in DNS is to carry another id then.
#[utoipa::path(put, path = "/sender-domains/{id}/mta-sts", tag = "sender_domains", params(ById),
    request_body = MtaStsInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ServedMtaSts, description = "The policy as it is now."), OfOneInput))]
pub(crate) async fn put_served_mta_sts(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
    Input(MtaStsInput { serving, warned }): Input<MtaStsInput>,
) -> Answer<ServedMtaSts> {
    let wanted = (serving, warned.unwrap_or(false));
    flows::sender_domains::serve_sts(api.office(), &actor, id.into(), wanted).await?;
    Ok(Json(flows::sender_domains::served_sts(api.office(), actor.organisation, id.into()).await?.into()))
}

impl From<StsView> for ServedMtaSts {
    fn from(view: StsView) -> Self {
        let (text, record) = view.file.unzip();
        let (state, detail) = match view.found {
            Some(found) => (Some(found.state), found.detail),
            None => (None, String::new()),
        };
        let choice = |(serving, warnings)| MtaStsChoice { serving, warnings };
        Self {
            serving: view.served.serving,
            since: view.served.since.map(Into::into),
            exchangers: view.served.exchangers,
            exchangers_differ: view.exchangers_differ,
            name: view.name,
            host: view.host,
            text,
            record,
            record_is_live: view.record_is_live,
            state,
            detail,
            choices: view.choices.into_iter().map(choice).collect(),
            forgotten_at: view.forgotten_at.map(Into::into),
        }
    }
}
