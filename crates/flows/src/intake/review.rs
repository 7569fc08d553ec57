//! A person decides where a mail belongs that waits for review.

use domain::intake::Decision;
use domain::timeline::{Step, Subject};
use domain::{Actor, IntakeId, Problem};
use store::StoreError;
use store::timeline::TimelineEntry;

use crate::office::Office;
use crate::problem;

/// Sends the mail on its way with the decision: into the case with this number, or a new one.
///
/// # Errors
/// 409 when it does not wait for review, 422 when there is no such case.
pub async fn decide(
    office: &Office,
    actor: &Actor,
    id: IntakeId,
    case_number: Option<i64>,
) -> Result<(), Problem> {
    let (organisation, user_id, at) = (actor.organisation, actor.user, office.now());
    let case_id = match case_number {
        None => None,
        Some(number) => {
            let conn = office.store().read();
            let case = store::cases::find_by_number(&conn, organisation, number).await;
            let case = case.map_err(problem::from_store)?.ok_or_else(|| {
                let detail = format!("there is no case with the number {number}");
                Problem::invalid("case_number", "intake.no_such_case", detail)
                    .with("number", number.to_string())
            })?;
            Some(case.id)
        }
    };
    let decision = Decision { case_id, user_id };
    let done = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let done = store::intake::record_decision(tx, organisation, id, decision, at).await?;
                if done {
                    let step = Step::Decided { user_id, number: case_number };
                    let entry = TimelineEntry { subject: Subject::Intake(id), at, step };
                    store::timeline::insert_many(tx, organisation, &[entry]).await?;
                }
                Ok::<_, StoreError>(done)
            })
        })
        .await
        .map_err(problem::from_store)?;
    if !done {
        return Err(Problem::conflict("intake.not_for_review", "the mail does not wait for review"));
    }
    office.signals().intake.notify_one();
    Ok(())
}
