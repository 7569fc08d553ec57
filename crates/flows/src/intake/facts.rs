//! The facts by which policy decides, read in the transaction that acts on them.

use domain::EmailAddress;
use mail::Parsed;
use policy::case_match::{Evidence, Facts};
use policy::case_token::TokenKey;
use policy::filter::{Filter, Pattern};
use policy::subject;
use store::cases::CaseScope;
use store::filters::FilterRow;
use store::{Conn, StoreError};

use super::reading::Reading;

/// Message-IDs of one mail that are looked up: a long thread names its whole past.
const REFERENCES_MAX: usize = 50;

/// What is known about the case that a mail belongs to.
pub(super) async fn of_case(conn: &Conn, key: &TokenKey, reading: &Reading) -> Result<Facts, StoreError> {
    let organisation = reading.row.organisation;
    let ids = answered_ids(reading);
    let mut facts = Facts::default();
    for id in &ids {
        let Some(case) = key.case(organisation, id) else { continue };
        if store::cases::find(conn, organisation, case, &CaseScope::All).await?.is_some() {
            facts.tokens.push(Evidence { case, text: id.clone() });
            return Ok(facts);
        }
    }
    if !ids.is_empty() {
        let found = store::cases::find_by_message_ids(conn, organisation, &ids).await?;
        let evidence = |case: store::cases::CaseRef| Evidence {
            case: case.id,
            text: case.message_id.unwrap_or_default(),
        };
        facts.references = found.into_iter().map(evidence).collect();
    }
    if facts.references.is_empty()
        && let Some(number) = subject::number(&reading.parsed.subject)
        && let Some(case) = store::cases::find_by_number(conn, organisation, number).await?
    {
        let participants = store::cases::participants(conn, organisation, case.id).await?;
        facts.sender_takes_part = sender_is_among(&reading.parsed, &participants);
        facts.subject = Some(Evidence { case: case.id, text: subject::tag(number) });
    }
    Ok(facts)
}

/// The Message-IDs that a mail answers, the latest first: `In-Reply-To`, then `References` from
/// its end (RFC 5322 3.6.4), then what a delivery report reports on.
fn answered_ids(reading: &Reading) -> Vec<String> {
    let parsed = &reading.parsed;
    let mut ids: Vec<String> = Vec::new();
    let all = parsed.in_reply_to.iter().chain(parsed.references.iter().rev()).chain(&reading.reported_id);
    for id in all {
        if ids.len() < REFERENCES_MAX && !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn sender_is_among(parsed: &Parsed, participants: &[EmailAddress]) -> bool {
    let sender = parsed.from.as_ref().and_then(|from| from.address.as_ref());
    sender.is_some_and(|sender| participants.iter().any(|participant| participant.key() == sender.key()))
}

/// Filters ready to run. A stored pattern that cannot be read any more matches nothing.
pub(super) fn filters(rows: &[FilterRow]) -> Vec<Filter> {
    let compile = |row: &FilterRow| {
        let settings = &row.settings;
        let pattern = Pattern::new(settings.operator, &settings.pattern)
            .inspect_err(|error| tracing::warn!(filter.id = %row.id, %error, "a filter cannot run"))
            .ok()?;
        Some(Filter {
            id: row.id,
            name: settings.name.clone(),
            field: settings.field,
            pattern,
            action: settings.action.clone(),
        })
    };
    rows.iter().filter_map(compile).collect()
}
