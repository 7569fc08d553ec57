//! Mailboxes made, changed and deleted.

use std::collections::HashSet;

use domain::audit::AuditKind;
use domain::mailbox::{Protocol, SignIn};
use domain::oauth::GrantOwner;
use domain::{EmailAddress, MailboxId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Query, UpdateStatement};

use super::MailboxSettings;
use super::deleted::{self, Meanwhile};
use super::read::vault_name;
use crate::events::{self, Change};
use crate::intake::sources;
use crate::oauth::grants;
use crate::sql::{self, NewRow, Stored, col, is, json};
use crate::{PasswordChange, StoreError, Tx, audit};

/// Makes a mailbox, due at once unless somebody must sign in with its provider first; [`StoreError::Duplicate`] when the address is taken.
/// Where one with this address was deleted, it is that one again, under its id, so that the cases and the mail that it left
/// behind are its own.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &MailboxSettings,
    password: Option<&Secret>,
    at: Timestamp,
) -> Result<MailboxId, StoreError> {
    if let Some(id) = deleted::find(tx, org, &settings.address).await?
        && deleted::restore(tx, org, id, (settings, password, at), Meanwhile::IsHistory).await?
    {
        return Ok(id);
    }
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("address", &settings.address)
        .with("address_key", settings.address.key())
        .with("display_name", settings.display_name.as_str())
        .with("protocol", settings.protocol.as_str())
        .with("host", settings.host.as_str())
        .with("port", settings.port)
        .with("security", settings.security.as_str())
        .with("username", settings.username.as_str())
        .with("sealed_password", password.map(|password| seal(tx, id, password)).transpose()?)
        .with("folder", settings.folder.as_str())
        .with("interval_s", settings.interval_s)
        .with("after_import", settings.after_import.as_str())
        .with("category_id", settings.category_id)
        .with("priority_id", settings.priority_id)
        .with("request_type_id", settings.request_type_id)
        .with("forwarding_address", settings.forwarding_address.as_ref())
        .with("language", settings.language.as_str())
        .with("active", settings.active)
        .with("created_at", at)
        .with("updated_at", at)
        .with("failures", 0_i64)
        .with("check_requested", false)
        .with("next_check_at", is_fetched(settings, false).then_some(at))
        .with("auto_reply", settings.rules.auto_reply)
        .with("reply_template_id", settings.rules.reply_template_id)
        .with("faq_folder", settings.rules.faq_folder.as_deref())
        .with("shown_fields", json(&settings.rules.shown_fields)?)
        .with("trusted_gateways", json(&settings.rules.trusted_gateways)?)
        .with("imports_automatic", settings.rules.imports_automatic)
        .with("import_from", settings.rules.import_from)
        .with("alarm_after_s", settings.rules.alarm_after_s)
        .with("history_until", at)
        .with("watch_due_at", can_be_watched(settings, false).then_some(at))
        .with("oauth_application_id", settings.sign_in.application());
    tx.execute(&sql::insert("mailboxes", [row])).await?;
    let address = [(&settings.address, false)];
    insert_addresses(tx, org, (id, receives(settings)), &address).await?;
    events::insert(tx, org, Change::mailbox(id));
    Ok(id)
}

