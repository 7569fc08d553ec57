//! A mail that nobody tried yet becomes a draft again.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::CaseStatus;
use domain::compose::{Mode, Returned, Written};
use domain::recipient::address_of;
use domain::{Actor, CaseId, MessageId, OrganisationId, OutboxId, Problem, Timestamp, UploadId, UserId};
use store::cases::{By, CaseChange, CaseScope};
use store::drafts::{NewDraft, Place};
use store::events::{self, Change};
use store::outbox::TakenBack;
use store::uploads::UploadRow;
use store::{StoreError, Tx};

use super::{about, recipients, rich};
use crate::office::Office;
use crate::users::Refused;
use crate::{cases, problem};

/// Takes a mail back: it is out of the outbox and the case, and a draft of its author again.
/// Returns the mode that the draft lies under.
///
/// # Errors
/// 404 for the case or the message; 409 when its first attempt has begun.
pub async fn take_back(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
) -> Result<Mode, Problem> {
    let outbox = sent(office, actor, case, message).await?;
    let (organisation, by, at) = (actor.organisation, actor.user, office.now());
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let taken = store::outbox::take_back(tx, organisation, outbox).await?;
            let taken = taken.ok_or_else(too_late)?;
            Ok(back_to_draft(tx, organisation, &taken, (Returned::TakenBack, Some(by), at)).await?)
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Takes a mail of the actor's back in the caller's transaction, where he sees its case; says why where it cannot be.
pub(crate) async fn take_back_within(
    tx: &Tx,
    actor: &Actor,
    outbox: OutboxId,
    (scope, at): (&CaseScope, Timestamp),
) -> Result<Result<(), Problem>, StoreError> {
    let organisation = actor.organisation;
    let gone = || Problem::not_found("mail");
    let Some(mail) = store::outbox::find(tx, organisation, outbox).await? else { return Ok(Err(gone())) };
    let Some(case) = mail.case_id else { return Ok(Err(gone())) };
    if store::cases::find(tx, organisation, case, scope).await?.is_none() {
        return Ok(Err(gone()));
    }
    let Some(taken) = store::outbox::take_back(tx, organisation, outbox).await? else {
        return Ok(Err(on_its_way()));
    };
    let why = (Returned::TakenBack, Some(actor.user), at);
    Box::pin(back_to_draft(tx, organisation, &taken, why)).await?;
    Ok(Ok(()))
}

/// The outbox item of a sent message in a case that the actor may see.
pub(super) async fn sent(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
) -> Result<OutboxId, Problem> {
    cases::open(office, actor, case).await?;
    let conn = office.store().read();
    let found = store::cases::find_message(&conn, actor.organisation, case, message).await;
    let found = found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("message"))?;
    found.outbox_id.ok_or_else(|| Problem::not_found("mail of this message"))
}

fn too_late() -> Refused {
    on_its_way().into()
}

fn on_its_way() -> Problem {
    let detail = "the mail is on its way, so it cannot be taken back; write another one";
    Problem::conflict("mail.on_its_way", detail)
}

/// Makes it its author's draft, above what he has begun there meanwhile, and gives the case back
/// what sending changed of it. `why` says the reason, who asked for it, and when.
pub(crate) async fn back_to_draft(
    tx: &Tx,
    organisation: OrganisationId,
    taken: &TakenBack,
    why: (Returned, Option<UserId>, Timestamp),
) -> Result<Mode, StoreError> {
    let (returned, user, at) = why;
    let mode = taken.origin.written.mode.of_returned();
    let place = Place { user: taken.author, case: Some(taken.case), mode, mail: None };
    put_above(tx, organisation, place, (taken.origin.written.clone(), returned, at), &[]).await?;
    let found = store::cases::find(tx, organisation, taken.case, &CaseScope::All).await?;
    if let Some(case) = found {
        let (own_before, own_after) = taken.origin.own_status;
        let is_as_left = |after: CaseStatus| {
            after == case.status && own_after.is_none_or(|own| Some(own) == case.status_id)
        };
        let before = taken.origin.status.filter(|(_, after)| is_as_left(*after));
        let change = CaseChange {
            status: before.map(|(before, _)| before),
            status_id: before.and(own_before),
            owner_id: (taken.origin.took_over && case.owner_id == Some(taken.author)).then_some(None),
            ..CaseChange::default()
        };
        let by = By { user, at };
        // Called back by the customer's own mail, the case is the author's still.
        if change != CaseChange::default() && returned == Returned::TakenBack {
            store::cases::update(tx, organisation, taken.case, &change, by).await?;
        }
        let entry = (returned.as_str(), BTreeMap::new());
        store::cases::insert_log(tx, organisation, taken.case, by, entry).await?;
    }
    events::insert(tx, organisation, Change::case(taken.case));
    Ok(mode)
}

