//! An address is blocked by hand, and how many returns are accepted.

use domain::blocks::{BlockReason, BlockScope};
use domain::{Actor, EmailAddress, Problem, StandingId};
use store::standings::{self, Block, NewStanding};

use crate::office::Office;
use crate::problem;

/// The most returns that an organisation can accept.
pub const ACCEPTED_RETURNS_MAX: u32 = 100;

/// Blocks an address by hand; one that is blocked for more stays so.
///
/// # Errors
/// What is no address; 503 when the store does not answer.
pub async fn block(
    office: &Office,
    actor: &Actor,
    (address, scope): (&str, BlockScope),
) -> Result<StandingId, Problem> {
    let address: EmailAddress = address.trim().parse().map_err(|error: domain::AddressError| {
        Problem::invalid("address", "address.invalid", error.to_string())
    })?;
    let (organisation, by, at) = (actor.organisation, actor.user, office.now());
    let written = office.store().write(move |tx| {
        let address = address.clone();
        Box::pin(async move {
            standings::open(tx, organisation, &address).await?;
            let known = standings::find_by_address(tx, organisation, &address).await?;
            let before = known.as_ref().and_then(|known| known.block);
            let block = before.is_none_or(|before| before.scope < scope).then_some(Block {
                at,
                scope,
                reason: BlockReason::Hand,
            });
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
            standings::put(tx, organisation, &new).await
        })
    });
    written.await.map_err(problem::from_store)
}

/// Sets how many mails may come back before the next one blocks their address; what was counted stays counted.
///
/// # Errors
/// A number out of range; 503 when the store does not answer.
pub async fn set_accepted_returns(office: &Office, actor: &Actor, accepted: u32) -> Result<(), Problem> {
    if !(1..=ACCEPTED_RETURNS_MAX).contains(&accepted) {
        let detail = format!("between 1 and {ACCEPTED_RETURNS_MAX} mails may come back");
        let problem = Problem::invalid("accepted_returns", "returns.accepted", detail);
        return Err(problem.with("max", ACCEPTED_RETURNS_MAX.to_string()));
    }
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        Box::pin(async move { standings::set_accepted_returns(tx, organisation, accepted).await })
    });
    written.await.map_err(problem::from_store)
}
