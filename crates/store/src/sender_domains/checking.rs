//! Looks at DNS: claims over the nodes, and what each came to.

use domain::sender_domain::{Findings, SenderDomainState};
use domain::{DkimKeyId, OrganisationId, SenderDomainId, Timestamp};
use sea_orm::sea_query::ExprTrait;

use super::keys;
use crate::sql::{self, Stored, col, is, json};
use crate::{Claim, StoreError, Tx};

/// A domain that is to be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueCheck {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The domain.
    pub id: SenderDomainId,
}

/// What a look came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The version of the domain that was looked at.
    pub version: i64,
    /// What was found; of the version after this one where keys take over.
    pub findings: Findings,
    /// Where the domain stands.
    pub state: SenderDomainState,
    /// Looks in a row at which the key was missing.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// Since when it is live.
    pub live_since: Option<Timestamp>,
    /// When it was switched off.
    pub switched_off_at: Option<Timestamp>,
    /// Since when somebody waits for a record to be seen.
    pub watched_since: Timestamp,
    /// The present.
    pub at: Timestamp,
    /// When it is looked at next.
    pub check_at: Timestamp,
    /// Keys whose records were seen.
    pub published: Vec<DkimKeyId>,
    /// Keys whose records are no longer seen: nothing is signed with them until they are again.
    pub unseen: Vec<DkimKeyId>,
    /// Retired keys whose records are gone: nothing is left of them.
    pub gone: Vec<DkimKeyId>,
    /// Whether the keys that wait take over.
    pub switches: bool,
}

/// Claims domains of all organisations that are to be looked at. Index `sender_domains_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<DueCheck>, StoreError> {
    let mut statement = sql::claim("sender_domains", "check_at", claim);
    statement.returning_all();
    let claimed = tx.returning(&statement).await?;
    claimed.iter().map(|row| Ok(DueCheck { organisation: row.id("org_id")?, id: row.id("id")? })).collect()
}

/// Writes down what a look came to; `false` when the domain is another by now, and nothing was.
pub async fn record(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    checked: &Checked,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("sender_domains", org, id);
    // Keys that took over are another wish: a look that set out before them counts no more.
    let version = checked.version.saturating_add(i64::from(checked.switches));
    statement
        .value("version", version)
        .value("findings", json(&checked.findings)?)
        .value("state", checked.state.as_str())
        .value("failures", checked.failures.stored())
        .value("failing_since", checked.failing_since.stored())
        .value("live_since", checked.live_since.stored())
        .value("switched_off_at", checked.switched_off_at.stored())
        .value("watched_since", checked.watched_since.stored())
        .value("checked_at", checked.at.stored())
        .value("check_at", checked.check_at.stored())
        .value("lease_owner", None::<String>)
        .and_where(col("archived_at").is_null())
        .and_where(is("version", checked.version));
    if !super::done(tx, org, &statement).await? {
        return Ok(false);
    }
    keys::note_published(tx, org, &checked.published, checked.at).await?;
    keys::note_unseen(tx, org, &checked.unseen).await?;
    keys::note_generation(tx, org, id).await?;
    keys::delete_retired(tx, org, &checked.gone).await?;
    if checked.switches {
        keys::switch(tx, (org, id), checked.at).await?;
    }
    Ok(true)
}
