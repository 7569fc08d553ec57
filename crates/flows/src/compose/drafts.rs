//! Drafts: kept as their author types, on every device he signs in on.

use domain::compose::{DraftClaim, MailKey, Mode, Written};
use domain::{
    Actor, CaseId, DraftId, OrganisationId, Problem, ProblemKind, Timestamp, UploadId, UserId, limits,
};
use store::drafts::{DraftRow, NewDraft, Place};
use store::{StoreError, Tx};

use super::files::FILES_MAX;
use super::rich;
use crate::office::Office;
use crate::users::Refused;
use crate::{cases, problem};

/// RFC 5321 4.5.3.1: 64 octets, the sign, 255 octets, and more of what is no address yet; before it a name in UTF-8.
const ADDRESS_OCTETS_MAX: usize = 1_000 + 4 * limits::RECIPIENT_NAME_CHARS_MAX;
/// As long as any subject.
const SUBJECT_CHARS_MAX: usize = 1_000;

/// A draft after it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptDraft {
    /// How often it was changed; 0 when there is none, because nothing was written.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// Whether it was changed elsewhere since the version that its author saw; this one won.
    pub overwrote: bool,
}

/// Keeps what the actor has written. `claim` says which draft he goes on from; where another was kept meanwhile, in a
/// second window or on his telephone, the newest wins, and he is told.
///
/// # Errors
/// 404 for the case, 422 for a draft beyond the limits.
pub async fn put_draft(
    office: &Office,
    actor: &Actor,
    (case, written): (Option<CaseId>, Written),
    claim: impl Into<DraftClaim>,
) -> Result<KeptDraft, Problem> {
    if let Some(case) = case {
        cases::open(office, actor, case).await?;
    }
    let written = rich::of_draft(written).await?;
    check(&written)?;
    let claim: DraftClaim = claim.into();
    let (organisation, at) = (actor.organisation, office.now());
    let mail = claim.mail.filter(|_| case.is_none());
    let place = Place { user: actor.user, case, mode: written.mode.of_draft(), mail };
    let kept = office.store().write(move |tx| {
        let (written, claim) = (written.clone(), claim.clone());
        Box::pin(async move {
            let before = store::drafts::find(tx, organisation, place).await?;
            let is_mine = |draft: &DraftRow| claim.is_of(draft.version, draft.writer.as_deref());
            let overwrote = before.as_ref().is_some_and(|draft| !is_mine(draft));
            if is_empty(&written) {
                if overwrote && place.case.is_none() {
                    // Another window has another mail there: nothing is no mail that takes its place.
                    return Ok(KeptDraft { version: 0, at, overwrote: false });
                }
                store::drafts::delete(tx, organisation, place).await?;
                return Ok(KeptDraft { version: 0, at, overwrote });
            }
            if before.is_none()
                && store::drafts::count(tx, organisation, place.user).await? >= limits::DRAFTS_MAX
            {
                return Err(too_many());
            }
            let own = before.as_ref().map(|draft| draft.id);
            let written = match place.case {
                Some(_) => written,
                None => with_own_files(tx, organisation, ((place.user, own), at), written).await?,
            };
            let files = written.upload_ids.clone();
            let draft = NewDraft { written, writer: claim.writer, returned: None, at };
            let kept = store::drafts::put(tx, organisation, place, &draft).await?;
            store::uploads::keep_for_draft(tx, organisation, (place.user, kept.id), &files).await?;
            Ok(KeptDraft { version: kept.version, at, overwrote })
        })
    });
    kept.await.map_err(Refused::into_problem)
}

/// The same with files of its own in the place of those that lie with another draft of its user: what is kept beside a mail that
/// was written on elsewhere names the same ones, and either is thrown away by itself.
async fn with_own_files(
    tx: &Tx,
    organisation: OrganisationId,
    (whose, at): ((UserId, Option<DraftId>), Timestamp),
    mut written: Written,
) -> Result<Written, StoreError> {
    let shared = store::uploads::list_of_other_drafts(tx, organisation, whose, &written.upload_ids).await?;
    for upload in &shared {
        let own = store::uploads::insert_copy(tx, organisation, upload, at).await?;
        for id in written.upload_ids.iter_mut().filter(|id| **id == upload.id) {
            *id = own;
        }
        // A picture is named so by what `rich` has read.
        let shows = |id: UploadId| format!("\"cid:{id}\"");
        written.html = written.html.map(|html| html.replace(&shows(upload.id), &shows(own)));
    }
    Ok(written)
}

/// The actor's drafts in one case.
///
/// # Errors
/// 404 for the case.
pub async fn drafts_of_case(office: &Office, actor: &Actor, case: CaseId) -> Result<Vec<DraftRow>, Problem> {
    cases::open(office, actor, case).await?;
    let conn = office.store().read();
    let found = store::drafts::list_of_case(&conn, actor.organisation, actor.user, case).await;
    found.map_err(problem::from_store)
}

/// The draft of the first mail of a new case: the one with this key among those that the actor has begun, or the one
/// without.
///
/// # Errors
/// When the store fails.
pub async fn new_draft(
    office: &Office,
    actor: &Actor,
    mail: Option<MailKey>,
) -> Result<Option<DraftRow>, Problem> {
    let place = Place { user: actor.user, case: None, mode: Mode::New, mail };
    let found = store::drafts::find(&office.store().read(), actor.organisation, place).await;
    found.map_err(problem::from_store)
}

/// All drafts of the actor, the latest first.
///
/// # Errors
/// When the store fails.
pub async fn list_drafts(office: &Office, actor: &Actor) -> Result<Vec<DraftRow>, Problem> {
    let conn = office.store().read();
    store::drafts::list(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)
}

