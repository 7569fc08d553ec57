//! What is known of an address, written.

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::AuditKind;
use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{EmailAddress, OrganisationId, OutboxId, StandingId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use super::cleared::lifted;
use super::complaint;
use super::trial::{self, over};
use super::{Clearing, NewStanding, TakenBack};
use crate::address_changes::{self, AddressChange};
use crate::events::{self, Change};
use crate::row::Columns;
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, is_among, is_of, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// Where an address stands when blocked ones are ordered by fault and a person alone blocked it.
const BY_HAND: &str = "hand";
/// Characters of a host's words that are kept.
const WORDS_CHARS_MAX: usize = 1_000;

/// Begins to write about an address: whoever else does waits until this transaction ends, so that each counts
/// what the others counted.
pub async fn open(tx: &Tx, org: OrganisationId, address: &EmailAddress) -> Result<StandingId, StoreError> {
    let key = address.key();
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("address", address)
        .with("address_key", key.as_str())
        .with("address_order", key.as_str())
        .with("domain_key", key.rsplit_once('@').map_or("", |(_, domain)| domain))
        .with("returns", 0_u32)
        .with("last_class", "")
        .with("last_words", "");
    let mut statement = sql::insert("address_standings", [row]);
    statement.on_conflict(OnConflict::columns(["org_id", "address_key"]).do_nothing().to_owned());
    tx.execute(&statement).await?;
    let mut lock = Query::update();
    lock.table("address_standings")
        .value("id", col("id"))
        .and_where(is("org_id", org))
        .and_where(is("address_key", key.as_str()))
        .returning_col("id");
    tx.returning(&lock).await?.first().ok_or(StoreError::Missing("address"))?.id("id")
}

/// Writes down what a return, a person or a list says of an address.
pub async fn put(tx: &Tx, org: OrganisationId, new: &NewStanding) -> Result<StandingId, StoreError> {
    let id = open(tx, org, &new.address).await?;
    let mut statement = sql::update("address_standings", org, id);
    statement
        .value("returns", new.returns.stored())
        .value("well_at", new.well_at.stored())
        .value("taken_at", None::<i64>)
        .value("taken_outbox_id", None::<i64>)
        .value("deleted_at", None::<i64>);
    if let Some(class) = new.class {
        statement
            .value("last_return_at", new.at.stored())
            .value("last_class", class.as_str())
            .value("last_fault", new.fault.unwrap_or_else(|| class.scope()).as_str())
            .value("last_rule", new.rule.as_deref().unwrap_or_default())
            .value("last_words", new.words.chars().take(WORDS_CHARS_MAX).collect::<String>())
            .value("last_host", new.host.as_deref().map(crate::returns::cut_host))
            .value("words_key", sort_key(&new.words))
            .value("host_key", sort_key(new.host.as_deref().unwrap_or_default()));
    }
    if let Some(block) = new.block {
        if new.class.is_none() && !new.words.is_empty() {
            // What a list says of it is all the evidence there is; what a server said stands.
            let words = new.words.chars().take(WORDS_CHARS_MAX).collect::<String>();
            let kept = |field: &'static str, said: &str| {
                Expr::case(is("last_class", ""), said.to_owned()).finally(col(field))
            };
            statement.value("last_words", kept("last_words", &words));
            statement.value("words_key", kept("words_key", &sort_key(&new.words)));
        }
        if new.class.is_none() {
            // Where no mail came back, its place among the others is that of what a person did.
            let place = if block.reason == BlockReason::Hand { BY_HAND } else { "" };
            statement.value("last_fault", Expr::case(is("last_class", ""), place).finally(col("last_fault")));
        }
        // What a list said is kept beside it: a return that comes later may be taken back.
        let said = Some(&new.words).filter(|words| new.class.is_none() && !words.is_empty());
        statement
            .value("block_words", said.map(|words| words.chars().take(WORDS_CHARS_MAX).collect::<String>()))
            .value("blocked_at", block.at.stored())
            .value("block_scope", block.scope.as_str())
            .value("block_reason", block.reason.as_str())
            .value("changed_by", new.by.stored());
        let change = AddressChange {
            // When it was decided: a list that comes in has dates of its own.
            at: tx.now(),
            by: new.by,
            deed: AddressDeed::Blocked,
            scope: Some(block.scope),
            reason: Some(block.reason),
            note: String::new(),
            mail: None,
        };
        over(&mut statement);
        address_changes::insert(tx, org, (&new.address.key(), &change)).await?;
        if (block.scope, block.reason) == (BlockScope::Mailings, BlockReason::Hand) {
            // That somebody wants no mailings is known whatever blocks the address for more.
            address_changes::keep(tx, org, &new.address.key()).await?;
        }
    }
    if new.class == Some(ReturnClass::Unsubscribe) {
        // So is that his server said so (`returns::purge`), and with it whether somebody let the address go since.
        address_changes::keep(tx, org, &new.address.key()).await?;
    }
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Somebody wrote from this address at this time: what came back before counts no more, and what came back since does. A block stays.
pub async fn record_writer(tx: &Tx, org: OrganisationId, key: &str, at: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    let came_back_since = col("last_return_at").gt(at.stored());
    let was_well_since = col("well_at").gt(at.stored());
    statement
        .table("address_standings")
        .value("returns", Expr::case(came_back_since, col("returns")).finally(0))
        .value("well_at", Expr::case(was_well_since, col("well_at")).finally(at.stored()))
        .and_where(is("org_id", org))
        .and_where(is("address_key", key));
    tx.execute(&statement).await?;
    Ok(())
}

/// A mail that a server took for the address came back: the next one that is taken may arrive.
pub async fn record_returned(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    outbox: OutboxId,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("taken_at", None::<i64>)
        .value("taken_outbox_id", None::<i64>)
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()))
        .and_where(is("taken_outbox_id", outbox));
    tx.execute(&statement).await?;
    Ok(())
}

