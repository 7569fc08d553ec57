//! All secrets are sealed anew while the master key is exchanged: a bounded piece in each transaction, each row
//! only if nobody changed it meanwhile. What is sealed with the present key is left alone, so that a run that was
//! stopped goes on where it was.

use std::collections::BTreeMap;

use domain::{Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};
use serde::{Deserialize, Serialize};

use crate::row::Row;
use crate::sql::{Stored, col, is};
use crate::vault::SealedWith;
use crate::{Conn, StoreError, Tx, settings};

/// Rows that are looked at in one transaction.
pub const ROWS_MAX: u32 = 100;

/// A column of sealed secrets.
struct Sealed {
    table: &'static str,
    column: &'static str,
    /// What its record is named by, beside the id.
    parts: &'static [&'static str],
    /// The name that a secret is sealed for.
    name: fn(&Row) -> Result<String, StoreError>,
}

/// All of them. A test compares this list with the migrations.
const SEALED: &[Sealed] = &[
    Sealed { table: "mailboxes", column: "sealed_password", parts: &[], name: |row| by_id("mailboxes", row) },
    Sealed {
        table: "transports",
        column: "sealed_password",
        parts: &["org_id"],
        name: |row| Ok(format!("transports/of/{}", row.number("org_id")?)),
    },
    Sealed {
        table: "owned_transports",
        column: "sealed_password",
        parts: &["org_id", "owner_kind", "owner_key"],
        name: |row| {
            let (org, kind, key) = (row.number("org_id")?, row.text("owner_kind")?, row.text("owner_key")?);
            Ok(format!("transports/of/{org}/{kind}/{key}"))
        },
    },
    Sealed {
        table: "oauth_applications",
        column: "sealed_client_secret",
        parts: &[],
        name: |row| by_id("oauth_applications", row),
    },
    Sealed {
        table: "oauth_grants",
        column: "sealed_refresh_token",
        parts: GRANT,
        name: |row| grant(row, "refresh"),
    },
    Sealed {
        table: "oauth_grants",
        column: "sealed_access_token",
        parts: GRANT,
        name: |row| grant(row, "access"),
    },
    Sealed {
        table: "oauth_sign_ins",
        column: "sealed_secret",
        parts: &[],
        name: |row| by_id("oauth_sign_ins", row),
    },
    Sealed {
        table: "dkim_keys",
        column: "sealed_private_key",
        parts: &[],
        name: |row| by_id("dkim_keys", row),
    },
    Sealed {
        table: "oauth_revocations",
        column: "sealed_token",
        parts: &[],
        name: |row| by_id("oauth_revocations", row),
    },
];

const GRANT: &[&str] = &["org_id", "purpose", "subject_id"];

fn by_id(table: &str, row: &Row) -> Result<String, StoreError> {
    Ok(format!("{table}/{}", row.number("id")?))
}

fn grant(row: &Row, what: &str) -> Result<String, StoreError> {
    let (org, purpose, subject) = (row.number("org_id")?, row.text("purpose")?, row.number("subject_id")?);
    Ok(format!("oauth_grants/{org}/{purpose}/{subject}/{what}"))
}

/// How far a walk over all secrets has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    column: usize,
    after: i64,
}

/// What one step came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Step {
    /// Secrets that were sealed anew.
    pub sealed: u64,
    /// Secrets that no known key opens; they stay as they are.
    pub unopened: u64,
    /// Where the next step begins; `None` at the end.
    pub next: Option<Place>,
}

/// Seals a piece anew with the present key.
pub async fn step(tx: &Tx, place: Place) -> Result<Step, StoreError> {
    let Some(sealed) = SEALED.get(place.column) else { return Ok(Step::default()) };
    let rows = piece(tx, sealed, place.after).await?;
    let shared = tx.shared();
    let mut step = Step { next: following(place, &rows)?, ..Step::default() };
    for row in &rows {
        let bytes = row.bytes_or_none(sealed.column)?.unwrap_or_default();
        match shared.vault.sealed_with(&bytes) {
            SealedWith::Present => continue,
            SealedWith::Unknown => {
                step.unopened += 1;
                continue;
            }
            SealedWith::Older => {}
        }
        let name = (sealed.name)(row)?;
        let Ok(secret) = shared.vault.open(&name, &bytes) else {
            step.unopened += 1;
            continue;
        };
        let anew = shared.vault.seal(&name, &secret, shared.entropy.as_ref())?;
        let mut statement = Query::update();
        statement
            .table(sealed.table)
            .value(sealed.column, anew.stored())
            .and_where(is("id", row.number("id")?))
            // Whoever changed it meanwhile sealed it with the present key.
            .and_where(is(sealed.column, bytes));
        step.sealed += tx.execute(&statement).await?;
    }
    Ok(step)
}

/// What is kept of the keys that sign tokens: those before the master key was exchanged, and those that nodes sign with which
/// were started since. What they signed is out in the world. They are drawn from master keys, which cannot be told from them.
#[derive(Clone, Default)]
pub struct TokenKeys {
    /// Those that are read, the oldest first, and since when nobody signs with one.
    pub keys: Vec<([u8; 32], Option<Timestamp>)>,
    ended: Ends,
}

impl TokenKeys {
    /// Whether what the key signed is to be believed no more, by whoever knows it still.
    #[must_use]
    pub fn is_forgotten(&self, key: &[u8; 32]) -> bool {
        self.ended.get(&mark(key)).is_some_and(|ended| ended.is_forgotten)
    }
}

/// How it ends with keys that sign tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// What they signed until then is read.
    Retired,
    /// Nothing of it is: somebody else has them.
    Forgotten,
}

