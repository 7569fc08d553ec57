//! Users made and changed.

use std::collections::BTreeSet;

use domain::audit::AuditKind;
use domain::org::Theme;
use domain::{CategoryId, OrganisationId, RoleId, Timestamp, UserId};
use sea_orm::sea_query::Query;

use super::{CATEGORIES, NewUser, Pairs, ROLES, UserChange};
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{StoreError, Tx, audit};

/// Makes a user; [`StoreError::Duplicate`] when the organisation has the address.
pub async fn insert(tx: &Tx, org: OrganisationId, user: &NewUser) -> Result<UserId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::User, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", user.name.as_str())
        .with("name_key", sort_key(&user.name))
        .with("address", &user.address)
        .with("address_key", user.address.key())
        .with("password_hash", user.password_hash.as_str())
        .with("language", user.language.as_str())
        .with("theme", Theme::default().as_str())
        .with("active", true)
        .with("created_at", user.at);
    tx.execute(&sql::insert("users", [row])).await?;
    set_roles(tx, org, id, &user.role_ids).await?;
    set_categories(tx, org, id, &user.category_ids).await?;
    Ok(id)
}

/// Changes a user; `false` when there is none, [`StoreError::Duplicate`] when another has the address.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    change: &UserChange,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::User, id)).await?;
    let mut statement = sql::update("users", org, id);
    // Written over itself, so that there is always a column to set.
    statement.value("id", col("id"));
    if let Some(name) = &change.name {
        statement.value("name", name.as_str()).value("name_key", sort_key(name));
    }
    if let Some(address) = &change.address {
        statement.value("address", address.to_string()).value("address_key", address.key());
    }
    if let Some(active) = change.active {
        statement.value("active", active);
    }
    if let Some(language) = change.language {
        statement.value("language", language.as_str());
    }
    if let Some(theme) = change.theme {
        statement.value("theme", theme.as_str());
    }
    if let Some(hash) = &change.password_hash {
        statement.value("password_hash", hash.as_str());
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(roles) = &change.role_ids {
        set_roles(tx, org, id, roles).await?;
    }
    if let Some(categories) = &change.category_ids {
        set_categories(tx, org, id, categories).await?;
    }
    Ok(true)
}

/// Notes that he signed in.
pub async fn record_sign_in(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = sql::update("users", org, id);
    statement.value("last_sign_in_at", at.stored());
    tx.execute(&statement).await?;
    Ok(())
}

async fn set_roles(tx: &Tx, org: OrganisationId, user: UserId, roles: &[RoleId]) -> Result<(), StoreError> {
    set_references(tx, org, user, (ROLES, roles.iter().map(|id| id.get()).collect())).await
}

async fn set_categories(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    categories: &[CategoryId],
) -> Result<(), StoreError> {
    set_references(tx, org, user, (CATEGORIES, categories.iter().map(|id| id.get()).collect())).await
}

async fn set_references(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    ((table, column), ids): (Pairs, BTreeSet<i64>),
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table(table).and_where(is("org_id", org)).and_where(is("user_id", user));
    tx.execute(&statement).await?;
    if ids.is_empty() {
        return Ok(());
    }
    let row = |id| NewRow::default().with("org_id", org).with("user_id", user).with(column, id);
    tx.execute(&sql::insert(table, ids.into_iter().map(row))).await?;
    Ok(())
}
