//! The second stage: the filters of the mail's mailbox, in their order.

use domain::FilterId;
use domain::timeline::Step;
use policy::case_match::Verdict;
use policy::filter::{Effects, Match, Miss, Texts, Tried, decide};
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::request_types::{self, Asked};

/// Runs the filters, counts their hits, and notes each that matched, on what and to what end.
pub(super) async fn run(
    tx: &Tx,
    passage: &mut Passage<'_>,
    belongs: &Verdict,
) -> Result<Effects, StoreError> {
    let reading = passage.reading;
    let skipped = &reading.row.skip_filter_ids;
    skipped.iter().for_each(|id| passage.note(Step::FilterSkipped { filter_id: *id }));
    let asked = request_type(tx, passage, belongs).await?;
    let texts = Texts::new(&reading.parsed, reading.row.size_octets).of_type(asked.of_case());
    let verdict = decide(passage.rules.filters.iter().map(|filter| &**filter), &texts, skipped);
    let tells_all = verdict.effects.debug || reading.row.debug;
    let mut hits: Vec<FilterId> = Vec::new();
    for tried in verdict.tried {
        match tried {
            Tried::Match(found) => {
                hits.push(found.id);
                passage.note(matched_step(found, &asked));
            }
            Tried::Miss(miss) if tells_all => passage.note(tried_step(miss)),
            Tried::Miss(_) => {}
        }
    }
    if !hits.is_empty() {
        store::filters::record_hits(tx, passage.organisation(), &hits, passage.desk.now).await?;
    }
    Ok(verdict.effects)
}

/// What filters may ask of its case; nothing is read where none asks.
async fn request_type(tx: &Tx, passage: &Passage<'_>, belongs: &Verdict) -> Result<Asked, StoreError> {
    if !passage.rules.filters.iter().any(|filter| filter.asks_for_request_type()) {
        return Ok(Asked::default());
    }
    let answers = match belongs {
        Verdict::Existing { evidence, .. } => Some(evidence.case),
        Verdict::Review { .. } | Verdict::New(_) => None,
    };
    let of_mailbox = passage.rules.mailbox.as_ref().and_then(|mailbox| mailbox.settings.request_type_id);
    request_types::asked(tx, passage.organisation(), (answers, of_mailbox)).await
}

fn matched_step(found: Match, asked: &Asked) -> Step {
    let names = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let actions = names(found.actions);
    Step::FilterMatched {
        filter_id: found.id,
        name: found.name,
        matched: found.reasons.first().map(|reason| reason.text.clone()).unwrap_or_default(),
        action: actions.first().cloned().unwrap_or_default(),
        reasons: asked.all_named(found.reasons),
        variables: found.variables,
        actions,
        left_out: names(found.left_out),
    }
}

fn tried_step(miss: Miss) -> Step {
    let condition = miss.condition.and_then(|place| u32::try_from(place + 1).ok());
    Step::FilterTried { filter_id: miss.id, name: miss.name, condition }
}
