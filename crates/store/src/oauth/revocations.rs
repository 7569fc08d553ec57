//! Tokens that a provider is asked to forget (RFC 7009). Table `oauth_revocations`. Best effort: what nobody
//! uses any more ends by itself, later.

use domain::{OauthApplicationId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Query};

use super::applications;
use super::grants::{self, Held};
use crate::row::Columns;
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Claim, StoreError, Tx};

/// A token to be forgotten.
pub struct Revocation {
    /// The row's number.
    pub id: i64,
    /// The tenant.
    pub organisation: OrganisationId,
    /// Whose token it is.
    pub application: OauthApplicationId,
    /// Where it was to be revoked when it was given up; to no other place it is sent.
    pub endpoint: String,
    /// The token; `None` where it cannot be opened.
    pub token: Option<Secret>,
    /// Tries so far.
    pub attempts: u32,
}

/// Has a grant's token forgotten, where the provider takes that, and where no other grant hangs on it.
pub(super) async fn insert(tx: &Tx, org: OrganisationId, held: &Held) -> Result<(), StoreError> {
    let application = applications::find(tx, org, held.row.application).await?;
    let endpoint = application.map(|application| application.settings.endpoints.revocation);
    let Some(endpoint) = endpoint.filter(|endpoint| !endpoint.is_empty()) else { return Ok(()) };
    if grants::has_another(tx, &held.row).await? {
        return Ok(());
    }
    let id = tx.new_id::<()>();
    let shared = tx.shared();
    let sealed = shared.vault.seal(&vault_name(id.get()), &held.refresh, shared.entropy.as_ref())?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("application_id", held.row.application)
        .with("endpoint", endpoint)
        .with("sealed_token", sealed)
        .with("attempts", 0_i64)
        .with("due_at", tx.now());
    tx.execute(&sql::insert("oauth_revocations", [row])).await?;
    Ok(())
}

/// Claims those of all organisations that are due. Index `oauth_revocations_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<Revocation>, StoreError> {
    let mut statement = sql::claim("oauth_revocations", "due_at", claim);
    statement.value("attempts", col("attempts").add(1)).returning_all();
    let place = Columns("oauth_revocations");
    let mut claimed = Vec::new();
    for row in tx.returning(&statement).await? {
        let id = row.number("id")?;
        let sealed = row.bytes_or_none("sealed_token")?.unwrap_or_default();
        claimed.push(Revocation {
            id,
            organisation: row.id("org_id")?,
            application: row.id("application_id")?,
            endpoint: row.text("endpoint")?,
            // One that cannot be opened holds up nobody else's.
            token: tx.shared().vault.open(&vault_name(id), &sealed).ok(),
            attempts: row.small(place.at("attempts"))?,
        });
    }
    Ok(claimed)
}

/// It is done, or given up.
pub async fn delete(tx: &Tx, org: OrganisationId, id: i64) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_revocations").and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&statement).await?;
    Ok(())
}

/// It is tried again then.
pub async fn put_off(tx: &Tx, org: OrganisationId, id: i64, until: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement.table("oauth_revocations").value("due_at", until.stored());
    statement.and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&statement).await?;
    Ok(())
}

fn vault_name(id: i64) -> String {
    format!("oauth_revocations/{id}")
}
