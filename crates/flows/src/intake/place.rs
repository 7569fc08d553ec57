//! The stages that one mail passes, in their order and in the caller's one transaction.
//!
//! A stage is a file of this folder with one function that takes the transaction and the
//! [`Passage`], notes what it found and did, and answers with what later stages need:
//!
//! 1. `domain_report`: what another server reports on a sender domain is counted, and ends here;
//! 2. `matching`: the case that the mail belongs to, and why;
//! 3. `gate`: what its mailbox leaves out ends here;
//! 4. `filtering`: what the filters of its mailbox say, which see the second and may overrule it;
//! 5. `outcome`: held back, left to a person, or by `into_case` a message of a case, old or new.
//!
//! What follows from a message in a case is called behind the last, with what it answered:
//! `proof` takes it for a sign of life of the address that it is from, `answering` tells its sender that it
//! came, `forwarding` passes it on, `letters` sends what filters say, and colleagues are told of it by `notify`.

use domain::timeline::Step;
use policy::case_match::Verdict;
use policy::filter::Effects;
use store::events::{self, Change};
use store::{StoreError, Tx};

use super::answering::Wish;
use super::into_case::InCase;
use super::live::Stage;
use super::passage::{Desk, Passage, Rules};
use super::reading::Reading;
use super::{
    afresh, answered, answering, aside, assign, customers, domain_report, filtering, forwarding, gate,
    into_case, letters, matching, outcome, people, proof, returned, standing_in, tagging,
};
use crate::notify::{self, Arrived};

/// Decides on a mail and writes outcome, trace and events. `false` when the lease is lost or nobody
/// watches any more who wanted to: the caller must roll back.
pub(super) async fn place(
    tx: &Tx,
    desk: &Desk<'_>,
    rules: &Rules,
    reading: &Reading,
) -> Result<bool, StoreError> {
    let mut passage = Passage::new(desk, rules, reading);
    passage.note(parsed_step(reading));
    if let Some(day) = reading.back_on() {
        passage.note(Step::BackOn { day });
    }
    if let Some(told) = &reading.authenticity {
        passage.note(Step::Authenticity(told.clone()));
    }
    if let Some(held) = domain_report::take_in(tx, &mut passage).await? {
        passage.write_trace(tx).await?;
        return Ok(held);
    }
    let belongs = matching::find(tx, &passage).await?;
    if let Some(because) = gate::shuts_out(&passage, &belongs) {
        let held = gate::leave_out(tx, &mut passage, because).await?;
        passage.write_trace(tx).await?;
        return Ok(held);
    }
    if !passage.enter(Stage::Filtering) {
        return Ok(false);
    }
    let effects = filtering::run(tx, &mut passage, &belongs).await?;
    if !passage.enter(Stage::Placing) {
        return Ok(false);
    }
    let held = if let Some(held) = effects.held {
        letters::note_unsent(&mut passage, &effects.mails);
        outcome::hold_back(tx, &mut passage, held, &belongs).await?
    } else {
        match matching::overrule(tx, &mut passage, belongs, effects.overruling).await? {
            Verdict::Review { evidence, because } => {
                outcome::review(tx, &mut passage, evidence, because).await?
            }
            belongs @ (Verdict::Existing { .. } | Verdict::New(_)) => {
                of_case(tx, &mut passage, belongs, effects).await?
            }
        }
    };
    events::insert(tx, passage.organisation(), Change::intake(passage.id()));
    passage.write_trace(tx).await?;
    Ok(held)
}

/// It becomes a message of a case, and what follows from that.
async fn of_case(
    tx: &Tx,
    passage: &mut Passage<'_>,
    belongs: Verdict,
    effects: Effects,
) -> Result<bool, StoreError> {
    let effects = &customers::find(tx, passage, effects).await?;
    let (belongs, left) = afresh::settle(tx, passage, belongs).await?;
    let in_case = into_case::put(tx, passage, belongs, effects).await?;
    let answered = left.as_ref().map(|case| case.id);
    afresh::link(tx, passage, left, in_case.case_id).await?;
    proof::of_life(tx, passage, effects).await?;
    let sender = people::know(tx, passage, effects).await?;
    let sender = customers::fill(tx, passage, &effects.customer, sender).await?;
    tagging::tag(tx, passage, in_case.case_id, &effects.tags).await?;
    let settled = assign::settle(tx, passage, &in_case, sender).await?;
    standing_in::settle(tx, passage, &in_case, settled).await?;
    returned::record(tx, passage, Some(in_case.case_id)).await?;
    if !aside::mark(tx, passage, &in_case).await? {
        answered::call_back(tx, passage, &in_case, answered).await?;
    }
    let case_id = in_case.case_id;
    let wish = Wish { in_case: &in_case, effects, captures: passage.captures() };
    answering::answer(tx, passage, &wish).await?;
    letters::send(tx, passage, case_id, (&effects.mails, &wish.captures)).await?;
    forwarding::of_mailbox(tx, passage, case_id).await?;
    notify::of_mail(tx, passage.organisation(), &arrived(passage, &in_case)).await?;
    outcome::placed(tx, passage, &in_case).await
}

fn arrived(passage: &Passage<'_>, in_case: &InCase) -> Arrived {
    Arrived {
        case: in_case.case_id,
        is_new: in_case.is_new,
        is_historic: passage.reading.row.historic,
        class: passage.reading.parsed.class,
        at: passage.desk.now,
    }
}

fn parsed_step(reading: &Reading) -> Step {
    Step::Parsed {
        attachments: u32::try_from(reading.parsed.attachments.len()).unwrap_or(u32::MAX),
        defects: reading.defects.iter().map(|defect| defect.code().to_owned()).collect(),
        class: reading.parsed.class.as_str().to_owned(),
    }
}
