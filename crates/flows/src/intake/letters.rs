//! Behind the third stage: what filters send, and a word about it where the mail never gets so far.

use std::collections::BTreeMap;

use domain::timeline::{FilterDeed, Step};
use domain::{CaseId, EmailAddress};
use policy::filter::{Letter as Wanted, MailEffects};
use policy::forward::Kept;
use store::cases::CaseScope;
use store::{StoreError, Tx};

use super::forwarding;
use super::passage::Passage;
use crate::auto_reply::{Answered, Letter, NotWritten, write};

/// What no reason of a passed-on mail's stands for.
const NO_TEMPLATE: &str = "no_template";
/// The template came to nothing that can be sent.
const UNWRITABLE: &str = "unwritable";
/// The mail is in no case.
const HELD_BACK: &str = "held_back";

/// Passes the mail on and writes to whom filters name, and notes each or why not.
pub(super) async fn send(
    tx: &Tx,
    passage: &mut Passage<'_>,
    case_id: CaseId,
    (mails, captures): (&MailEffects, &BTreeMap<String, String>),
) -> Result<(), StoreError> {
    for (to, filter) in &mails.forwards {
        forwarding::to_address(tx, passage, case_id, (to, Some(*filter))).await?;
    }
    for letter in &mails.letters {
        let Some(to) = &letter.to else { continue };
        let step = match letter_step(tx, passage, case_id, (letter, to, captures)).await? {
            Ok(step) => step,
            Err(because) => Step::FilterDid(FilterDeed::LetterNotSent {
                recipient: to.to_string(),
                because: because.to_owned(),
            }),
        };
        passage.note(step);
    }
    Ok(())
}

/// A mail that a filter holds back starts nothing, whatever filters before it wanted.
pub(super) fn note_unsent(passage: &mut Passage<'_>, mails: &MailEffects) {
    let because = || HELD_BACK.to_owned();
    for (to, _) in &mails.forwards {
        passage.note(Step::NotForwarded { recipient: to.to_string(), because: because() });
    }
    for to in mails.letters.iter().filter_map(|letter| letter.to.as_ref()) {
        passage.note(Step::FilterDid(FilterDeed::LetterNotSent {
            recipient: to.to_string(),
            because: because(),
        }));
    }
    if mails.reply.is_some() {
        passage.note(Step::NotAutoReplied { because: because(), evidence: String::new() });
    }
}

/// Writes one letter; the inner error is the reason against it, as a stable name. What guards a mail
/// that is passed on guards it, too: both go to an address outside without anybody looking.
async fn letter_step(
    tx: &Tx,
    passage: &Passage<'_>,
    case_id: CaseId,
    (wanted, to, captures): (&Wanted, &EmailAddress, &BTreeMap<String, String>),
) -> Result<Result<Step, &'static str>, StoreError> {
    let organisation = passage.organisation();
    let Some(mailbox) = &passage.rules.mailbox else { return Ok(Err(NO_TEMPLATE)) };
    let template = store::templates::find(tx, organisation, wanted.template).await?;
    let Some(template) = template.filter(|template| template.settings.active) else {
        return Ok(Err(NO_TEMPLATE));
    };
    let case = store::cases::find(tx, organisation, case_id, &CaseScope::All).await?;
    let case = case.ok_or(StoreError::Missing("case"))?;
    let of = Some((&template, case.category_id));
    let leaves_as = match forwarding::passable(tx, passage, (mailbox, of), to).await? {
        Ok(leaves_as) => leaves_as,
        Err(kept) => return Ok(Err(Kept::as_str(kept))),
    };
    let parsed = &passage.reading.parsed;
    let now = passage.desk.now;
    let letter = Letter { case: &case, mailbox, leaves_as: &leaves_as, template: &template, to, now };
    let answered = Answered {
        message_id: parsed.message_id.as_deref(),
        references: &parsed.references,
        text: &passage.reading.reply,
        captures,
        faq: None,
    };
    match write(tx, passage.desk.office, organisation, &letter, &answered).await {
        Ok(outbox_id) => {
            let (recipient, template) = (to.to_string(), template.settings.name.clone());
            Ok(Ok(Step::FilterDid(FilterDeed::LetterSent {
                outbox_id,
                recipient,
                template,
                filter_id: wanted.by,
            })))
        }
        Err(NotWritten::Unwritable(error)) => {
            tracing::warn!(case.id = %case_id, %error, "a filter's mail could not be written");
            Ok(Err(UNWRITABLE))
        }
        Err(NotWritten::Store(error)) => Err(error),
    }
}
