//! The deliveries of one outbox item, with the log of their attempts.

use std::collections::HashMap;

use domain::encryption::{Encryption, TlsGrade};
use domain::failure::HeldBack;
use domain::outbox::{AttemptResult, DeliveryState};
use domain::{
    About, DeliveryId, EmailAddress, EnhancedStatus, OrganisationId, OutboxId, ReplyCode, Timestamp,
};
use sea_orm::sea_query::{Order, Query};

use crate::row::{Columns, Row};
use crate::sql::is;
use crate::{Conn, StoreError};

/// One try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttemptRow {
    /// When it ended.
    pub at: Timestamp,
    /// Which it was, from 1.
    pub number: u32,
    /// How it ended.
    pub result: AttemptResult,
    /// The server's code, where it answered.
    pub code: Option<ReplyCode>,
    /// Its enhanced code.
    pub enhanced: Option<EnhancedStatus>,
    /// Its words, or ours where it did not answer.
    pub words: String,
    /// What the server's words answer; what is not known, of attempts of a program that did not note it.
    pub about: About,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// Whether that is a relay of ours, which passes our mail on.
    pub at_relay: bool,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// What protected it; `None` where no host was spoken to, and of attempts of a program that did not know.
    pub encryption: Option<Encryption>,
    /// How long it took, milliseconds.
    pub duration_ms: i64,
    /// Why no server was asked; `None` where one was, and of attempts of a program that said it in words alone.
    pub held_back: Option<HeldBack>,
    /// How long the delivery had been tried when it was given up for want of time, seconds; `None` where the attempt
    /// ended otherwise, and of attempts of a program that did not note it.
    pub gave_up_after_s: Option<u32>,
}

impl AttemptRow {
    /// The words with their codes in front, as servers write them.
    #[must_use]
    pub fn with_codes(&self) -> String {
        let code = self.code.map(|code| code.to_string());
        let enhanced = self.enhanced.map(|code| code.to_string());
        let parts = [code, enhanced, Some(self.words.clone())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// One delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeliveryRow {
    /// The id.
    pub id: DeliveryId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts begun since it was queued.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// Whether it is a copy that the sender or its author has of everything.
    pub is_unasked: bool,
    /// Its attempts, oldest first; the last one has the last code, words and host.
    pub log: Vec<AttemptRow>,
}

impl DeliveryRow {
    /// Whether the mail has failed for him: a copy that nobody asked for is no part of that.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        matches!(self.state, DeliveryState::Failed) && !self.is_unasked
    }
}

/// The deliveries of an item in the order of its recipients.
pub async fn list_of_item(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let mut log = logs(conn, org, outbox).await?;
    let mut query = Query::select();
    query
        .columns(["id", "recipient", "state", "attempts", "next_attempt_at", "unasked"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .order_by("position", Order::Asc);
    let table = Columns("deliveries");
    let read = |row: &Row| {
        let id = row.id("id")?;
        Ok(DeliveryRow {
            id,
            recipient: row.parsed(table.at("recipient"))?,
            state: row.parsed(table.at("state"))?,
            attempts: row.small(table.at("attempts"))?,
            next_attempt_at: row.at_or_none("next_attempt_at")?,
            is_unasked: row.flag("unasked")?,
            log: log.remove(&id).unwrap_or_default(),
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// Attempts that are shown of one item.
const ATTEMPTS_MAX: u64 = 10_000;

/// What is read of an attempt.
pub(super) const COLUMNS: [&str; 16] = [
    "delivery_id",
    "number",
    "at",
    "result",
    "code",
    "enhanced",
    "words",
    "about",
    "host",
    "at_relay",
    "tls",
    "tls_grade",
    "tls_version",
    "duration_ms",
    "held_back",
    "gave_up_after_s",
];

async fn logs(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<HashMap<DeliveryId, Vec<AttemptRow>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("attempts")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .order_by("id", Order::Asc)
        .limit(ATTEMPTS_MAX);
    let mut logs = HashMap::<DeliveryId, Vec<AttemptRow>>::new();
    for row in conn.all(&query).await? {
        logs.entry(row.id("delivery_id")?).or_default().push(read_attempt(&row)?);
    }
    Ok(logs)
}

pub(super) fn read_attempt(row: &Row) -> Result<AttemptRow, StoreError> {
    let table = Columns("attempts");
    let grade: Option<TlsGrade> = row.parsed_or_none(table.at("tls_grade"))?;
    let version = row.text_or_none("tls_version")?;
    Ok(AttemptRow {
        at: row.at("at")?,
        number: row.small(table.at("number"))?,
        result: row.parsed(table.at("result"))?,
        code: row.small_or_none(table.at("code"))?.and_then(ReplyCode::new),
        enhanced: row.parsed_or_none(table.at("enhanced"))?,
        words: row.text("words")?,
        about: row.parsed_or_none(table.at("about"))?.unwrap_or_default(),
        host: row.text_or_none("host")?,
        at_relay: row.flag("at_relay")?,
        tls: row.flag("tls")?,
        encryption: grade.map(|grade| Encryption { grade, version, tested: None }),
        duration_ms: row.number("duration_ms")?,
        held_back: row.json_or_none(table.at("held_back"))?,
        gave_up_after_s: row.small_or_none(table.at("gave_up_after_s"))?,
    })
}