/// Puts a draft down; what lies there already stays below it, unless it says the same, and it goes to the recipients of both, but
/// to none of the `missed` whom nobody named.
pub(super) async fn put_above(
    tx: &Tx,
    organisation: OrganisationId,
    place: Place,
    (written, returned, at): (Written, Returned, Timestamp),
    missed: &[String],
) -> Result<(), StoreError> {
    let mut written = if place.case.is_some() { written.in_its_case() } else { written };
    let mut joins = false;
    if let Some(mut begun) = store::drafts::find(tx, organisation, place).await? {
        for one in [&mut written, &mut begun.written] {
            Box::pin(name_meant(tx, organisation, place, one, missed)).await?;
        }
        joins = with_recipients(&mut written, &begun.written) || begun.joined;
        with_wishes(&mut written, &begun.written);
        let words = Words::of(&begun.written.text, &written.text);
        let (mine, its) = (std::mem::take(&mut written.upload_ids), begun.written.upload_ids.clone());
        written.upload_ids = match words {
            Words::Others => one_after_the_other(mine, &its),
            Words::Same => without_doubles(tx, organisation, place.user, (mine, its)).await?,
            // Its text shows its own pictures.
            Words::SameAndMore => without_doubles(tx, organisation, place.user, (its, mine)).await?,
        };
        match words {
            Words::Others if begun.written.text.trim().is_empty() => {}
            Words::Others => rich::put_below(&mut written, &begun.written),
            Words::Same => {}
            Words::SameAndMore => {
                (written.text, written.html) = (begun.written.text, begun.written.html);
            }
        }
    }
    let files = written.upload_ids.clone();
    let draft = NewDraft { written, writer: None, returned: Some(returned), at };
    let kept = store::drafts::put(tx, organisation, place, &draft).await?;
    if joins {
        store::drafts::mark_joined(tx, organisation, place).await?;
    }
    store::uploads::keep_for_draft(tx, organisation, (place.user, kept.id), &files).await
}

/// What a draft says beside a mail that is put above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Words {
    /// Something else, or nothing.
    Others,
    /// What the mail says, as where that was made ready before.
    Same,
    /// The same, and more in paragraphs below it.
    SameAndMore,
}

impl Words {
    /// What a draft says beside this mail: an editor may have set blanks and empty lines anew.
    fn of(draft: &str, mail: &str) -> Self {
        let is_empty = |line: &&str| line.trim().is_empty();
        let mut left = draft.lines();
        for line in mail.lines().filter(|line| !is_empty(line)) {
            let found = left.by_ref().find(|line| !is_empty(line)).unwrap_or_default();
            if !found.split_whitespace().eq(line.split_whitespace()) {
                return Self::Others;
            }
        }
        let below: Vec<&str> = left.collect();
        if mail.trim().is_empty() {
            Self::Others
        } else if below.iter().all(is_empty) {
            Self::Same
        } else if below.first().is_some_and(is_empty) {
            Self::SameAndMore
        } else {
            Self::Others
        }
    }
}

/// Files of two, each once.
fn one_after_the_other(mut files: Vec<UploadId>, more: &[UploadId]) -> Vec<UploadId> {
    for id in more {
        if !files.contains(id) {
            files.push(*id);
        }
    }
    files
}

/// The same of a mail that was made ready twice: its files were read out of it each time, and of those of the second what the first
/// has by another id is left out.
async fn without_doubles(
    tx: &Tx,
    organisation: OrganisationId,
    user: UserId,
    (files, more): (Vec<UploadId>, Vec<UploadId>),
) -> Result<Vec<UploadId>, StoreError> {
    let known = store::uploads::list(tx, organisation, user, &files).await?;
    let others = store::uploads::list(tx, organisation, user, &more).await?;
    let is_known = |id: &UploadId| {
        let other = others.iter().find(|other| other.id == *id);
        let is_in = |other: &UploadRow| {
            known.iter().any(|one| (&one.name, one.raw_hash) == (&other.name, other.raw_hash))
        };
        other.is_some_and(is_in)
    };
    let more: Vec<_> = more.into_iter().filter(|id| !is_known(id)).collect();
    Ok(one_after_the_other(files, &more))
}

