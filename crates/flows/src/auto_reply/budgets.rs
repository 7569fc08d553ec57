//! The budgets of automatic replies: per address, per case, and one for the storm.

use domain::{CaseId, EmailAddress, OrganisationId, Timestamp};
use policy::auto_reply::Silence;
use policy::budget::Budget;
use store::budgets::Asking;
use store::events::{self, Change};
use store::{StoreError, Tx};

use super::settings::AutoReplySettings;

/// The scope of an address's budget.
pub const SENDER: &str = "address";
/// That of a case's.
pub const CASE: &str = "case";
/// That of the organisation's.
pub const ORGANISATION: &str = "organisation";

/// Asks the budgets of a reply, the narrowest first: what one refuses costs the wider ones nothing.
/// `Some` is the reason why it is not sent.
pub(crate) async fn within(
    tx: &Tx,
    organisation: OrganisationId,
    settings: &AutoReplySettings,
    (to, case, now): (&EmailAddress, CaseId, Timestamp),
) -> Result<Option<Silence>, StoreError> {
    let (to, case) = (to.key(), case.to_string());
    let asked = [
        (SENDER, to.as_str(), AutoReplySettings::narrow(settings.per_address)),
        (CASE, case.as_str(), AutoReplySettings::narrow(settings.per_case)),
        (ORGANISATION, "", settings.storm()),
    ];
    for (scope, name, budget) in asked {
        if !grants(tx, organisation, (scope, name), (budget, now)).await? {
            return Ok(Some(Silence::Paused(scope)));
        }
    }
    Ok(None)
}

/// Asks one budget; a refusal is counted and told, so that the pause is seen.
pub(crate) async fn grants(
    tx: &Tx,
    organisation: OrganisationId,
    whose: (&str, &str),
    (budget, now): (Budget, Timestamp),
) -> Result<bool, StoreError> {
    let asking =
        Asking { first: budget.first(now), interval_ms: budget.interval_ms, last: budget.last(now), at: now };
    let row = store::budgets::ask(tx, organisation, whose, asking).await?;
    if budget.grants(row.full_at, now) {
        return Ok(true);
    }
    store::budgets::record_refusal(tx, organisation, row.id).await?;
    events::insert(tx, organisation, Change::settings());
    Ok(false)
}