/// Changes a mailbox and makes it due at once, unless somebody must sign in with its provider first; `false` when there is none,
/// [`StoreError::Duplicate`] when the address is taken.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    change: &MailboxUpdate,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let settings = &change.settings;
    let Some(before) = super::find(tx, org, id).await? else { return Ok(false) };
    let granted = grants::find(tx, org, GrantOwner::Mailbox(id)).await?.is_some();
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .value("address", settings.address.to_string())
        .value("address_key", settings.address.key())
        .value("display_name", settings.display_name.as_str())
        .value("protocol", settings.protocol.as_str())
        .value("host", settings.host.as_str())
        .value("port", settings.port.stored())
        .value("security", settings.security.as_str())
        .value("username", settings.username.as_str())
        .value("folder", settings.folder.as_str())
        .value("interval_s", settings.interval_s.stored())
        .value("after_import", settings.after_import.as_str())
        .value("category_id", settings.category_id.stored())
        .value("priority_id", settings.priority_id.stored())
        .value("request_type_id", settings.request_type_id.stored())
        .value("forwarding_address", settings.forwarding_address.as_ref().stored())
        .value("language", settings.language.as_str())
        .value("active", settings.active)
        // Later than the one before, so that its version is another one; what is due then is due at once all the same.
        .value("updated_at", change.at.max(before.updated_at.plus_millis(1)).stored())
        .value("next_check_at", is_fetched(settings, granted).then_some(change.at).stored())
        .value("auto_reply", settings.rules.auto_reply)
        .value("reply_template_id", settings.rules.reply_template_id.stored())
        .value("faq_folder", settings.rules.faq_folder.as_deref())
        .value("shown_fields", json(&settings.rules.shown_fields)?)
        .value("trusted_gateways", json(&settings.rules.trusted_gateways)?)
        .value("imports_automatic", settings.rules.imports_automatic)
        .value("import_from", settings.rules.import_from.stored())
        .value("alarm_after_s", settings.rules.alarm_after_s.stored())
        .value("alarmed_at", None::<i64>)
        // Whoever watches loses his lease, and the next one looks at the new settings.
        .value("watch_owner", None::<String>)
        .value("watch_state", None::<String>)
        .value("watch_failures", 0)
        .value("watch_due_at", can_be_watched(settings, granted).then_some(change.at).stored())
        .value("oauth_application_id", settings.sign_in.application().stored());
    let from_the_start = begin_anew(&mut statement, (&before.settings, settings), change.at);
    change_password(&mut statement, tx, id, &change.password)?;
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if from_the_start {
        sources::start_over(tx, org, id).await?;
    }
    let aliases = match &change.aliases {
        Some(aliases) => aliases.clone(),
        None => super::list_aliases(tx, org, id).await?,
    };
    rewrite_addresses(tx, org, (id, receives(settings)), (&settings.address, &aliases)).await?;
    events::insert(tx, org, Change::mailbox(id));
    Ok(true)
}

/// Whether the mailbox is read from the start by its new settings. Whoever fetches it by other ones loses his lease, and brings
/// nothing more; that goes on until its time, since two who are there at once would be in each other's way.
fn begin_anew(
    statement: &mut UpdateStatement,
    (before, after): (&MailboxSettings, &MailboxSettings),
    at: Timestamp,
) -> bool {
    let is_another = another_server(before, after);
    let from_the_start = is_another || before.rules.import_from != after.rules.import_from;
    if from_the_start {
        statement.value("history_until", at.stored());
    }
    if is_another {
        statement.value("generation", col("generation").add(1));
    }
    if from_the_start || is_visited_otherwise(before, after) {
        statement.value("lease_owner", None::<String>);
    }
    from_the_start
}

fn change_password(
    statement: &mut UpdateStatement,
    tx: &Tx,
    id: MailboxId,
    change: &PasswordChange,
) -> Result<(), StoreError> {
    match change {
        PasswordChange::Keep => {}
        PasswordChange::Clear => {
            statement.value("sealed_password", None::<Vec<u8>>.stored());
        }
        PasswordChange::Set(password) => {
            statement.value("sealed_password", seal(tx, id, password)?);
        }
    }
    Ok(())
}

/// What is written over a mailbox.
#[derive(Clone)]
pub struct MailboxUpdate {
    /// All settings.
    pub settings: MailboxSettings,
    /// What becomes of the password.
    pub password: PasswordChange,
    /// Its further addresses; `None` leaves them.
    pub aliases: Option<Vec<EmailAddress>>,
    /// The present.
    pub at: Timestamp,
}

