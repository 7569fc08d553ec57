//! What a person is asked who blocks an address by hand: whether he means one of the organisation's own, or one that is blocked
//! already for another reason.

use domain::blocks::{BlockReason, BlockScope};
use domain::{Actor, EmailAddress, OrganisationId, Problem};
use store::standings::{self, Block};
use store::{Conn, StoreError, mailboxes, users};

use super::actions::address_of;
use crate::office::Office;
use crate::problem;

/// Refuses what somebody who blocks an address may not have meant; whoever means it blocks it all the same.
///
/// # Errors
/// 409 for an address of the organisation's own that would get no mail any more, and for one that is blocked for as much, with the
/// reason; 422 for what is no address; 503 when the store does not answer.
pub async fn ask_before_block(
    office: &Office,
    actor: &Actor,
    (address, scope): (&str, BlockScope),
) -> Result<(), Problem> {
    let address = address_of(address)?;
    let conn = office.store().read();
    let asked = question(&conn, actor.organisation, (&address, scope)).await.map_err(problem::from_store)?;
    asked.map_or(Ok(()), |question| Err(question.with("address", address.to_string())))
}

async fn question(
    conn: &Conn,
    organisation: OrganisationId,
    (address, scope): (&EmailAddress, BlockScope),
) -> Result<Option<Problem>, StoreError> {
    if let Some(known) = standings::find_by_address(conn, organisation, address).await?
        && let Some(question) = known.block.and_then(|block| is_blocked(block, scope))
    {
        return Ok(Some(question));
    }
    // Mail to many goes to neither, and answers in cases and notices still do.
    if scope == BlockScope::Mailings {
        return Ok(None);
    }
    if users::find_active_by_address(conn, organisation, address).await?.is_some() {
        let detail = "a user signs in with this address, and would get no notice by mail any more; say that you mean it";
        return Ok(Some(Problem::conflict("address.of_user", detail)));
    }
    if mailboxes::is_own(conn, organisation, address).await? {
        let detail = "this is the address of a mailbox of your own, and would get no mail from here any more; say that you mean it";
        return Ok(Some(Problem::conflict("address.of_mailbox", detail)));
    }
    Ok(None)
}

/// The block of which the cause would be that a person said so, though it stops as much already. What he says beside a block that
/// stops more leaves that as it is.
fn is_blocked(before: Block, scope: BlockScope) -> Option<Problem> {
    if before.scope != scope {
        return None;
    }
    match before.reason {
        BlockReason::Returned | BlockReason::Limit => {
            let detail = "this address is blocked already, for what came back; blocked by hand, no mail from there lifts it";
            Some(Problem::conflict("address.blocked_by_returns", detail))
        }
        BlockReason::Imported => {
            let detail = "this address is blocked already, for the list of another service";
            Some(Problem::conflict("address.blocked_by_list", detail))
        }
        // It stays as it is.
        BlockReason::Hand => None,
    }
}
