//! Mails whose handling was begun before and never came to an end: the process may have died in
//! one of them. Each is tried alone, so that a crash takes the crashing mail to a person and no
//! other, and one that was tried too often is not even read again.

use domain::timeline::{Step, Subject};
use domain::{IntakeId, OrganisationId, limits};
use store::intake::{Failed, IntakeRow, Release};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::lease;
use crate::office::Office;

/// What a mail is told that was tried so often without an end.
const NO_END: &str = "handling this mail was begun several times and never came to an end; look at its raw text, \
                      then import it again or delete it";

/// Those of a claimed batch that are handled together: all of them, or one suspect alone. The
/// others are given back, uncounted; suspects without a further try wait for a person.
pub(super) async fn set_apart(office: &Office, rows: Vec<IntakeRow>) -> Result<Vec<IntakeRow>, StoreError> {
    if rows.iter().all(|row| row.attempts < 2) {
        return Ok(rows);
    }
    let (over, rest): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.attempts > limits::INTAKE_ATTEMPTS_MAX);
    let first = rest.iter().position(|row| row.attempts >= 2);
    let (alone, back): (Vec<_>, Vec<_>) =
        rest.into_iter().enumerate().partition(|(at, _)| first.is_none() || first == Some(*at));
    let (over, back) = (places(over), places(back.into_iter().map(|(_, row)| row)));
    let (owner, now) = (lease::owner(office, "intake"), office.now());
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                for (organisation, id, error) in over {
                    give_up(tx, (organisation, id), &owner, (error, now)).await?;
                }
                for (organisation, id, _) in back {
                    let release = Release { due_at: now, error: None, counts: false };
                    store::intake::release(tx, organisation, id, &owner, &release).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    Ok(alone.into_iter().map(|(_, row)| row).collect())
}

/// A mail, and the words of its last failure.
type Place = (OrganisationId, IntakeId, Option<String>);

fn places(rows: impl IntoIterator<Item = IntakeRow>) -> Vec<Place> {
    rows.into_iter().map(|row| (row.organisation, row.id, row.error)).collect()
}

async fn give_up(
    tx: &Tx,
    (organisation, id): (OrganisationId, IntakeId),
    owner: &str,
    (error, at): (Option<String>, domain::Timestamp),
) -> Result<(), StoreError> {
    let error = error.unwrap_or_else(|| NO_END.to_owned());
    let failed = Failed { error: error.clone(), summary: None, at };
    if store::intake::record_failed(tx, organisation, id, owner, &failed).await? {
        metrics::counter!("posthus_intakes_failed_total").increment(1);
        let entry = TimelineEntry { subject: Subject::Intake(id), at, step: Step::Failed { error } };
        store::timeline::insert_many(tx, organisation, &[entry]).await?;
    }
    Ok(())
}