/// A mail came back that neither counts nor blocks as yet, and will if the same is said again or a person says so: what is
/// taken from now on shows that the address is well since.
pub async fn record_held(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    well_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("well_at", well_at.stored())
        .value("taken_at", None::<i64>)
        .value("taken_outbox_id", None::<i64>)
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Servers took a mail for these addresses. Only of those that something is known of is it written, and once; a mail that an
/// address is tried with has to stay there from then on.
pub async fn record_taken(
    tx: &Tx,
    org: OrganisationId,
    taken: &[(OutboxId, String)],
    at: Timestamp,
) -> Result<(), StoreError> {
    let waiting = waiting_among(tx, org, taken).await?;
    for (outbox, key) in taken.iter().filter(|(_, key)| waiting.first.contains(key)) {
        let mut statement = Query::update();
        statement
            .table("address_standings")
            .value("taken_at", at.stored())
            .value("taken_outbox_id", outbox.stored())
            .and_where(is("org_id", org))
            .and_where(col("address_key").eq(key.as_str()))
            .and_where(col("taken_at").is_null());
        tx.execute(&statement).await?;
    }
    for (outbox, key) in taken.iter().filter(|(outbox, key)| waiting.tried.get(key) == Some(outbox)) {
        trial::record_taken(tx, org, (key, *outbox), at).await?;
    }
    Ok(())
}

/// The addresses, by their keys, of which it matters that a mail was taken for them.
#[derive(Default)]
struct Waiting {
    /// Those that mail came back from, whether it counted or not, and none was taken for since.
    first: BTreeSet<String>,
    /// Those that are tried, with the mail that is under way.
    tried: BTreeMap<String, OutboxId>,
}

/// Those among these: few of those that are written to, and one question for all. Index `address_standings_by_address`.
async fn waiting_among(
    tx: &Tx,
    org: OrganisationId,
    taken: &[(OutboxId, String)],
) -> Result<Waiting, StoreError> {
    let keys: Vec<_> =
        taken.iter().map(|(_, key)| key.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let under_way = col("trial_outbox_id").is_not_null().and(col("trial_taken_at").is_null());
    let mut waiting = Waiting::default();
    for keys in keys.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["address_key", "taken_at", "trial_outbox_id", "trial_taken_at"])
            .from("address_standings")
            .and_where(is("org_id", org))
            .and_where(col("address_key").is_in(sql::filled_up(keys)))
            .and_where(col("taken_at").is_null().or(under_way.clone()));
        for row in tx.all(&query).await? {
            let key = row.text("address_key")?;
            if row.at_or_none("taken_at")?.is_none() {
                waiting.first.insert(key.clone());
            }
            if let (Some(outbox), None) =
                (row.id_or_none("trial_outbox_id")?, row.at_or_none("trial_taken_at")?)
            {
                waiting.tried.insert(key, outbox);
            }
        }
    }
    Ok(waiting)
}

