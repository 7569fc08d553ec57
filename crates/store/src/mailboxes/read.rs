//! Mailboxes looked up one by one.

use domain::mailbox::{Protocol, SignIn};
use domain::network::Network;
use domain::{EmailAddress, MailboxId, OrganisationId, Secret, TemplateId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use super::{Health, HealthState, MailboxRow, MailboxRules, MailboxSettings, Recognised, WatchState};
use crate::oauth::grants::{Glance, last_end};
use crate::row::{Columns, Row};
use crate::sql::{col, is, is_of, joined, pick};
use crate::{Conn, StoreError};

/// The mailbox with this id, unless it was deleted.
pub async fn find(conn: &Conn, org: OrganisationId, id: MailboxId) -> Result<Option<MailboxRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// The active receiving mailbox (protocol SMTP) with this address or alias: over all
/// organisations, since the listener learns from the address whose mail it is.
pub async fn find_by_address(conn: &Conn, address: &EmailAddress) -> Result<Option<MailboxRow>, StoreError> {
    let mut query = select();
    query
        .inner_join(
            "mailbox_addresses".into_table_ref().alias("a"),
            joined("a.mailbox_id", "m.id", ("a.org_id", "m.org_id")),
        )
        .and_where(is("a.address_key", address.key()))
        .and_where(is("a.receives", true))
        .and_where(is("m.active", true));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// The mailboxes that somebody fetches, or would but for a sign-in with their provider, by address. Index
/// `mailboxes_by_org`.
pub async fn list_fetched(conn: &Conn, org: OrganisationId) -> Result<Vec<MailboxRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("m.org_id", org))
        .cond_where(
            Condition::any()
                .add(col("m.next_check_at").is_not_null())
                .add(is("m.active", true).and(col("m.oauth_application_id").is_not_null())),
        )
        .order_by(("m", "address_key"), Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The ids and addresses of all mailboxes, by address.
pub async fn list_names(
    conn: &Conn,
    org: OrganisationId,
) -> Result<Vec<(MailboxId, EmailAddress)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "address"])
        .from("mailboxes")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null())
        .order_by("address_key", Order::Asc);
    let read = |row: &Row| Ok((row.id("id")?, row.parsed(TABLE.at("address"))?));
    conn.all(&query).await?.iter().map(read).collect()
}

/// Its further addresses.
pub async fn list_aliases(
    conn: &Conn,
    org: OrganisationId,
    id: MailboxId,
) -> Result<Vec<EmailAddress>, StoreError> {
    let mut query = Query::select();
    query
        .column("address")
        .from("mailbox_addresses")
        .and_where(is("org_id", org))
        .and_where(is("mailbox_id", id))
        .and_where(is("is_alias", true))
        .order_by("address_key", Order::Asc);
    let place = Columns("mailbox_addresses").at("address");
    conn.all(&query).await?.iter().map(|row| row.parsed(place)).collect()
}

/// Servers before a mailbox whose word on who brought a mail is believed; none of a mailbox that is not there.
pub async fn trusted_gateways(
    conn: &Conn,
    org: OrganisationId,
    id: MailboxId,
) -> Result<Vec<Network>, StoreError> {
    let mut query = Query::select();
    query.column("trusted_gateways").from("mailboxes").and_where(is("org_id", org)).and_where(is("id", id));
    let row = conn.one(&query).await?;
    row.map_or(Ok(Vec::new()), |row| row.json(TABLE.at("trusted_gateways")))
}

/// Whether an address is one of the organisation's own mailboxes or their aliases.
pub async fn is_own(conn: &Conn, org: OrganisationId, address: &EmailAddress) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("mailbox_id")
        .from("mailbox_addresses")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()));
    Ok(conn.one(&query).await?.is_some())
}

/// Whether a mailbox answers with this template.
pub async fn use_template(conn: &Conn, org: OrganisationId, id: TemplateId) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("mailboxes")
        .and_where(is("org_id", org))
        .and_where(is("reply_template_id", id))
        .and_where(col("deleted_at").is_null());
    Ok(conn.one(&query).await?.is_some())
}

/// The password, opened; `None` where none is kept.
pub async fn password(conn: &Conn, org: OrganisationId, id: MailboxId) -> Result<Option<Secret>, StoreError> {
    let mut query = Query::select();
    query.column("sealed_password").from("mailboxes").and_where(is("org_id", org)).and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    let sealed = row.bytes_or_none("sealed_password")?;
    sealed.map(|sealed| conn.shared().vault.open(&vault_name(id), &sealed)).transpose()
}

const TABLE: Columns = Columns("mailboxes");

/// What a mailbox's password is sealed for.
pub(super) fn vault_name(id: MailboxId) -> String {
    format!("mailboxes/{id}")
}

