//! Pauses of automatic replies: seen, and lifted by a person.

use domain::{Actor, BudgetId, CaseId, Problem, Timestamp};
use store::budgets::BudgetRow;
use store::cases::CaseScope;
use store::events::{self, Change};

use super::settings::{AutoReplySettings, of_organisation};
use super::{CASE, ORGANISATION, SENDER};
use crate::office::Office;
use crate::{forward, problem};

/// Automatic replies, or forwarded mail, that somebody does not get for a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pause {
    /// The budget that is used up.
    pub id: BudgetId,
    /// `address`, `case`, `organisation` or `forward`.
    pub scope: String,
    /// The address, for an address and a forward.
    pub address: Option<String>,
    /// The case and its number, for a case.
    pub case: Option<(CaseId, i64)>,
    /// How many were asked for since then.
    pub asked: u32,
    /// How many of these were not sent.
    pub refused: u32,
    /// Since when.
    pub since: Timestamp,
    /// When the next one is sent.
    pub resumes_at: Timestamp,
}

/// All pauses that last, the longest first.
///
/// # Errors
/// When the store fails.
pub async fn list_paused(office: &Office, actor: &Actor) -> Result<Vec<Pause>, Problem> {
    let (conn, organisation, now) = (office.store().read(), actor.organisation, office.now());
    let settings = of_organisation(&conn, organisation).await.map_err(problem::from_store)?;
    let rows = store::budgets::list_paused(&conn, organisation, now).await.map_err(problem::from_store)?;
    let mut pauses = Vec::new();
    for row in rows {
        let Some(resumes_at) = resumes_at(&row, &settings).filter(|at| *at > now) else { continue };
        let case = match row.name.parse::<CaseId>() {
            Ok(id) if row.scope == CASE => {
                let found = store::cases::find(&conn, organisation, id, &CaseScope::All).await;
                found.map_err(problem::from_store)?.map(|case| (id, case.number))
            }
            Ok(_) | Err(_) => None,
        };
        let has_address = row.scope == SENDER || row.scope == forward::SCOPE;
        pauses.push(Pause {
            id: row.id,
            address: has_address.then(|| row.name.clone()),
            scope: row.scope,
            case,
            asked: row.asked,
            refused: row.refused,
            since: row.since,
            resumes_at,
        });
    }
    Ok(pauses)
}

fn resumes_at(row: &BudgetRow, settings: &AutoReplySettings) -> Option<Timestamp> {
    let budget = match row.scope.as_str() {
        SENDER => AutoReplySettings::narrow(settings.per_address),
        CASE => AutoReplySettings::narrow(settings.per_case),
        ORGANISATION => settings.storm(),
        forward::SCOPE => forward::BUDGET,
        _ => return None,
    };
    Some(budget.resumes_at(row.full_at))
}

/// Ends a pause: the next reply is sent.
///
/// # Errors
/// 404 when it is over already.
pub async fn lift(office: &Office, actor: &Actor, id: BudgetId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let lifted = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::settings());
                store::budgets::lift(tx, organisation, id).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    if lifted { Ok(()) } else { Err(Problem::not_found("pause")) }
}
