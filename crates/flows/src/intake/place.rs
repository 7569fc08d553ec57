//! The stages that one mail passes, in their order and in the caller's one transaction.
//!
//! A stage is a file of this folder with one function that takes the transaction and the
//! [`Passage`], notes what it found and did, and answers with what later stages need:
//!
//! 1. `matching`: the case that the mail belongs to, and why;
//! 2. `filtering`: what the filters of its mailbox say, which see the first and may overrule it;
//! 3. `outcome`: held back, or by `into_case` a message of a case, old or new.
//!
//! What follows from a message in a case (its people, its owner, an automatic answer) is called
//! behind the third, with what it answered.

use domain::timeline::Step;
use store::events::{self, Change};
use store::{StoreError, Tx};

use super::passage::{Desk, Passage, Rules};
use super::reading::Reading;
use super::{filtering, into_case, matching, outcome};

/// Decides on a mail and writes outcome, trace and events. `false` when the lease is lost: the
/// caller must roll back.
pub(super) async fn place(
    tx: &Tx,
    desk: &Desk<'_>,
    rules: &Rules,
    reading: &Reading,
) -> Result<bool, StoreError> {
    let mut passage = Passage::new(desk, rules, reading);
    passage.note(parsed_step(reading));
    let belongs = matching::find(tx, &passage).await?;
    let effects = filtering::run(tx, &mut passage).await?;
    let held = if let Some(held) = effects.held {
        outcome::hold_back(tx, &mut passage, held).await?
    } else {
        let belongs = matching::overrule(tx, &mut passage, belongs, effects.overruling).await?;
        let in_case = into_case::put(tx, &mut passage, belongs, &effects).await?;
        outcome::placed(tx, &mut passage, &in_case).await?
    };
    events::insert(tx, passage.organisation(), Change::intake(passage.id()));
    passage.write_trace(tx).await?;
    Ok(held)
}

fn parsed_step(reading: &Reading) -> Step {
    Step::Parsed {
        attachments: u32::try_from(reading.parsed.attachments.len()).unwrap_or(u32::MAX),
        defects: reading.defects.iter().map(|defect| defect.code().to_owned()).collect(),
        class: reading.parsed.class.as_str().to_owned(),
    }
}
