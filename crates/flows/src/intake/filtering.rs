//! The second stage: the filters of the mail's mailbox, in their order.

use domain::FilterId;
use domain::timeline::Step;
use policy::filter::{Effects, Match, Miss, Texts, Tried, decide};
use store::{StoreError, Tx};

use super::passage::Passage;

/// Runs the filters, counts their hits, and notes each that matched, on what and to what end.
pub(super) async fn run(tx: &Tx, passage: &mut Passage<'_>) -> Result<Effects, StoreError> {
    let reading = passage.reading;
    let skipped = &reading.row.skip_filter_ids;
    skipped.iter().for_each(|id| passage.note(Step::FilterSkipped { filter_id: *id }));
    let texts = Texts::new(&reading.parsed, reading.row.size_octets);
    let verdict = decide(passage.rules.filters.iter().map(|filter| &**filter), &texts, skipped);
    let tells_all = verdict.effects.debug || reading.row.debug;
    let mut hits: Vec<FilterId> = Vec::new();
    for tried in verdict.tried {
        match tried {
            Tried::Match(found) => {
                hits.push(found.id);
                passage.note(matched_step(found));
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

fn matched_step(found: Match) -> Step {
    let names = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let actions = names(found.actions);
    Step::FilterMatched {
        filter_id: found.id,
        name: found.name,
        matched: found.reasons.first().map(|reason| reason.text.clone()).unwrap_or_default(),
        action: actions.first().cloned().unwrap_or_default(),
        reasons: found.reasons,
        variables: found.variables,
        actions,
        left_out: names(found.left_out),
    }
}

fn tried_step(miss: Miss) -> Step {
    let condition = miss.condition.and_then(|place| u32::try_from(place + 1).ok());
    Step::FilterTried { filter_id: miss.id, name: miss.name, condition }
}
