//! An organisation's own rules on what returns mean: kept ready; made, changed and deleted (`change`), and tried on what
//! came back (`trial`).

mod change;
mod trial;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Actor, OrganisationId, Problem, Timestamp};
use policy::returns::{OwnRule, RuleSet};
use store::return_rules::{self, ReturnRule, ReturnRuleRow};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;

pub use change::{Saved, change_rule, create_rule, delete_rule};
pub use trial::{Changed, Proposal, Trial, try_rule};

/// How long rules are kept ready before they are looked at again, milliseconds: another node's change is followed
/// within this time.
const KEPT_MS: i64 = 30_000;
/// Organisations whose rules are kept ready; with more, all are made ready anew.
const KEPT_MAX: usize = 500;
/// Rules that were made ready, and when.
#[derive(Default)]
pub(crate) struct ReadyRules(Mutex<HashMap<OrganisationId, (Timestamp, Rules)>>);

/// The rules of one organisation.
#[derive(Clone)]
pub(crate) enum Rules {
    /// Those that come with Posthus.
    Standard,
    /// With its own before them.
    Own(Arc<RuleSet>),
}

impl Rules {
    /// The set.
    pub(crate) fn set(&self) -> &RuleSet {
        match self {
            Self::Standard => RuleSet::standard(),
            Self::Own(set) => set,
        }
    }
}

/// The rules of an organisation, ready to be asked.
pub(crate) async fn of(
    office: &Office,
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<Rules, StoreError> {
    let (ready, now) = (&office.ready_rules().0, office.now());
    {
        let known = ready.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = known.get(&organisation).filter(|(at, _)| now.millis_since(*at) < KEPT_MS);
        if let Some((_, rules)) = fresh {
            return Ok(rules.clone());
        }
    }
    let rules = made(&return_rules::list(conn, organisation).await?);
    let mut known = ready.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KEPT_MAX {
        known.clear();
    }
    known.insert(organisation, (now, rules.clone()));
    Ok(rules)
}

/// Rules that were good when they were saved; one that is not any more is left out.
fn made(rows: &[ReturnRuleRow]) -> Rules {
    if rows.is_empty() {
        return Rules::Standard;
    }
    let mut own: Vec<OwnRule> = rows.iter().map(|row| own(&row.id.to_string(), &row.rule)).collect();
    loop {
        match RuleSet::standard().with_own(&own) {
            Ok(set) => return Rules::Own(Arc::new(set)),
            Err(error) => {
                tracing::error!(%error, "an own rule on returns cannot be used");
                let before = own.len();
                own.retain(|rule| rule.id != error.rule);
                if own.is_empty() || own.len() == before {
                    return Rules::Standard;
                }
            }
        }
    }
}

/// What a rule is called in verdicts.
fn own_name(id: &str) -> String {
    format!("own-{id}")
}

fn own(id: &str, rule: &ReturnRule) -> OwnRule {
    OwnRule {
        id: own_name(id),
        class: rule.class,
        phrases: rule.phrases.clone(),
        host: rule.host.clone(),
        sample: rule.sample.clone(),
    }
}

/// All rules of an organisation, in the order in which they are asked.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<ReturnRuleRow>, Problem> {
    let conn = office.store().read();
    return_rules::list(&conn, actor.organisation).await.map_err(problem::from_store)
}

/// What was kept ready is out of date.
fn forget(office: &Office, organisation: OrganisationId) {
    office.ready_rules().0.lock().unwrap_or_else(PoisonError::into_inner).remove(&organisation);
}
