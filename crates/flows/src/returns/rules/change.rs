//! Own rules made, changed and deleted. What waits to be looked at and a rule explains leaves the list with it.

use std::collections::BTreeMap;

use domain::{Actor, OrganisationId, Problem, ReturnId, ReturnRuleId, Timestamp, UserId};
use policy::returns::RuleSet;
use store::return_rules::{self, RULES_MAX, ReturnRule};
use store::returns::{Judged, ReturnRow};
use store::{StoreError, Tx};

use super::trial::{self, Proposal, TRIED_MAX, of_words};
use super::{forget, own_name};
use crate::office::Office;
use crate::problem;
use crate::returns::counting::judged;
use crate::users::Refused;

/// Characters of a phrase or a host, and of a sample.
const TEXT_MAX: (usize, usize) = (200, 1_000);

/// A rule that was made or changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saved {
    /// It.
    pub id: ReturnRuleId,
    /// Returns that waited to be looked at, and that it explains.
    pub explained: u64,
}

/// Makes a rule; it holds for what comes back from now on, and explains what waits to be looked at.
///
/// # Errors
/// 422 for a rule that is wrong, 409 for too many.
pub async fn create_rule(office: &Office, actor: &Actor, rule: ReturnRule) -> Result<Saved, Problem> {
    let rule = checked(rule)?;
    let explained = explained(office, actor, Proposal::New(rule.clone())).await?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let (rule, explained) = (rule.clone(), explained.clone());
        Box::pin(async move {
            let rows = return_rules::list(tx, organisation).await?;
            if rows.len() >= RULES_MAX {
                let detail = format!("there are {RULES_MAX} rules already; delete one first");
                return Err(Refused::from(Problem::conflict("return_rule.too_many", detail)));
            }
            trial::proposed(&rows, &Proposal::New(rule.clone()))?;
            let id = return_rules::insert(tx, organisation, &rule, by).await?;
            let explained = explain(tx, organisation, (id, explained), by).await?;
            Ok(Saved { id, explained })
        })
    });
    let saved = written.await.map_err(Refused::into_problem)?;
    forget(office, organisation);
    Ok(saved)
}

/// Changes a rule; what it decided before stays as it is.
///
/// # Errors
/// 404 when there is none, 422 for a rule that is wrong.
pub async fn change_rule(
    office: &Office,
    actor: &Actor,
    (id, rule): (ReturnRuleId, ReturnRule),
) -> Result<Saved, Problem> {
    let rule = checked(rule)?;
    let explained = explained(office, actor, Proposal::Changed(id, rule.clone())).await?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let (rule, explained) = (rule.clone(), explained.clone());
        Box::pin(async move {
            let rows = return_rules::list(tx, organisation).await?;
            trial::proposed(&rows, &Proposal::Changed(id, rule.clone()))?;
            if !return_rules::update(tx, organisation, (id, &rule), by).await? {
                return Err(Refused::from(Problem::not_found("rule")));
            }
            let explained = explain(tx, organisation, (id, explained), by).await?;
            Ok(Saved { id, explained })
        })
    });
    let saved = written.await.map_err(Refused::into_problem)?;
    forget(office, organisation);
    Ok(saved)
}

/// Deletes a rule; what it decided before stays as it is.
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

/// Returns with the same verdict of a rule.
type Explained = Vec<(Judged, Vec<ReturnId>)>;

/// The returns that wait to be looked at and that the rule decides: found before the transaction, which others wait
/// for.
async fn explained(office: &Office, actor: &Actor, proposal: Proposal) -> Result<Explained, Problem> {
    let conn = office.store().read();
    let rows = return_rules::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let (set, name) = trial::proposed(&rows, &proposal)?;
    let waiting = store::returns::list_waiting(&conn, actor.organisation, TRIED_MAX).await;
    let waiting = waiting.map_err(problem::from_store)?;
    let found = tokio::task::spawn_blocking(move || decided(&set, &name, &waiting)).await;
    found.map_err(|_| problem::internal("returns.explained"))
}

fn decided(set: &RuleSet, name: &str, waiting: &[ReturnRow]) -> Explained {
    let mut alike: BTreeMap<_, (Judged, Vec<ReturnId>)> = BTreeMap::new();
    // A rule says what words mean, and not whom a report is about that names nobody.
    for row in waiting.iter().filter(|row| row.told.address.is_some()) {
        let verdict = set.judge(&of_words(row));
        if &*verdict.rule != name {
            continue;
        }
        // Two classes can come of one rule: what a relay says, or what answers MAIL, may mean another thing.
        let key = (
            (verdict.class.as_str(), verdict.of_relay, verdict.kind.as_str()),
            verdict.cause.map(|cause| cause.as_str()),
            verdict.matched.clone(),
        );
        alike.entry(key).or_insert_with(|| (judged(&verdict), Vec::new())).1.push(row.id);
    }
    alike.into_values().collect()
}

async fn explain(
    tx: &Tx,
    organisation: OrganisationId,
    (id, explained): (ReturnRuleId, Explained),
    by: (UserId, Timestamp),
) -> Result<u64, StoreError> {
    let mut count = 0;
    for (judged, ids) in explained {
        // The rule had no name of its own before it was written.
        let judged = Judged { rule: own_name(&id.to_string()), ..judged };
        count += store::returns::explain(tx, organisation, (&ids, &judged), by).await?;
    }
    Ok(count)
}

/// A rule that can be tried and saved.
pub(super) fn checked(rule: ReturnRule) -> Result<ReturnRule, Problem> {
    if !rule.class.is_of_refusal() {
        let detail =
            format!("no server means `{}` by a refusal; choose what it says of the mail", rule.class);
        return Err(Problem::invalid("class", "return_rule.class", detail));
    }
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
    if let Some(phrase) = phrases.iter().find(|phrase| !policy::returns::has_words(phrase)) {
        let detail = format!(
            "`{phrase}` is a code alone, and codes are left out of the words that are looked through; write some of the words beside it"
        );
        return Err(Problem::invalid("phrases", "return_rule.codes_alone", detail));
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