/// What is kept of keys that sign tokens.
pub async fn token_keys(conn: &Conn) -> Result<TokenKeys, StoreError> {
    let ended: Ends = settings::find(conn, None, ENDED).await?.unwrap_or_default();
    let at = |key: &[u8; 32]| ended.get(&mark(key)).map(|ended| Timestamp::from_millis(ended.at_ms));
    let keys = past_token_keys(conn).await?.into_iter().map(|key| (key, at(&key))).collect();
    Ok(TokenKeys { keys, ended })
}

/// Keeps another one of them, sealed with the present key as are those before it.
pub async fn keep_token_key(tx: &Tx, key: [u8; 32]) -> Result<(), StoreError> {
    let mut keys = past_token_keys(tx).await?;
    if !keys.contains(&key) {
        keys.push(key);
    }
    keep(tx, &keys).await
}

/// Nobody signs with any of them any more but with these.
pub async fn end_token_keys(tx: &Tx, signing: &[[u8; 32]], end: End) -> Result<(), StoreError> {
    let mut ended: Ends = settings::find(tx, None, ENDED).await?.unwrap_or_default();
    let keys = past_token_keys(tx).await?;
    let (signing, over): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| signing.contains(key));
    for key in &signing {
        ended.remove(&mark(key));
    }
    for key in &over {
        let at_ms = tx.now().as_millis();
        let one = ended.entry(mark(key)).or_insert(Ended { at_ms, is_forgotten: false });
        one.is_forgotten |= end == End::Forgotten;
    }
    settings::remember(tx, None, ENDED, &ended).await?;
    match end {
        End::Retired => Ok(()),
        End::Forgotten => keep(tx, &signing).await,
    }
}

async fn past_token_keys(conn: &Conn) -> Result<Vec<[u8; 32]>, StoreError> {
    let kept: Vec<Vec<u8>> = settings::find(conn, None, PAST).await?.unwrap_or_default();
    let mut keys = Vec::with_capacity(kept.len());
    for sealed in &kept {
        let opened = conn.shared().vault.open(PAST, sealed)?;
        keys.push(from_hex(opened.expose()).ok_or(StoreError::Unsealable)?);
    }
    Ok(keys)
}

async fn keep(tx: &Tx, keys: &[[u8; 32]]) -> Result<(), StoreError> {
    let shared = tx.shared();
    let seal = |key: &[u8; 32]| {
        let hex: String = key.iter().map(|octet| format!("{octet:02x}")).collect();
        shared.vault.seal(PAST, &Secret::new(hex), shared.entropy.as_ref())
    };
    let kept = keys.iter().map(seal).collect::<Result<Vec<_>, _>>()?;
    settings::remember(tx, None, PAST, &kept).await
}

/// When it ended with a key. It stands apart from the keys, so that a node of an older program reads these as ever.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Ended {
    at_ms: i64,
    is_forgotten: bool,
}

type Ends = BTreeMap<String, Ended>;

/// Tells a key from others without saying anything about it.
fn mark(key: &[u8; 32]) -> String {
    let digest = blake3::derive_key("posthus 2026 token key mark", key);
    digest.iter().take(MARK_OCTETS).map(|octet| format!("{octet:02x}")).collect()
}

const MARK_OCTETS: usize = 16;

const ENDED: &str = "ended_token_keys";

const PAST: &str = "past_token_keys";

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (octet, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *octet = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

/// How many secrets are sealed with another known key than the present one.
pub async fn count_older(conn: &Conn) -> Result<u64, StoreError> {
    let mut older = 0;
    for column in 0..SEALED.len() {
        let mut place = Some(Place { column, after: 0 });
        while let Some(Place { column: at, after }) = place.filter(|place| place.column == column) {
            let rows = piece(conn, &SEALED[at], after).await?;
            for row in &rows {
                let bytes = row.bytes_or_none(SEALED[at].column)?.unwrap_or_default();
                older += u64::from(conn.shared().vault.sealed_with(&bytes) == SealedWith::Older);
            }
            place = following(Place { column: at, after }, &rows)?;
        }
    }
    Ok(older)
}

/// The next rows that hold a secret, by id.
async fn piece(conn: &Conn, sealed: &Sealed, after: i64) -> Result<Vec<Row>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", sealed.column])
        .columns(sealed.parts.iter().copied())
        .from(sealed.table)
        .and_where(col("id").gt(after))
        .and_where(col(sealed.column).is_not_null())
        .order_by("id", Order::Asc)
        .limit(ROWS_MAX.into());
    conn.all(&query).await
}

fn following(place: Place, rows: &[Row]) -> Result<Option<Place>, StoreError> {
    let next = match rows.last() {
        Some(last) if rows.len() >= ROWS_MAX as usize => Place { after: last.number("id")?, ..place },
        Some(_) | None => Place { column: place.column + 1, after: 0 },
    };
    Ok(Some(next).filter(|next| next.column < SEALED.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sealed_column_of_the_schema_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut found = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let sql = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let mut table = String::new();
            for line in sql.lines().map(str::trim) {
                if let Some(rest) = line.strip_prefix("CREATE TABLE ").or(line.strip_prefix("ALTER TABLE ")) {
                    table = rest.split_whitespace().next().unwrap_or_default().to_owned();
                }
                let words = line.split_whitespace().map(|word| word.trim_end_matches(','));
                let named = words.take_while(|word| *word != "--").find(|word| word.starts_with("sealed_"));
                found.extend(named.map(|column| format!("{table}.{column}")));
            }
        }
        found.sort_unstable();
        let mut known: Vec<_> =
            SEALED.iter().map(|sealed| format!("{}.{}", sealed.table, sealed.column)).collect();
        known.sort_unstable();
        assert_eq!(known, found, "a column of secrets that is not in the list is lost with the old key");
    }
}