/// Names whom an answer means whose author named nobody: beside the named recipients of another they would be meant no more.
async fn name_meant(
    tx: &Tx,
    organisation: OrganisationId,
    place: Place,
    written: &mut Written,
    missed: &[String],
) -> Result<(), StoreError> {
    let is_answer = match written.mode {
        Mode::Reply | Mode::ReplyAll | Mode::New => true,
        Mode::Forward | Mode::Comment => false,
    };
    let (None, true, Some(case)) = (&written.to, is_answer, place.case) else { return Ok(()) };
    let Some(row) = store::cases::find(tx, organisation, case, &CaseScope::All).await? else { return Ok(()) };
    let messages = store::cases::list_messages(tx, organisation, case).await?;
    let answered = about::of_begun(written.message_id, &messages);
    let meant = recipients::of_mode(tx, (organisation, place.user), (&row, written.mode), answered).await?;
    // Where the customer's address is broken nobody is meant.
    let Ok(meant) = meant else { return Ok(()) };
    let missed: BTreeSet<String> = missed.iter().map(|typed| key(typed)).collect();
    let typed = |all: Vec<recipients::Person>| {
        let reached = all.into_iter().filter(|(_, address)| !missed.contains(&address.key()));
        reached.map(|(_, address)| address.to_string()).collect::<Vec<_>>()
    };
    written.to = Some(typed(meant.to));
    written.cc.extend(typed(meant.cc));
    Ok(())
}

/// Two spellings of an address are one, whatever name stands before it; what is none, as a list, stands for itself.
fn key(typed: &str) -> String {
    address_of(typed).map_or_else(|| typed.trim().to_lowercase(), |address| address.key())
}

/// Brings in whom the other was begun for, each address once; returns whether there was anybody new.
fn with_recipients(written: &mut Written, begun: &Written) -> bool {
    let named = written.to.iter().flatten().chain(&written.cc).chain(&written.bcc);
    let mut named: BTreeSet<String> = named.map(|typed| key(typed)).collect();
    let mut new =
        |typed: &[String]| typed.iter().filter(|typed| named.insert(key(typed))).cloned().collect::<Vec<_>>();
    let (to, cc, bcc) = (new(begun.to.as_deref().unwrap_or_default()), new(&begun.cc), new(&begun.bcc));
    let joins = to.len() + cc.len() + bcc.len() > 0;
    match &mut written.to {
        Some(all) => all.extend(to),
        // A forwarded mail whose recipients nobody has named yet, or a customer who cannot be written to.
        None => written.cc.extend(to),
    }
    written.cc.extend(cc);
    written.bcc.extend(bcc);
    joins
}

/// What its author chose for the other counts where he chose nothing for this one; what he asked for one of them is asked
/// for both: a receipt, protection, files that stay with us.
fn with_wishes(written: &mut Written, begun: &Written) {
    let has_subject = written.subject.as_ref().is_some_and(|subject| !subject.trim().is_empty());
    if !has_subject {
        written.subject = begun.subject.clone().or(written.subject.take());
    }
    if written.message_id == begun.message_id {
        let new = begun.attachments.iter().filter(|place| !written.attachments.contains(place));
        let new: Vec<_> = new.copied().collect();
        written.attachments.extend(new);
    }
    let (mine, other) = (&mut written.as_whom, begun.as_whom);
    mine.from = mine.from.or(other.from);
    mine.template_id = mine.template_id.or(other.template_id);
    mine.signature = mine.signature.or(other.signature);
    mine.receipt |= other.receipt;
    mine.needs_tls |= other.needs_tls;
    mine.tls_throughout |= other.tls_throughout;
    mine.files_as_links |= other.files_as_links;
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_draft_that_says_what_a_mail_says_is_known_though_its_lines_were_set_anew() {
        let mail = "Hello Kari,\nthe meter is read.\n\nAda";
        for (draft, words) in [
            (mail, Words::Same),
            ("\nHello  Kari,\r\nthe meter is read. \r\nAda\n\n", Words::Same),
            ("Hello Kari,\nthe meter is read.\n\nAda\n\nAnd this.", Words::SameAndMore),
            ("Hello Kari,\nthe meter is read.\n\nAda\nAnd this.", Words::Others),
            ("Hello Kari,\nthe meter is read.", Words::Others),
            ("Something else", Words::Others),
            ("", Words::Others),
        ] {
            assert_eq!(Words::of(draft, mail), words, "{draft}");
        }
        assert_eq!(Words::of("Second", ""), Words::Others, "a mail of files alone");
        assert_eq!(Words::of("\n\nSecond", ""), Words::Others);
    }
}
