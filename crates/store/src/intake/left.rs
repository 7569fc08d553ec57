//! Mails of which only the beginning is here: too large, or such that the server cannot hand them
//! out. They stand in the inbox queue as failed, and are fetched again when somebody asks.

use domain::intake::{IntakeState, LeftBecause};
use domain::timeline::{Step, Subject};
use domain::{IntakeId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Query, UpdateStatement};

use crate::events::{self, Change};
use crate::raw::{self, PreparedRaw};
use crate::sql::{self, Stored, col, is, is_among, is_of};
use crate::timeline::{self, TimelineEntry};
use crate::{StoreError, Tx, mailboxes};

/// Why a mail was left on its server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// The kind.
    pub because: LeftBecause,
    /// The sentence with the cure.
    pub error: String,
    /// Its size as the server counts, octets.
    pub size_octets: u64,
}

/// Words while a mail waits to be fetched again.
const WAITS: &str = "it is fetched again at the next look at its mailbox";

/// Has these mails fetched again, and their mailboxes looked at; returns those that were left on
/// their server.
pub(super) async fn ask_again(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    let mut statement = Query::update();
    statement
        .table("intakes")
        .value("fetch_again_at", at.stored())
        .value("error", WAITS)
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(is("state", IntakeState::Failed.as_str()))
        .and_where(col("left_because").is_not_null())
        .and_where(col("deleted_at").is_null())
        .returning(Query::returning().columns(["id", "mailbox_id"]));
    let (mut asked, mut boxes) = (Vec::new(), Vec::<MailboxId>::new());
    for row in tx.returning(&statement).await? {
        asked.push(row.id("id")?);
        boxes.push(row.id("mailbox_id")?);
    }
    boxes.sort_unstable();
    boxes.dedup();
    for mailbox in boxes {
        mailboxes::request_check(tx, org, mailbox, at).await?;
    }
    for id in &asked {
        events::insert(tx, org, Change::intake(*id));
    }
    Ok(asked)
}

/// The whole mail came: it goes through the pipeline. `false` when nobody waits for it any more.
pub async fn record_whole(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    whole: &PreparedRaw,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .columns(["org_id", "raw_hash"])
        .from("intakes")
        .and_where(is("org_id", org))
        .and_where(is("id", id));
    let before = tx.all(&query).await?;
    let mut statement = waiting(org, id);
    statement
        .value("raw_hash", whole.hash().stored())
        .value("size_octets", whole.size_octets().stored())
        .value("state", IntakeState::Stored.as_str())
        .value("state_at", at.stored())
        .value("attempts", 0)
        .value("error", None::<String>)
        .value("left_because", None::<String>)
        .value("fetch_again_at", None::<i64>)
        .value("due_at", at.stored());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    raw::let_go(tx, &before).await?;
    raw::insert(tx, whole).await?;
    let step = Step::Stored { size_octets: whole.size_octets(), hash: whole.hash().to_string() };
    tell(tx, org, id, (at, step)).await?;
    Ok(true)
}

/// It cannot be had this time either.
pub async fn record_left_again(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    left: &Left,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = waiting(org, id);
    statement
        .value("left_because", left.because.as_str())
        .value("error", left.error.as_str())
        .value("fetch_again_at", None::<i64>)
        .value("state_at", at.stored());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    tell(tx, org, id, (at, Step::Failed { error: left.error.clone() })).await?;
    Ok(true)
}

fn waiting(org: OrganisationId, id: IntakeId) -> UpdateStatement {
    let mut statement = sql::update("intakes", org, id);
    statement.and_where(col("fetch_again_at").is_not_null()).and_where(col("purged_at").is_null());
    statement
}

async fn tell(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    (at, step): (Timestamp, Step),
) -> Result<(), StoreError> {
    let entry = TimelineEntry { subject: Subject::Intake(id), at, step };
    timeline::insert_many(tx, org, &[entry]).await?;
    events::insert(tx, org, Change::intake(id));
    Ok(())
}
