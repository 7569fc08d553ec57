//! A plain setting changed by its name: the part that it belongs to checks and writes it, as it does from its own page.

use domain::org::Right;
use domain::{Actor, Problem, ProblemKind};
use serde_json::{Value, json};

use super::catalogue::{ENTRIES, Group, Place};
use super::edit::{Edit, read};
use crate::bins::BinDaysInput;
use crate::office::Office;
use crate::organisation::OrganisationInput;
use crate::returns::ReturnsChange;
use crate::{
    audit, auto_reply, bins, compose, faq, file_links, notify, organisation, outbox, people, problem,
    returns, sender_domains, sent_mail,
};

/// Sets it; null is what it is by default.
///
/// # Errors
/// 403 for what programs answer, without the right to the templates, 404 for a setting that there is not, 409 for one that is changed elsewhere, 422 for a value that it cannot have.
pub async fn set(office: &Office, actor: &Actor, name: &str, value: Value) -> Result<(), Problem> {
    let found = ENTRIES.iter().find(|one| one.name == name);
    let one = found.ok_or_else(|| Problem::not_found("setting"))?;
    match one.place {
        Place::Here => {}
        Place::Page(_) => {
            let detail = "this setting has a page of its own; change it there";
            return Err(Problem::conflict("setting.elsewhere", detail));
        }
        Place::Configuration(key) => {
            let detail = format!("the operator sets `{key}` in the configuration of this installation");
            return Err(Problem::conflict("setting.of_installation", detail).with("key", key));
        }
    }
    if one.group == Group::Answers && !actor.may(Right::Templates) {
        let right = Right::Templates.as_str();
        let detail = format!("what programs answer is changed by those who have the right `{right}`");
        return Err(Problem::new(ProblemKind::Forbidden, "right_missing", detail).with("right", right));
    }
    if value.is_null() && name == "sending.unverified" {
        // What is shown as its default is the operator's, and no choice of the organisation's.
        return compose::reset_unverified(office, actor).await;
    }
    let value = if value.is_null() {
        super::values::of_organisation(office, actor).await.map_err(problem::from_store)?.of(one).1
    } else {
        value
    };
    let (section, field) = name.split_once('.').unwrap_or((name, ""));
    let changed = by_section(office, actor, (section, field), value).await;
    // Here each has one field, whatever it is called on its own page.
    changed.map_err(|problem| {
        let field = problem.field.and(Some("value"));
        Problem { field, ..problem }
    })
}

/// One of the settings of a section. Of those that have a single one, nothing else is there to be kept.
fn one<T>(field: &str, value: Value) -> Edit<T> {
    Edit::One(field.to_owned(), value)
}

async fn by_section(
    office: &Office,
    actor: &Actor,
    (section, field): (&str, &str),
    value: Value,
) -> Result<(), Problem> {
    match section {
        "organisation" => organisation::change(office, actor, organisation_input(field, value)?).await,
        "acquaintance" => {
            people::set_acquaintance(office, actor, one::<people::Acquaintance>(field, value)).await
        }
        "person_import" => {
            people::set_import_limits(office, actor, one::<people::ImportLimits>(field, value)).await
        }
        "notify" => notify::put(office, actor, one::<notify::NotifySettings>(field, value)).await,
        "auto_reply" => auto_reply::change(office, actor, one(field, value)).await,
        "faq" => faq::put_rules(office, actor, one::<faq::FaqRules>(field, value)).await,
        "sending" => {
            let input: compose::SendingInput = read(json!({ (field): value }))?;
            compose::change_rules(office, actor, input).await
        }
        "file_links" => {
            file_links::put_rules(office, actor, one::<file_links::FileLinkRules>(field, value)).await
        }
        "send_rates" => {
            let now = outbox::own_rate(office, actor).await?;
            outbox::set_own_rate(office, actor, one(field, value).over(now)?).await
        }
        "refusals" => {
            let now = outbox::refusal_rules(office, actor).await?;
            outbox::set_refusal_rules(office, actor, one(field, value).over(now)?).await
        }
        "bins" => {
            let days: u32 = read(value)?;
            let bin = match field {
                "cases" => BinDaysInput { cases: Some(days), ..BinDaysInput::default() },
                "spam" => BinDaysInput { spam: Some(days), ..BinDaysInput::default() },
                _ => BinDaysInput { queues: Some(days), ..BinDaysInput::default() },
            };
            bins::set_days(office, actor, bin).await
        }
        "returns" => returns::set_rules(office, actor, rules_of_returns(field, value)?).await,
        "sent_mail" => {
            let now = sent_mail::rules(office, actor).await?;
            sent_mail::put_rules(office, actor, one(field, value).over(now)?).await
        }
        "domain_reports" => {
            let (now, _) = sender_domains::report_settings(office, actor).await?;
            sender_domains::put_report_settings(office, actor, one(field, value).over(now)?).await
        }
        "audit" => audit::set_days(office, actor, read(value)?).await,
        _ => Err(Problem::not_found("setting")),
    }
}

fn organisation_input(field: &str, value: Value) -> Result<OrganisationInput, Problem> {
    Ok(if field == "name" {
        OrganisationInput { name: Some(read(value)?), language: None }
    } else {
        OrganisationInput { name: None, language: Some(read(value)?) }
    })
}

/// What is done about mail that comes back, with this field of it changed.
fn rules_of_returns(field: &str, value: Value) -> Result<ReturnsChange, Problem> {
    let same = ReturnsChange::default();
    Ok(match field {
        "trial_days" => ReturnsChange { trial_days: Some(read(value)?), ..same },
        "mail_lifts_blocks" => ReturnsChange { mail_lifts_blocks: Some(read(value)?), ..same },
        _ => ReturnsChange { accepted: Some(read(value)?), ..same },
    })
}
