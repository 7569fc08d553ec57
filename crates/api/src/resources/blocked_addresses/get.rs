//! One address with the evidence.

use axum::Json;
use axum::extract::State;
use domain::blocks::AddressDeed;
use domain::org::Actor;
use domain::returns::ReturnClass;
use domain::{EmailAddress, Problem};
use serde::Serialize;
use store::returns::{Judged, ReturnRow};
use utoipa::ToSchema;

use super::BlockedAddress;
use super::trial::AddressTrial;
use crate::extract::{ById, Ids};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::resources::persons::AddressDecision;
use crate::rights::{self, May};
use crate::schema::{IntakeKey, Moment, OutboxKey, PersonKey, StandingKey};
use crate::state::Api;

/// Returns that are shown of one address.
const RETURNS_SHOWN: u64 = 50;

/// An address, and what came back from it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// The address.
    #[serde(flatten)]
    listed: BlockedAddress,
    /// The name of whoever blocked it or took the block away, also of one who is not active any more; null for a return.
    changed_by_name: Option<String>,
    /// Its trial; null where it is not on trial.
    trial: Option<AddressTrial>,
    /// Whether it is free and known for what it was blocked last, so that it can be blocked so again.
    can_block_again: bool,
    /// Mails that may come back before the next one blocks.
    accepted_returns: u32,
    /// The newest mails that came back, at most 50.
    history: Vec<ReturnedMail>,
    /// The newest decisions about it, at most 50.
    changes: Vec<AddressDecision>,
    /// The person whose address it is; null where it is nobody's who is known.
    holder: Option<AddressHolder>,
}

/// The person who has an address.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressHolder {
    /// The person.
    id: PersonKey,
    /// The name.
    name: String,
}

/// A mail that came back.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnedMail {
    /// When that became known.
    at: Moment,
    /// How: `smtp` while it was sent, `report` or `complaint` later.
    source: &'static str,
    /// How it was judged.
    #[serde(flatten)]
    verdict: ReturnVerdict,
    /// The host's words.
    words: String,
    /// The host.
    host: Option<String>,
    /// Where its owner has moved to, as the words say; nobody has proved it.
    new_address: Option<String>,
    /// What followed for the address: `blocked`, `counted`, `none`, or `held` where many others like it came from the
    /// same provider at that time.
    effect: &'static str,
    /// The mail, in the outbox.
    outbox_id: Option<OutboxKey>,
    /// The report, in the inbox queue.
    intake_id: Option<IntakeKey>,
}

/// How a mail that came back was judged.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnVerdict {
    /// Its class.
    class: &'static str,
    /// Whose fault it is, one of the scopes of docs/returns.md; of one that was given up, that of what stood in the way.
    fault: &'static str,
    /// What stood in the way of one that was given up for want of time.
    cause: Option<&'static str>,
    /// `hard`, `soft` or `none`.
    kind: &'static str,
    /// `low`, `medium` or `high`.
    confidence: &'static str,
    /// The rule that decided.
    rule: String,
    /// The set that the rule is of with its version, as `address/2`; `own` for an own rule, null where no rule decided
    /// or it is not known.
    rules: Option<String>,
    /// The words that the rule matched.
    matched: String,
}

impl From<Judged> for ReturnVerdict {
    fn from(judged: Judged) -> Self {
        Self {
            class: judged.class.as_str(),
            fault: judged.scope().as_str(),
            cause: judged.cause.map(ReturnClass::as_str),
            kind: judged.kind.as_str(),
            confidence: judged.confidence.as_str(),
            rule: judged.rule,
            rules: judged.rules,
            matched: judged.matched,
        }
    }
}

impl From<ReturnRow> for ReturnedMail {
    fn from(ReturnRow { told, counted, blocked, incident_id, .. }: ReturnRow) -> Self {
        let moved = told.judged.class == ReturnClass::MailboxMoved;
        let old = told.address.as_slice();
        let new_address = moved.then(|| flows::returns::new_address(&told.words, old)).flatten();
        Self {
            new_address: new_address.map(|address| address.to_string()),
            at: told.at.into(),
            source: told.source.as_str(),
            verdict: told.judged.into(),
            words: told.words,
            host: told.host,
            effect: match (blocked, incident_id, counted) {
                (true, _, _) => "blocked",
                (false, Some(_), _) => "held",
                (false, None, true) => "counted",
                (false, None, false) => "none",
            },
            outbox_id: told.outbox_id.map(Into::into),
            intake_id: told.intake_id.map(Into::into),
        }
    }
}

/// Get a blocked address with its evidence
#[utoipa::path(get, path = "/blocked-addresses/{id}", tag = "returns", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Evidence, description = "The address and what came back from it."), OfOne))]
pub(crate) async fn get_blocked_address(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<StandingKey>,
) -> Answer<Evidence> {
    let (conn, organisation) = (api.conn(), actor.organisation);
    let row = store::standings::find(&conn, organisation, id.into()).await?;
    let row = row.ok_or_else(|| Problem::not_found("blocked address"))?;
    let history = store::returns::list_of_address(&conn, organisation, &row.address, RETURNS_SHOWN).await?;
    let accepted_returns = store::standings::accepted_returns(&conn, organisation).await?;
    let changes =
        store::address_changes::list_of_address(&conn, organisation, &row.address, RETURNS_SHOWN).await?;
    let lifted = store::standings::lifted_block(&conn, organisation, row.id).await?;
    let was_blocked = changes.iter().any(|told| told.change.deed == AddressDeed::Blocked);
    let can_block_again = row.block.is_none() && (lifted.is_some() || was_blocked);
    let history = history.into_iter().map(Into::into).collect();
    let changes = changes.into_iter().map(Into::into).collect();
    let holder = holder(&api, &actor, &row.address).await?;
    let by: Vec<_> = row.changed_by.into_iter().chain(row.trial.map(|trial| trial.by)).collect();
    let names = store::users::names(&conn, organisation, &by).await?;
    let changed_by_name = row.changed_by.and_then(|user| names.get(&user).cloned());
    let trial = row.trial.map(|trial| AddressTrial::of(trial, &names));
    let listed = BlockedAddress::of(row, api.office().now());
    Ok(Json(Evidence {
        listed,
        changed_by_name,
        trial,
        can_block_again,
        accepted_returns,
        history,
        changes,
        holder,
    }))
}

/// The person who has the address.
async fn holder(api: &Api, actor: &Actor, address: &EmailAddress) -> Result<Option<AddressHolder>, Refusal> {
    let (conn, organisation) = (api.conn(), actor.organisation);
    let found = store::persons::find_by_address(&conn, organisation, address).await?;
    let Some((id, _)) = found else { return Ok(None) };
    let person = store::persons::find(&conn, organisation, id).await?;
    Ok(person.map(|person| AddressHolder { id: person.id.into(), name: person.name }))
}