/// The mailboxes among these ids that are not deleted.
pub(super) async fn rows(
    conn: &Conn,
    org: OrganisationId,
    ids: &[i64],
) -> Result<Vec<MailboxRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("m.org_id", org)).and_where(col("m.id").is_in(ids.iter().copied()));
    with_aliases(conn, &query).await
}

/// The same over all organisations, for claims.
pub(super) async fn rows_of_all(conn: &Conn, ids: &[i64]) -> Result<Vec<MailboxRow>, StoreError> {
    let mut query = select();
    query.and_where(col("m.id").is_in(ids.iter().copied()));
    with_aliases(conn, &query).await
}

/// The mailboxes of a query with their further addresses, each of its own organisation.
pub(super) async fn with_aliases(
    conn: &Conn,
    query: &SelectStatement,
) -> Result<Vec<MailboxRow>, StoreError> {
    let mut rows = conn.all(query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let mut further = Query::select();
    further
        .columns(["org_id", "mailbox_id", "address"])
        .from("mailbox_addresses")
        .and_where(col("org_id").is_in(rows.iter().map(|row| row.organisation.get())))
        .and_where(col("mailbox_id").is_in(rows.iter().map(|row| row.id.get())))
        .and_where(is("is_alias", true))
        .order_by("address_key", Order::Asc);
    for alias in conn.all(&further).await? {
        let owner = (alias.id("org_id")?, alias.id("mailbox_id")?);
        if let Some(row) = rows.iter_mut().find(|row| (row.organisation, row.id) == owner) {
            row.aliases.push(alias.parsed(Columns("mailbox_addresses").at("address"))?);
        }
    }
    Ok(rows)
}

/// The columns of a mailbox's own table.
const COLUMNS: [&str; 41] = [
    "id",
    "org_id",
    "address",
    "display_name",
    "protocol",
    "host",
    "port",
    "security",
    "username",
    "folder",
    "interval_s",
    "after_import",
    "category_id",
    "priority_id",
    "forwarding_address",
    "language",
    "active",
    "created_at",
    "updated_at",
    "deleted_at",
    "last_try_at",
    "last_success_at",
    "failures",
    "last_error",
    "next_check_at",
    "auto_reply",
    "reply_template_id",
    "faq_folder",
    "shown_fields",
    "trusted_gateways",
    "imports_automatic",
    "import_from",
    "alarm_after_s",
    "history_until",
    "generation",
    "last_error_code",
    "alarmed_at",
    "watch_state",
    "recognised",
    "recognised_at",
    "oauth_application_id",
];

fn select() -> SelectStatement {
    let mut query = select_all();
    query.and_where(col("m.deleted_at").is_null());
    query
}

/// Deleted ones among them.
pub(super) fn select_all() -> SelectStatement {
    let mut query = Query::select();
    pick(&mut query, "m", &COLUMNS);
    query
        .expr_as(col("m.sealed_password").is_not_null(), "has_password")
        .expr_as(col("c.name"), "category_name")
        .expr_as(col("p.name"), "priority_name")
        .expr_as(col("t.state"), "grant_state")
        .expr_as(col("t.words"), "grant_words")
        .expr_as(col("t.signed_in_at"), "grant_signed_in_at")
        .expr_as(col("t.refresh_expires_at"), "grant_refresh_expires_at")
        .expr_as(col("t.refresh_rolls"), "grant_refresh_rolls")
        .expr_as(col("t.renew_at"), "grant_renew_at")
        .expr_as(col("o.name"), "oauth_application_name")
        .expr_as(col("o.secret_expires_at"), "oauth_secret_expires_at")
        // What stands for an archived one is what it means.
        .expr_as(
            Expr::cust("CASE WHEN k.archived_at IS NULL THEN k.id ELSE k.replaced_by END"),
            "request_type_id",
        )
        .from_as("mailboxes", "m")
        .left_join(
            "categories".into_table_ref().alias("c"),
            joined("c.id", "m.category_id", ("c.org_id", "m.org_id")),
        )
        .left_join(
            "priorities".into_table_ref().alias("p"),
            joined("p.id", "m.priority_id", ("p.org_id", "m.org_id")),
        )
        .left_join(
            "oauth_grants".into_table_ref().alias("t"),
            joined("t.subject_id", "m.id", ("t.org_id", "m.org_id")).and(is("t.purpose", "mailbox")),
        )
        .left_join(
            "oauth_applications".into_table_ref().alias("o"),
            joined("o.id", "m.oauth_application_id", ("o.org_id", "m.org_id")),
        )
        .left_join(
            "request_types".into_table_ref().alias("k"),
            joined("k.id", "m.request_type_id", ("k.org_id", "m.org_id")),
        );
    query
}

fn read(row: &Row) -> Result<MailboxRow, StoreError> {
    let settings = settings(row)?;
    let grant = grant(row, &settings)?;
    Ok(MailboxRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        generation: row.small(TABLE.at("generation"))?,
        history_until: row.at("history_until")?,
        aliases: Vec::new(),
        has_password: row.flag("has_password")?,
        health: health(row, &settings, grant.as_ref())?,
        grant,
        settings,
        category_name: row.text_or_none("category_name")?,
        priority_name: row.text_or_none("priority_name")?,
        created_at: row.at("created_at")?,
        updated_at: row.at("updated_at")?,
        deleted_at: row.at_or_none("deleted_at")?,
    })
}