/// Throws the draft of the first mail of a new case away, where it is the one that is claimed: another window may have
/// kept another mail there, and is told of that. Where none is left, nothing is to be done.
///
/// # Errors
/// A conflict where another than the claimed one lies there.
pub async fn delete_new_draft(
    office: &Office,
    actor: &Actor,
    claim: impl Into<DraftClaim>,
) -> Result<(), Problem> {
    let claim: DraftClaim = claim.into();
    let organisation = actor.organisation;
    let place = Place { user: actor.user, case: None, mode: Mode::New, mail: claim.mail };
    let ended = office.store().write(move |tx| {
        let claim = claim.clone();
        Box::pin(async move {
            let is_gone = store::drafts::delete_claimed(tx, organisation, (place, &claim)).await?
                || store::drafts::find(tx, organisation, place).await?.is_none();
            if is_gone { Ok(()) } else { Err(changed()) }
        })
    });
    ended.await.map_err(Refused::into_problem)
}

/// Throws a draft of the actor away.
///
/// # Errors
/// 404 when there is none.
pub async fn delete_draft(
    office: &Office,
    actor: &Actor,
    case: Option<CaseId>,
    mode: Mode,
) -> Result<(), Problem> {
    let place = Place { user: actor.user, case, mode: mode.of_draft(), mail: None };
    let organisation = actor.organisation;
    let deleted = office
        .store()
        .write(move |tx| Box::pin(async move { store::drafts::delete(tx, organisation, place).await }));
    if deleted.await.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("draft")) }
}

fn is_empty(written: &Written) -> bool {
    let named = written.to.iter().flatten().chain(&written.cc).chain(&written.bcc).count();
    written.text.trim().is_empty()
        && written.upload_ids.is_empty()
        && written.attachments.is_empty()
        && named == 0
        && written.subject.as_deref().unwrap_or_default().trim().is_empty()
}

fn check(written: &Written) -> Result<(), Problem> {
    if written.text.len() > cases::TEXT_OCTETS_MAX {
        let detail = format!("the text has more than {} octets; attach it as a file", cases::TEXT_OCTETS_MAX);
        return Err(Problem::invalid("text", "text_too_long", detail));
    }
    let named: Vec<_> = written.to.iter().flatten().chain(&written.cc).chain(&written.bcc).collect();
    let max = limits::RECIPIENTS_MAX;
    if named.len() > max || named.iter().any(|address| address.len() > ADDRESS_OCTETS_MAX) {
        let detail = format!("a mail goes to at most {max} recipients; a mailing takes more");
        return Err(Problem::invalid("to", "too_many_recipients", detail).with("max", max.to_string()));
    }
    if written.upload_ids.len() + written.attachments.len() > FILES_MAX {
        let detail = format!("a mail takes at most {FILES_MAX} files; put them into an archive");
        return Err(
            Problem::invalid("upload_ids", "too_many_files", detail).with("max", FILES_MAX.to_string())
        );
    }
    if written.subject.as_ref().is_some_and(|subject| subject.chars().count() > SUBJECT_CHARS_MAX) {
        let detail = format!("the subject is longer than {SUBJECT_CHARS_MAX} characters; shorten it");
        return Err(Problem::invalid("subject", "subject_too_long", detail));
    }
    Ok(())
}

/// Takes the draft of the first mail of a case, which goes only while its draft is there, before anything else of the mail is
/// written: of two windows that send it at once one waits here for the other, and then finds it gone.
pub(super) async fn take(
    tx: &Tx,
    organisation: OrganisationId,
    (place, claim): (Place, &DraftClaim),
) -> Result<(), Refused> {
    if store::drafts::delete_claimed(tx, organisation, (place, claim)).await? {
        return Ok(());
    }
    let other = store::drafts::find(tx, organisation, place).await?;
    Err(if other.is_some() { changed() } else { gone() })
}

/// As [`take`], of a mail that is of no case yet, before the job is made that sends it to many.
pub(crate) async fn take_new(
    tx: &Tx,
    organisation: OrganisationId,
    (user, claim): (UserId, &DraftClaim),
) -> Result<(), Refused> {
    let place = Place { user, case: None, mode: Mode::New, mail: claim.mail };
    take(tx, organisation, (place, claim)).await
}

fn gone() -> Refused {
    let detail = "the mail was sent or thrown away already, in another window or on another device; look there before you \
                  send it as a new one";
    Problem::conflict("draft.gone", detail).into()
}

fn changed() -> Refused {
    let detail =
        "the draft is another by now, written in another window or on another device; look at it first";
    Problem::conflict("draft.changed", detail).into()
}

pub(super) fn too_many() -> Refused {
    let max = limits::DRAFTS_MAX;
    let detail = format!("you have {max} drafts; send or throw away some of them first");
    Problem::new(ProblemKind::Limit, "draft.too_many", detail).with("max", max.to_string()).into()
}

/// Ends the draft of a mail that was sent: the one that is claimed alone, where that is said, since another window may
/// have another mail at its place.
pub(super) async fn end(
    tx: &Tx,
    organisation: OrganisationId,
    place: Place,
    claim: &DraftClaim,
) -> Result<(), StoreError> {
    store::drafts::delete_claimed(tx, organisation, (place, claim)).await?;
    Ok(())
}

/// Where the draft of a mail lies that was just written, and was claimed as this one.
pub(super) fn place_of(mode: Mode, case: CaseId, (user, claim): (UserId, &DraftClaim)) -> Place {
    let mode = mode.of_draft();
    let case = (mode != Mode::New).then_some(case);
    Place { user, case, mode, mail: claim.mail.filter(|_| case.is_none()) }
}