/// Replaces its further addresses; [`StoreError::Duplicate`] when one is taken.
pub async fn set_aliases(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    aliases: &[EmailAddress],
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let Some(mailbox) = super::find(tx, org, id).await? else {
        return Ok(false);
    };
    let settings = &mailbox.settings;
    rewrite_addresses(tx, org, (id, receives(settings)), (&settings.address, aliases)).await?;
    events::insert(tx, org, Change::mailbox(id));
    Ok(true)
}

/// Deletes a mailbox: its mail stays, its addresses and password are gone. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: MailboxId, at: Timestamp) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .value("deleted_at", at.stored())
        .value("active", false)
        .value("next_check_at", None::<i64>)
        .value("watch_due_at", None::<i64>)
        .value("watch_owner", None::<String>)
        // Whoever fetches it brings nothing more.
        .value("lease_owner", None::<String>)
        .value("sealed_password", None::<Vec<u8>>.stored());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    delete_addresses(tx, org, id).await?;
    events::insert(tx, org, Change::mailbox(id));
    Ok(true)
}

fn seal(tx: &Tx, id: MailboxId, password: &Secret) -> Result<Vec<u8>, StoreError> {
    let shared = tx.shared();
    shared.vault.seal(&vault_name(id), password, shared.entropy.as_ref())
}

/// Whether its server, if it can, tells us of new mail.
fn can_be_watched(settings: &MailboxSettings, granted: bool) -> bool {
    is_fetched(settings, granted) && matches!(settings.protocol, Protocol::Imap)
}

/// Whether the numbers of its mails mean other mails from here on.
pub(super) fn another_server(before: &MailboxSettings, after: &MailboxSettings) -> bool {
    let place = |settings: &MailboxSettings| {
        (settings.protocol, settings.host.to_lowercase(), settings.username.clone())
    };
    place(before) != place(after)
}

/// Whether another folder is read, or something else becomes of what was imported.
fn is_visited_otherwise(before: &MailboxSettings, after: &MailboxSettings) -> bool {
    before.folder != after.folder || before.after_import != after.after_import
}

/// Whether somebody goes and fetches its mail; `granted` is whether its provider was signed in to.
fn is_fetched(settings: &MailboxSettings, granted: bool) -> bool {
    let may_sign_in = granted || settings.sign_in == SignIn::Password;
    settings.active && !receives(settings) && may_sign_in
}

/// Whether our listener takes mail for it.
fn receives(settings: &MailboxSettings) -> bool {
    matches!(settings.protocol, Protocol::Smtp)
}

async fn rewrite_addresses(
    tx: &Tx,
    org: OrganisationId,
    mailbox: (MailboxId, bool),
    (address, aliases): (&EmailAddress, &[EmailAddress]),
) -> Result<(), StoreError> {
    delete_addresses(tx, org, mailbox.0).await?;
    let mut seen = HashSet::from([address.key()]);
    let aliases = aliases.iter().filter(|alias| seen.insert(alias.key())).map(|alias| (alias, true));
    let all: Vec<_> = std::iter::once((address, false)).chain(aliases).collect();
    insert_addresses(tx, org, mailbox, &all).await
}

async fn delete_addresses(tx: &Tx, org: OrganisationId, id: MailboxId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("mailbox_addresses").and_where(is("org_id", org)).and_where(is("mailbox_id", id));
    tx.execute(&statement).await?;
    Ok(())
}

async fn insert_addresses(
    tx: &Tx,
    org: OrganisationId,
    (id, receives): (MailboxId, bool),
    addresses: &[(&EmailAddress, bool)],
) -> Result<(), StoreError> {
    let row = |(address, is_alias): &(&EmailAddress, bool)| {
        NewRow::default()
            .with("org_id", org)
            .with("address_key", address.key())
            .with("mailbox_id", id)
            .with("address", *address)
            .with("is_alias", *is_alias)
            .with("receives", receives)
    };
    tx.execute(&sql::insert("mailbox_addresses", addresses.iter().map(row))).await?;
    Ok(())
}
