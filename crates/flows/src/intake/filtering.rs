//! The second stage: the filters of the mail's mailbox, in their order.

use domain::FilterId;
use domain::intake::FilterAction;
use domain::timeline::Step;
use policy::filter::{self, Filter, Pattern, Verdict};
use store::filters::FilterRow;
use store::{StoreError, Tx};

use super::passage::Passage;
use super::reading::Reading;

/// Runs the filters, counts their hits, and notes each that matched and on what.
pub(super) async fn run(tx: &Tx, passage: &mut Passage<'_>) -> Result<Verdict, StoreError> {
    let skipped = passage.reading.row.skip_filter_ids.iter();
    let skipped: Vec<_> = skipped.map(|id| Step::FilterSkipped { filter_id: *id }).collect();
    skipped.into_iter().for_each(|step| passage.note(step));
    let verdict = decide(&passage.rules.filters, passage.reading);
    verdict.matches.iter().for_each(|found| passage.note(matched_step(found)));
    let hits: Vec<FilterId> = verdict.matches.iter().map(|found| found.id).collect();
    if !hits.is_empty() {
        store::filters::record_hits(tx, passage.organisation(), &hits, passage.desk.now).await?;
    }
    Ok(verdict)
}

/// Filters ready to run. A stored pattern that cannot be read any more matches nothing.
pub(super) fn ready(rows: &[FilterRow]) -> Vec<Filter> {
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

fn decide(filters: &[Filter], reading: &Reading) -> Verdict {
    let parsed = &reading.parsed;
    let summary = reading.summary();
    let to = parsed.to.iter().chain(&parsed.cc);
    let to: Vec<String> = to
        .map(|participant| format!("{} {}", participant.name.as_deref().unwrap_or_default(), participant.raw))
        .collect();
    let texts = filter::Texts {
        from: &summary.from,
        to: &to.join("\n"),
        subject: &parsed.subject,
        body: &parsed.text,
        header: &parsed.header_text,
    };
    filter::decide(filters, &texts, &reading.row.skip_filter_ids)
}

fn matched_step(found: &filter::Match) -> Step {
    let action = match found.action {
        FilterAction::Block => "block",
        FilterAction::Category { .. } => "category",
        FilterAction::Priority { .. } => "priority",
    };
    Step::FilterMatched {
        filter_id: found.id,
        name: found.name.clone(),
        matched: found.matched.clone(),
        action: action.to_owned(),
    }
}
