//! The gate: automatic replies and system messages that no case waits for are left out, unless the
//! mailbox takes them in or somebody asked for this one, and notices of ours that came back.

use domain::timeline::Step;
use policy::case_match::Verdict;
use policy::gate::{Because, Facts, decide};
use store::intake::Ignored;
use store::{StoreError, Tx};

use super::passage::Passage;
use super::{receipts, returned};

/// Why the mail is left out; `None` lets it in.
pub(super) fn shuts_out(passage: &Passage<'_>, belongs: &Verdict) -> Option<Because> {
    let rules = passage.rules.mailbox.as_ref().map(|mailbox| &mailbox.settings.rules);
    let is_notice = |id: &String| passage.desk.office.tokens().is_notice(passage.organisation(), id);
    decide(Facts {
        class: passage.reading.parsed.class,
        receipt: receipts::is_receipt(passage.reading),
        own_notice: passage.reading.parsed.message_id.as_ref().is_some_and(is_notice),
        belongs: matches!(belongs, Verdict::Existing { .. }),
        mailbox_imports: rules.is_some_and(|rules| rules.imports_automatic),
        asked_for: passage.reading.row.import_anyway || passage.reading.row.decision.is_some(),
    })
}

/// Leaves it out. `false` when the lease is lost.
pub(super) async fn leave_out(
    tx: &Tx,
    passage: &mut Passage<'_>,
    because: Because,
) -> Result<bool, StoreError> {
    returned::record(tx, passage, None).await?;
    receipts::record(tx, passage).await?;
    passage.note(Step::Ignored { because: because.as_str().to_owned() });
    let ignored = Ignored { summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_ignored(tx, passage.organisation(), passage.id(), passage.desk.owner, &ignored)
        .await
}