/// Takes blocks away; what came back before counts no more. Returns those that were blocked, without those whose complaints leave
/// them out.
pub async fn clear(
    tx: &Tx,
    org: OrganisationId,
    ids: &[StandingId],
    clearing: &Clearing<'_>,
) -> Result<Vec<StandingId>, StoreError> {
    let Clearing { by, at, deed, note, complaints } = *clearing;
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("returns", 0)
        .value("well_at", at.stored())
        .value("blocked_at", None::<i64>)
        .value("block_scope", None::<String>)
        .value("block_reason", None::<String>)
        .value("changed_by", by.stored())
        .value("cleared_at", at.stored())
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("blocked_at").is_not_null());
    over(&mut statement);
    lifted(&mut statement, (deed, at), note);
    complaint::clearing(&mut statement, complaints, at);
    statement.returning(Query::returning().columns(["id", "address_key", "consented_at"]));
    let mut cleared = Vec::new();
    for row in tx.returning(&statement).await? {
        let change = AddressChange {
            at,
            by: Some(by),
            deed,
            scope: None,
            reason: None,
            note: note.to_owned(),
            mail: None,
        };
        let key = row.text("address_key")?;
        address_changes::insert(tx, org, (&key, &change)).await?;
        if row.at_or_none("consented_at")? == Some(at) {
            // Who said that consent is on record, and where.
            address_changes::keep(tx, org, &key).await?;
        }
        cleared.push(row.id("id")?);
    }
    events::insert(tx, org, Change::settings());
    Ok(cleared)
}

/// Takes back what one return said of an address: it stands as the others say, and where there are none as whoever blocked
/// it said.
pub async fn take_back(
    tx: &Tx,
    org: OrganisationId,
    id: StandingId,
    taken: &TakenBack<'_>,
) -> Result<(), StoreError> {
    let host = taken.last.and_then(|last| last.host.as_deref());
    let mut statement = sql::update("address_standings", org, id);
    statement
        .value("returns", taken.returns.stored())
        .value("last_return_at", taken.last.map(|last| last.at).stored())
        .value("last_class", taken.last.map_or("", |last| last.judged.class.as_str()))
        .value("last_rule", taken.last.map_or("", |last| last.judged.rule.as_str()))
        .value("last_host", host.map(crate::returns::cut_host))
        .value("host_key", sort_key(host.unwrap_or_default()))
        .returning(Query::returning().columns(["address_key"]));
    let (fault, words) = match taken.last {
        Some(last) => (last.judged.scope().as_str(), last.words.clone()),
        None => said_by_blocker(tx, org, id, taken).await?,
    };
    statement
        .value("last_fault", fault)
        .value("last_words", words.chars().take(WORDS_CHARS_MAX).collect::<String>())
        .value("words_key", sort_key(&words));
    if let Some(by) = taken.unblocked_by {
        statement
            .value("blocked_at", None::<i64>)
            .value("block_scope", None::<String>)
            .value("block_reason", None::<String>)
            .value("changed_by", by.stored());
        over(&mut statement);
        lifted(&mut statement, (AddressDeed::Cleared, taken.at), "");
    }
    for row in tx.returning(&statement).await? {
        let Some(by) = taken.unblocked_by else { continue };
        let change = AddressChange {
            at: taken.at,
            by: Some(by),
            deed: AddressDeed::Cleared,
            scope: None,
            reason: None,
            note: String::new(),
            mail: taken.mail,
        };
        address_changes::insert(tx, org, (&row.text("address_key")?, &change)).await?;
    }
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// The place among blocked addresses and the words of one that no mail came back from: those of the person or the list that
/// blocks it.
async fn said_by_blocker(
    tx: &Tx,
    org: OrganisationId,
    id: StandingId,
    taken: &TakenBack<'_>,
) -> Result<(&'static str, String), StoreError> {
    if taken.unblocked_by.is_some() {
        return Ok(("", String::new()));
    }
    let mut query = Query::select();
    query
        .columns(["block_reason", "block_words"])
        .from("address_standings")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &[id]));
    let Some(row) = tx.one(&query).await? else { return Ok(("", String::new())) };
    let reason = row.parsed_or_none::<BlockReason>(Columns("address_standings").at("block_reason"))?;
    Ok(match reason {
        Some(BlockReason::Hand) => (BY_HAND, String::new()),
        Some(BlockReason::Imported) => ("", row.text_or_none("block_words")?.unwrap_or_default()),
        Some(BlockReason::Returned | BlockReason::Limit) | None => ("", String::new()),
    })
}

/// Mails that may come back before the next one blocks their address.
pub async fn accepted_returns(conn: &Conn, org: OrganisationId) -> Result<u32, StoreError> {
    let mut query = Query::select();
    query.column("accepted_returns").from("organisations").and_where(is("id", org));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    row.small(Columns("organisations").at("accepted_returns"))
}

/// Sets it.
pub async fn set_accepted_returns(tx: &Tx, org: OrganisationId, accepted: u32) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement.table("organisations").value("accepted_returns", accepted.stored()).and_where(is("id", org));
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}
