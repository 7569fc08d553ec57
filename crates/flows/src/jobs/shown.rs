//! Which of one's own jobs are told.

use domain::{Actor, Problem};
use store::jobs::JobRow;

use super::SHOWN_MAX;
use super::planned::{PLANS, planned};
use crate::office::Office;
use crate::problem;

/// Older jobs among which those are looked for that planned mails.
const OLDER_MAX: u32 = 200;

/// One's own newest jobs, newest first, and older ones whose planned mails are still to go.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<JobRow>, Problem> {
    let known = known(office, actor).await?;
    let planned = planned(&known, &known, office.now());
    let shown = known.into_iter().zip(0..);
    let shown = shown.filter(|(job, place)| *place < SHOWN_MAX || planned.contains_key(&job.id));
    Ok(shown.map(|(job, _)| job).collect())
}

/// One's own newest jobs, newest first, and older ones that planned mails or took such back: what is told of any is found among
/// these.
///
/// # Errors
/// When the store fails.
pub async fn known(office: &Office, actor: &Actor) -> Result<Vec<JobRow>, Problem> {
    let (conn, org, user) = (office.store().read(), actor.organisation, actor.user);
    let mut known = store::jobs::list(&conn, org, user, SHOWN_MAX).await.map_err(problem::from_store)?;
    if let Some(oldest) = known.last().map(|job| job.id) {
        let older = store::jobs::list_planning(&conn, org, user, (oldest, PLANS), OLDER_MAX).await;
        known.extend(older.map_err(problem::from_store)?);
    }
    Ok(known)
}
