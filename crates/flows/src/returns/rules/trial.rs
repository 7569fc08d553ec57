//! What a rule would have changed: tried on the newest returns, and nothing is written.

use domain::returns::ReturnClass;
use domain::{Actor, Problem, ReturnRuleId};
use policy::returns::{Evidence, RuleSet};
use store::return_rules::{self, ReturnRule, ReturnRuleRow};
use store::returns::ReturnRow;

use super::change::checked;
use super::{made, own, own_name};
use crate::office::Office;
use crate::problem;

/// Returns that a rule is tried on: the newest.
pub(super) const TRIED_MAX: u64 = 5_000;
/// Changes that a trial tells; further ones are counted.
const TOLD_MAX: usize = 50;
/// The name of a rule that is not saved.
const NEW: &str = "new";

/// What somebody means to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proposal {
    /// Make this rule.
    New(ReturnRule),
    /// Change one to this.
    Changed(ReturnRuleId, ReturnRule),
    /// Delete it.
    Gone(ReturnRuleId),
}

/// What it would have changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trial {
    /// Returns that it was tried on.
    pub tried: u64,
    /// How many would be judged otherwise.
    pub changed: u64,
    /// The first 50 of them.
    pub changes: Vec<Changed>,
}

/// One return that would be judged otherwise.
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

/// Tries it on the newest returns; nothing is changed.
///
/// # Errors
/// 404 for a rule that is not there, 422 for one that is wrong.
pub async fn try_rule(office: &Office, actor: &Actor, proposal: Proposal) -> Result<Trial, Problem> {
    let proposal = match proposal {
        Proposal::New(rule) => Proposal::New(checked(rule)?),
        Proposal::Changed(id, rule) => Proposal::Changed(id, checked(rule)?),
        Proposal::Gone(id) => Proposal::Gone(id),
    };
    let conn = office.store().read();
    let rows = return_rules::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let (set, name) = proposed(&rows, &proposal)?;
    let returns = store::returns::list_newest(&conn, actor.organisation, TRIED_MAX).await;
    let returns = returns.map_err(problem::from_store)?;
    let tried = tokio::task::spawn_blocking(move || trial(&set, &name, &returns)).await;
    tried.map_err(|_| problem::internal("returns.try_rule"))
}

fn trial(set: &RuleSet, name: &str, returns: &[ReturnRow]) -> Trial {
    let mut trial = Trial { tried: returns.len() as u64, ..Trial::default() };
    for row in returns {
        // What names nobody is judged once somebody has said whom it is about.
        let Some(address) = &row.told.address else { continue };
        let (before, verdict) = (&row.told.judged, set.judge(&of_words(row)));
        // Only what the rule itself decides, or did: of the others the report said more than its words.
        let is_about = &*verdict.rule == name || before.rule == name;
        if !is_about || verdict.class == before.class {
            continue;
        }
        trial.changed += 1;
        if trial.changes.len() < TOLD_MAX {
            trial.changes.push(Changed {
                address: address.to_string(),
                words: row.told.words.clone(),
                before: before.class,
                after: verdict.class,
            });
        }
    }
    trial
}

/// What is kept of a return for rules to read.
pub(super) fn of_words(row: &ReturnRow) -> Evidence<'_> {
    Evidence {
        hosts: [row.told.host.as_deref(), None],
        about: row.told.about,
        at_relay: row.told.at_relay,
        ..Evidence::of_words(&row.told.words)
    }
}

/// The rules as they would be, and the name of the one that it is about.
pub(super) fn proposed(rows: &[ReturnRuleRow], proposal: &Proposal) -> Result<(RuleSet, String), Problem> {
    let named = |row: &ReturnRuleRow| own(&row.id.to_string(), &row.rule);
    match proposal {
        Proposal::New(rule) => {
            let all = std::iter::once(own(NEW, rule)).chain(rows.iter().map(named)).collect();
            with(all, own_name(NEW))
        }
        Proposal::Changed(id, rule) => {
            let name = name_among(rows, *id)?;
            let each = |row: &ReturnRuleRow| {
                if row.id == *id { own(&id.to_string(), rule) } else { named(row) }
            };
            with(rows.iter().map(each).collect(), name)
        }
        Proposal::Gone(id) => {
            let name = name_among(rows, *id)?;
            let kept: Vec<_> = rows.iter().filter(|row| row.id != *id).cloned().collect();
            Ok((made(&kept).set().clone(), name))
        }
    }
}

fn name_among(rows: &[ReturnRuleRow], id: ReturnRuleId) -> Result<String, Problem> {
    let is_there = rows.iter().any(|row| row.id == id);
    is_there.then(|| own_name(&id.to_string())).ok_or_else(|| Problem::not_found("rule"))
}

fn with(all: Vec<policy::returns::OwnRule>, name: String) -> Result<(RuleSet, String), Problem> {
    let set = RuleSet::standard().with_own(&all).map_err(|error| {
        let (field, code) = if error.rule == name {
            ("sample", "return_rule.sample")
        } else {
            ("phrases", "return_rule.shadows")
        };
        Problem::invalid(field, code, error.to_string())
    })?;
    Ok((set, name))
}
