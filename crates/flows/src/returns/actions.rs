//! An address is blocked by hand, how many returns are accepted, how long a mail must stay with one on trial, and whether mail from
//! a blocked address lifts its block.

use domain::blocks::{BlockReason, BlockScope};
use domain::{Actor, EmailAddress, OrganisationId, Problem, StandingId, Timestamp, UserId};
use store::standings::{self, Block, NewStanding};
use store::{StoreError, Tx, address_changes};

use super::complaints;
use crate::office::Office;
use crate::{notify, problem};

/// The most returns that an organisation can accept.
pub const ACCEPTED_RETURNS_MAX: u32 = 100;
/// The longest that the mail of a trial has to stay, days: by then every server has given up.
pub const TRIAL_DAYS_MAX: u32 = 30;

/// Blocks an address by hand; one that is blocked for more stays so, and has beside its block what was said of it.
///
/// # Errors
/// What is no address; 503 when the store does not answer.
pub async fn block(
    office: &Office,
    actor: &Actor,
    (address, scope): (&str, BlockScope),
) -> Result<StandingId, Problem> {
    let address = address_of(address)?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let address = address.clone();
        Box::pin(async move { by_hand(tx, organisation, (address, scope), by).await })
    });
    written.await.map_err(problem::from_store)
}

/// What somebody typed as an address.
pub(super) fn address_of(typed: &str) -> Result<EmailAddress, Problem> {
    typed.trim().parse().map_err(|error: domain::AddressError| {
        Problem::invalid("address", "address.invalid", error.to_string()).with("address", typed.trim())
    })
}

/// What a person says stands whatever returns and lists say: a block of theirs that stops as much is his from then on, and one that
/// stops more has what he says beside it.
async fn by_hand(
    tx: &Tx,
    organisation: OrganisationId,
    (address, scope): (EmailAddress, BlockScope),
    (by, at): (UserId, Timestamp),
) -> Result<StandingId, StoreError> {
    standings::open(tx, organisation, &address).await?;
    let known = standings::find_by_address(tx, organisation, &address).await?;
    let before = known.as_ref().and_then(|known| known.block);
    // Who blocks an address that is on trial ends its trial, and takes nothing from its block.
    let wanted = before.map_or(scope, |before| before.scope.max(scope));
    let is_tried = known.as_ref().is_some_and(|known| known.trial.is_some());
    let is_his = |before: Block| (before.scope, before.reason) == (scope, BlockReason::Hand);
    let is_new = is_tried || before.is_none_or(|before| before.scope <= scope && !is_his(before));
    let block = is_new.then_some(Block { at, scope: wanted, reason: BlockReason::Hand });
    let new = NewStanding {
        returns: known.as_ref().map_or(0, |known| known.returns),
        well_at: known.and_then(|known| known.well_at),
        class: None,
        fault: None,
        rule: None,
        words: String::new(),
        host: None,
        by: block.is_some().then_some(by),
        address,
        at,
        block,
    };
    let id = standings::put(tx, organisation, &new).await?;
    if wanted == BlockScope::All && before.is_none_or(|before| before.scope < wanted) {
        Box::pin(notify::tell_colleague_blocked(tx, organisation, &new.address, at)).await?;
    }
    if scope < wanted {
        let decided = complaints::decided(tx, organisation, &new.address).await?;
        if complaints::no_mailings_by_hand(&decided).is_none() {
            address_changes::insert_no_mailings(tx, organisation, &new.address, Some(by)).await?;
        }
    }
    Ok(id)
}

/// What an organisation changes of what is done about mail that comes back; what is not said stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReturnsChange {
    /// How many mails may come back before the next one blocks their address; what was counted stays counted.
    pub accepted: Option<u32>,
    /// How many days a mail must stay with an address on trial.
    pub trial_days: Option<u32>,
    /// Whether a mail that is proved to be from a blocked address lifts a block that returns made.
    pub mail_lifts_blocks: Option<bool>,
}

/// Changes what is done about mail that comes back.
///
/// # Errors
/// A number out of range; 503 when the store does not answer.
pub async fn set_rules(office: &Office, actor: &Actor, change: ReturnsChange) -> Result<(), Problem> {
    let ReturnsChange { accepted, trial_days, mail_lifts_blocks } = change;
    if accepted.is_some_and(|accepted| !(1..=ACCEPTED_RETURNS_MAX).contains(&accepted)) {
        let detail = format!("between 1 and {ACCEPTED_RETURNS_MAX} mails may come back");
        let problem = Problem::invalid("accepted_returns", "returns.accepted", detail);
        return Err(problem.with("max", ACCEPTED_RETURNS_MAX.to_string()));
    }
    if trial_days.is_some_and(|days| !(1..=TRIAL_DAYS_MAX).contains(&days)) {
        let detail = format!("a mail stays with an address on trial for 1 to {TRIAL_DAYS_MAX} days");
        let problem = Problem::invalid("trial_days", "returns.trial_days", detail);
        return Err(problem.with("max", TRIAL_DAYS_MAX.to_string()));
    }
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if let Some(accepted) = accepted {
                standings::set_accepted_returns(tx, organisation, accepted).await?;
            }
            if let Some(days) = trial_days {
                standings::set_trial_days(tx, organisation, days).await?;
            }
            if let Some(lifts) = mail_lifts_blocks {
                standings::set_mail_lifts_blocks(tx, organisation, lifts).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    written.await.map_err(problem::from_store)
}
