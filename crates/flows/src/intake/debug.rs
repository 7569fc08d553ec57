//! *Import with debugging*: one mail goes through the pipeline again, and the one who asked sees
//! what happened to it.

use std::time::Duration;

use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{Actor, IntakeId, Problem, Timestamp};
use store::intake::IntakeRow;

use super::{IntakeWorker, import_again};
use crate::office::Office;
use crate::problem;
use crate::worker::Found;

/// How long the one who asked waits; the mail is handled all the same.
const WITHIN: Duration = Duration::from_secs(20);

/// What a run showed.
#[derive(Debug, Clone, PartialEq)]
pub struct DebugRun {
    /// The steps from the moment it was asked for.
    pub trace: Vec<(Timestamp, Step)>,
    /// Where the mail stands after it.
    pub outcome: IntakeState,
}

/// Runs it.
///
/// # Errors
/// 404 for no such mail, 409 for one that neither failed nor is blocked, 503 when it takes too
/// long: it goes on, and its timeline will tell.
pub async fn debug(office: &Office, actor: &Actor, id: IntakeId) -> Result<DebugRun, Problem> {
    find(office, actor, id).await?;
    let before = trace(office, actor, id).await?.len();
    let mut changes = store::events::subscribe(office.store());
    let organisation = actor.organisation;
    office
        .store()
        .write(move |tx| Box::pin(async move { store::intake::request_debug(tx, organisation, id).await }))
        .await
        .map_err(problem::from_store)?;
    let mut bulk = import_again(office, actor, &[id]).await?;
    if let Some((_, problem)) = bulk.failed.pop() {
        return Err(problem);
    }
    let worker = IntakeWorker::new(office.clone());
    let handled = async {
        loop {
            let row = find(office, actor, id).await?;
            if row.state != IntakeState::Stored {
                return Ok(row.state);
            }
            // Another worker may hold it already: then its commit is what we wait for.
            if worker.run_once().await.map_err(problem::from_store)? == Found::Nothing {
                let _hint = tokio::time::timeout(Duration::from_secs(1), changes.recv()).await;
            }
        }
    };
    let outcome =
        tokio::time::timeout(WITHIN, handled).await.map_err(|_| problem::internal("intake.debug"))??;
    let trace = trace(office, actor, id).await?.split_off(before);
    Ok(DebugRun { trace, outcome })
}

async fn find(office: &Office, actor: &Actor, id: IntakeId) -> Result<IntakeRow, Problem> {
    let conn = office.store().read();
    let row = store::intake::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    row.ok_or_else(|| Problem::not_found("mail in the inbox queue"))
}

async fn trace(office: &Office, actor: &Actor, id: IntakeId) -> Result<Vec<(Timestamp, Step)>, Problem> {
    let conn = office.store().read();
    store::timeline::list(&conn, actor.organisation, Subject::Intake(id)).await.map_err(problem::from_store)
}
