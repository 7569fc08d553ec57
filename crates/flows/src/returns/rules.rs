//! An organisation's own rules on what returns mean: kept ready, made, tried on what came back, and deleted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::returns::ReturnClass;
use domain::{Actor, OrganisationId, Problem, ReturnRuleId, Timestamp};
use policy::returns::{Evidence, OwnRule, RuleSet};
use store::return_rules::{self, RULES_MAX, ReturnRule, ReturnRuleRow};
use store::returns::ReturnRow;
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// How long rules are kept ready before they are looked at again, milliseconds: another node's change is followed
/// within this time.
const KEPT_MS: i64 = 30_000;
/// Organisations whose rules are kept ready; with more, all are made ready anew.
const KEPT_MAX: usize = 500;
/// Returns that a rule is tried on: the newest.
const TRIED_MAX: u64 = 5_000;
/// Changes that a trial tells; further ones are counted.
const TOLD_MAX: usize = 50;
/// Characters of a phrase or a host, and of a sample.
const TEXT_MAX: (usize, usize) = (200, 1_000);

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

fn own(id: &str, rule: &ReturnRule) -> OwnRule {
    OwnRule {
        id: format!("own-{id}"),
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

/// What a new rule would have changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trial {
    /// Returns that it was tried on.
    pub tried: u64,
    /// How many it judges otherwise.
    pub changed: u64,
    /// The first 50 of them.
    pub changes: Vec<Changed>,
}

/// One return that is judged otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The address.
    pub address: String,
    /// The words.
    pub words: String,
    /// What it came back as.
    pub before: ReturnClass,
    /// What it would.
    pub after: ReturnClass,
}

/// Tries a new rule on the newest returns; nothing is changed.
///
/// # Errors
/// 422 for a rule that is wrong.
pub async fn try_rule(office: &Office, actor: &Actor, rule: ReturnRule) -> Result<Trial, Problem> {
    let rule = checked(rule)?;
    let conn = office.store().read();
    let rows = return_rules::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let set = with_new(&rows, &rule)?;
    let returns = store::returns::list_newest(&conn, actor.organisation, TRIED_MAX).await;
    let returns = returns.map_err(problem::from_store)?;
    let tried = tokio::task::spawn_blocking(move || trial(&set, &returns)).await;
    tried.map_err(|_| problem::internal("returns.try_rule"))
}

fn trial(set: &RuleSet, returns: &[ReturnRow]) -> Trial {
    let mut trial = Trial { tried: returns.len() as u64, ..Trial::default() };
    for row in returns {
        let before = row.told.judged.class;
        let evidence =
            Evidence { hosts: [row.told.host.as_deref(), None], ..Evidence::of_words(&row.told.words) };
        let verdict = set.judge(&evidence);
        // Only what the new rule itself decides: of the others the report said more than its words.
        if !verdict.rule.starts_with("own-new") || verdict.class == before {
            continue;
        }
        trial.changed += 1;
        if trial.changes.len() < TOLD_MAX {
            trial.changes.push(Changed {
                address: row.told.address.to_string(),
                words: row.told.words.clone(),
                before,
                after: verdict.class,
            });
        }
    }
    trial
}

/// Makes a rule; it holds for what comes back from now on.
///
/// # Errors
/// 422 for a rule that is wrong, 409 for too many.
pub async fn create_rule(office: &Office, actor: &Actor, rule: ReturnRule) -> Result<ReturnRuleId, Problem> {
    let rule = checked(rule)?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let rule = rule.clone();
        Box::pin(async move {
            let rows = return_rules::list(tx, organisation).await?;
            if rows.len() >= RULES_MAX {
                let detail = format!("there are {RULES_MAX} rules already; delete one first");
                return Err(Refused::from(Problem::conflict("return_rule.too_many", detail)));
            }
            with_new(&rows, &rule)?;
            Ok(return_rules::insert(tx, organisation, &rule, by).await?)
        })
    });
    let id = written.await.map_err(Refused::into_problem)?;
    forget(office, organisation);
    Ok(id)
}

/// Deletes a rule.
///
/// # Errors
/// 404 when there is none.
pub async fn delete_rule(office: &Office, actor: &Actor, id: ReturnRuleId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { return_rules::delete(tx, organisation, id).await }));
    let was_there = written.await.map_err(problem::from_store)?;
    forget(office, organisation);
    if was_there { Ok(()) } else { Err(Problem::not_found("rule")) }
}

fn forget(office: &Office, organisation: OrganisationId) {
    office.ready_rules().0.lock().unwrap_or_else(PoisonError::into_inner).remove(&organisation);
}

/// The rules with a new one before them.
fn with_new(rows: &[ReturnRuleRow], rule: &ReturnRule) -> Result<RuleSet, Problem> {
    let mut all = vec![own("new", rule)];
    all.extend(rows.iter().map(|row| own(&row.id.to_string(), &row.rule)));
    RuleSet::standard().with_own(&all).map_err(|error| {
        let (field, code) = if error.rule == "own-new" {
            ("sample", "return_rule.sample")
        } else {
            ("phrases", "return_rule.shadows")
        };
        Problem::invalid(field, code, error.to_string())
    })
}

fn checked(rule: ReturnRule) -> Result<ReturnRule, Problem> {
    let phrases: Vec<String> = rule
        .phrases
        .iter()
        .map(|phrase| phrase.trim().to_owned())
        .filter(|phrase| !phrase.trim_matches('*').trim().is_empty())
        .collect();
    let too_long = |text: &str, max: usize| text.chars().count() > max;
    if phrases.is_empty() || phrases.len() > 20 || phrases.iter().any(|phrase| too_long(phrase, TEXT_MAX.0)) {
        let detail = format!("write 1 to 20 phrases of at most {} characters", TEXT_MAX.0);
        return Err(Problem::invalid("phrases", "return_rule.phrases", detail));
    }
    let (host, sample) = (rule.host.trim().to_lowercase(), rule.sample.trim().to_owned());
    if sample.is_empty() || too_long(&sample, TEXT_MAX.1) {
        let detail = "write the words of a return that the rule is meant for";
        return Err(Problem::invalid("sample", "return_rule.no_sample", detail));
    }
    if too_long(&host, TEXT_MAX.0) || host.contains(char::is_whitespace) {
        return Err(Problem::invalid(
            "host",
            "return_rule.host",
            "write the name of a host, as mx.example.org",
        ));
    }
    Ok(ReturnRule { class: rule.class, phrases, host, sample })
}