fn settings(row: &Row) -> Result<MailboxSettings, StoreError> {
    Ok(MailboxSettings {
        address: row.parsed(TABLE.at("address"))?,
        display_name: row.text("display_name")?,
        protocol: row.parsed(TABLE.at("protocol"))?,
        host: row.text("host")?,
        port: row.small(TABLE.at("port"))?,
        security: row.parsed(TABLE.at("security"))?,
        username: row.text("username")?,
        sign_in: SignIn::from(row.id_or_none("oauth_application_id")?),
        folder: row.text("folder")?,
        interval_s: row.small(TABLE.at("interval_s"))?,
        after_import: row.parsed(TABLE.at("after_import"))?,
        category_id: row.id_or_none("category_id")?,
        priority_id: row.id_or_none("priority_id")?,
        request_type_id: row.id_or_none("request_type_id")?,
        forwarding_address: row.parsed_or_none(TABLE.at("forwarding_address"))?,
        language: row.parsed(TABLE.at("language"))?,
        active: row.flag("active")?,
        rules: MailboxRules {
            auto_reply: row.flag("auto_reply")?,
            reply_template_id: row.id_or_none("reply_template_id")?,
            faq_folder: row.text_or_none("faq_folder")?,
            shown_fields: row.json(TABLE.at("shown_fields"))?,
            trusted_gateways: row.json(TABLE.at("trusted_gateways"))?,
            imports_automatic: row.flag("imports_automatic")?,
            import_from: row.at_or_none("import_from")?,
            alarm_after_s: row.small(TABLE.at("alarm_after_s"))?,
        },
    })
}

/// What its provider grants, where it signs in that way and somebody has.
fn grant(row: &Row, settings: &MailboxSettings) -> Result<Option<Glance>, StoreError> {
    let place = Columns("oauth_grants");
    let Some(state) = row.parsed_or_none(place.at("grant_state"))? else { return Ok(None) };
    if settings.sign_in == SignIn::Password {
        return Ok(None);
    }
    Ok(Some(Glance {
        application_name: row.text_or_none("oauth_application_name")?.unwrap_or_default(),
        state,
        words: row.text("grant_words")?,
        signed_in_at: row.at("grant_signed_in_at")?,
        refresh_expires_at: last_end(
            row.at_or_none("grant_refresh_expires_at")?,
            row.flag_or_none("grant_refresh_rolls")?,
            row.at_or_none("grant_renew_at")?,
        ),
        secret_expires_at: row.at_or_none("oauth_secret_expires_at")?,
    }))
}

fn health(row: &Row, settings: &MailboxSettings, grant: Option<&Glance>) -> Result<Health, StoreError> {
    let unsigned = settings.sign_in != SignIn::Password && grant.is_none();
    let failures = row.small(TABLE.at("failures"))?;
    let last_try_at = row.at_or_none("last_try_at")?;
    let recognised_at = row.at_or_none("recognised_at")?;
    let watch = row.text_or_none("watch_state")?;
    let state = match (settings.active, settings.protocol) {
        (false, _) => HealthState::Paused,
        (true, Protocol::Smtp) => HealthState::Listening,
        (true, Protocol::Imap | Protocol::Pop3) if unsigned => HealthState::SignIn,
        (true, Protocol::Imap | Protocol::Pop3) if failures > 0 => HealthState::Failing,
        (true, Protocol::Imap | Protocol::Pop3) if last_try_at.is_some() => HealthState::Ok,
        (true, Protocol::Imap | Protocol::Pop3) => HealthState::New,
    };
    Ok(Health {
        state,
        last_try_at,
        last_success_at: row.at_or_none("last_success_at")?,
        failures,
        last_error: row.text_or_none("last_error")?,
        last_error_code: row.text_or_none("last_error_code")?,
        alarmed_at: row.at_or_none("alarmed_at")?,
        watch: watch.as_deref().and_then(WatchState::from_name).unwrap_or_default(),
        recognised: recognised_at
            .map(|at| Ok::<_, StoreError>(Recognised { mails: row.small(TABLE.at("recognised"))?, at }))
            .transpose()?,
        next_check_at: row.at_or_none("next_check_at")?,
    })
}
