//! What stands under a mail: the user's signature, then the mailbox's, their variables filled in.

use std::collections::BTreeMap;

use domain::audit::{AuditKind, Record};
use domain::compose::{Formatted, Mode, SignatureChoice};
use domain::kept_file::KeptBy;
use domain::limits::{SIGNATURE_PICTURES_MAX, SIGNATURE_PICTURES_OCTETS_MAX};
use domain::{Actor, IdentityId, KeptFileId, MailboxId, OrganisationId, Problem, Timestamp, UserId};
use store::cases::CaseRow;
use store::events::{self, Change};
use store::identities::IdentityRow;
use store::kept_files::KeptFile;
use store::signatures::Signatures;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::templates::{self, CaseFacts, Place, of_case};
use crate::users::Refused;
use crate::{compose, identities, kept_files, mailboxes, problem, seen};

/// One's own.
///
/// # Errors
/// When the store fails.
pub async fn own(office: &Office, actor: &Actor) -> Result<Signatures, Problem> {
    let conn = office.store().read();
    store::signatures::of_user(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)
}

/// Sets one's own.
///
/// # Errors
/// 422 for a text that cannot be read.
pub async fn put_own(office: &Office, actor: &Actor, signatures: Signatures) -> Result<(), Problem> {
    let by = KeptBy::User(actor.user);
    let given = [("of_new", Some(signatures.of_new)), ("of_reply", Some(signatures.of_reply))];
    let ([of_new, of_reply], pictures) = entered(office, actor, Some(by), given).await?;
    let signatures =
        Signatures { of_new: of_new.unwrap_or_default(), of_reply: of_reply.unwrap_or_default() };
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());

    office
        .store()
        .write(move |tx| {
            let (signatures, pictures) = (signatures.clone(), pictures.clone());
            Box::pin(async move {
                store::signatures::put_of_user(tx, organisation, user, &signatures).await?;
                let texts = [&signatures.of_new, &signatures.of_reply];
                keep(tx, (organisation, by), (&pictures, texts), (user, at)).await
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Those of a mailbox.
///
/// # Errors
/// 404 for the mailbox.
pub async fn of_mailbox(office: &Office, actor: &Actor, id: MailboxId) -> Result<Signatures, Problem> {
    mailboxes::find(office, actor, id).await?;
    let conn = office.store().read();
    store::signatures::of_mailbox(&conn, actor.organisation, id).await.map_err(problem::from_store)
}

/// Which version of signatures this is, by what they say: they keep no time. In 53 bits, as far as browsers count.
#[must_use]
pub fn version(signatures: &Signatures) -> i64 {
    let Signatures { of_new, of_reply } = signatures;
    let texts = [Some(&of_new.text), of_new.html.as_ref(), Some(&of_reply.text), of_reply.html.as_ref()];
    // Bytes that stand in no text end each, and tell none from an empty one.
    let ended = |text: Option<&String>| {
        let bytes = text.map(String::as_bytes).unwrap_or_default().to_vec();
        bytes.into_iter().chain([if text.is_some() { 0xff } else { 0xfe }])
    };
    // FNV-1a, 64 bits: guards against accidents, not against malice.
    let hash = texts.into_iter().flat_map(ended).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    i64::try_from(hash >> 11).unwrap_or(i64::MAX)
}

/// What the history of settings calls the signatures of a mailbox.
const OF_MAILBOX: [&str; 4] =
    ["signature", "signature_formatting", "signature_reply", "signature_reply_formatting"];

/// Sets those of a mailbox; `seen` is the version that they are set in the place of.
///
/// # Errors
/// 404 for the mailbox, 409 where they were changed since they were seen, 422 for a text that cannot be read.
pub async fn put_of_mailbox(
    office: &Office,
    actor: &Actor,
    (id, seen): (MailboxId, Option<i64>),
    signatures: Signatures,
) -> Result<(), Problem> {
    mailboxes::find(office, actor, id).await?;
    let by = KeptBy::Mailbox(id);
    let given = [("text", Some(signatures.of_new)), ("reply_text", Some(signatures.of_reply))];
    let ([of_new, of_reply], pictures) = entered(office, actor, Some(by), given).await?;
    let signatures =
        Signatures { of_new: of_new.unwrap_or_default(), of_reply: of_reply.unwrap_or_default() };
    let (organisation, author) = (actor.organisation, (actor.user, office.now()));

    let set = office.store().write(move |tx| {
        let (signatures, pictures) = (signatures.clone(), pictures.clone());
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let there = version(&store::signatures::of_mailbox(tx, organisation, id).await?);
            let record = Record::of(AuditKind::Mailbox, id);
            let what = ((&record, "signature.changed_meanwhile"), &OF_MAILBOX[..]);
            seen::fields_unchanged(tx, organisation, what, (seen, there)).await?;
            events::insert(tx, organisation, Change::mailbox(id));
            store::signatures::put_of_mailbox(tx, organisation, id, &signatures).await?;
            let texts = [&signatures.of_new, &signatures.of_reply];
            keep(tx, (organisation, by), (&pictures, texts), author).await?;
            Ok::<_, Refused>(())
        })
    });
    set.await.map_err(Refused::into_problem)
}

/// Signatures as somebody enters them, made safe, by their fields; and the pictures that they can show. A picture stands
/// in one as `cid:` and the id of an upload of his, or of a file that a text keeps already.
///
/// # Errors
/// 422 for a text that is too long or cannot be read, and for pictures that are gone, too many or too large.
pub(crate) async fn entered<const N: usize>(
    office: &Office,
    actor: &Actor,
    by: Option<KeptBy>,
    given: [(&'static str, Option<Formatted>); N],
) -> Result<([Option<Formatted>; N], Vec<KeptFile>), Problem> {
    let mut texts = [const { None }; N];
    let mut pictures = Vec::new();
    for (place, (field, text)) in texts.iter_mut().zip(given) {
        let Some(text) = text else { continue };
        let ids: Vec<_> = kept_files::pictures_in(text.html.as_deref()).iter().map(|id| id.get()).collect();
        let gathered = kept_files::gather(office, actor, (by, field), &ids).await?;
        let text = templates::entered(field, text, templates::OF_SIGNATURE, gathered.names()).await?;
        let shown = gathered.shown_in(text.html.as_deref());
        let max = SIGNATURE_PICTURES_MAX;
        if shown.len() > max {
            let detail = format!("a signature shows at most {max} pictures; take some out");
            let problem = Problem::invalid(field, "signature.too_many_pictures", detail);
            return Err(problem.with("max", max.to_string()));
        }
        if kept_files::octets_of_pictures(field, &shown)? > SIGNATURE_PICTURES_OCTETS_MAX {
            let kilobytes = SIGNATURE_PICTURES_OCTETS_MAX / 1024;
            let detail = format!(
                "the pictures of a signature have at most {kilobytes} KB together, as they go with every mail; \
                 take smaller ones"
            );
            let problem = Problem::invalid(field, "signature.pictures_too_large", detail);
            return Err(problem.with("max_kb", kilobytes.to_string()));
        }
        *place = Some(text);
        pictures.extend(gathered.files);
    }
    Ok((texts, pictures))
}

/// Keeps the pictures that signatures show, and lets go of those that they show no longer. `entered` are those that may
/// be new.
///
/// # Errors
/// When the store fails, or the bytes of one are not there any more.
pub(crate) async fn keep<const N: usize>(
    tx: &Tx,
    (organisation, by): (OrganisationId, KeptBy),
    (entered, texts): (&[KeptFile], [&Formatted; N]),
    (author, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let mut shown: Vec<KeptFileId> = Vec::new();
    for text in texts {
        shown.extend(kept_files::pictures_in(text.html.as_deref()));
    }
    let before = store::kept_files::list(tx, organisation, by).await?;
    let mut files: Vec<KeptFile> = Vec::new();
    for id in shown {
        let known = before.iter().chain(entered).find(|file| file.id == id);
        if files.iter().all(|file| file.id != id) {
            files.extend(known.cloned());
        }
    }
    store::kept_files::replace(tx, organisation, by, (&files, Some(author), at)).await
}

/// What can stand under a mail, in the order that it is offered.
///
/// # Errors
/// 404 for a case that he may not see or a shared sender, 422 for a mailbox that is not there.
pub async fn choices(
    office: &Office,
    actor: &Actor,
    place: &Place<'_>,
    identity: Option<IdentityId>,
) -> Result<Vec<(SignatureChoice, Formatted)>, Problem> {
    let case = place.case(office, actor).await?;
    let mode = if matches!(place, Place::First(_)) { Mode::New } else { Mode::Reply };
    let shared = match identity {
        Some(id) => below(&identities::find(office, actor.organisation, id).await?),
        None => Signatures::default(),
    };
    let mut texts = Vec::new();
    for choice in [SignatureChoice::New, SignatureChoice::Reply, SignatureChoice::Mailbox] {
        texts.push((choice, under(office, actor, &case, (choice, mode, &shared)).await?));
    }
    texts.push((SignatureChoice::None, Formatted::default()));
    Ok(texts)
}

/// What a shared sender puts in the place of the mailbox's signatures; an empty one leaves that.
pub(crate) fn below(row: &IdentityRow) -> Signatures {
    let settings = &row.settings;
    Signatures { of_new: settings.of_new.clone(), of_reply: settings.of_reply.clone() }
}

/// What stands below the user's own: that of the shared sender, else of the mailbox.
fn second(is_of_new: bool, shared: &Signatures, of_mailbox: Signatures) -> Formatted {
    let of_sender = if is_of_new { &shared.of_new } else { &shared.of_reply };
    if !of_sender.is_empty() {
        return of_sender.clone();
    }
    if is_of_new || of_mailbox.of_reply.is_empty() { of_mailbox.of_new } else { of_mailbox.of_reply }
}

/// The signature of a mail in a case that was opened already: empty where nobody set one. `shared` are those of a shared
/// sender, of which an empty one leaves the mailbox's. A choice between one's own two goes for what stands below it,
/// too: what somebody began keeps its signature when it becomes an answer.
///
/// # Errors
/// When the store fails.
pub async fn under(
    office: &Office,
    actor: &Actor,
    case: &CaseRow,
    (choice, mode, shared): (SignatureChoice, Mode, &Signatures),
) -> Result<Formatted, Problem> {
    if choice == SignatureChoice::None {
        return Ok(Formatted::default());
    }
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let own = store::signatures::of_user(&conn, organisation, actor.user).await;
    let own = own.map_err(problem::from_store)?;
    // A user signs with his name: where customers are to see none, the mailbox's stands alone.
    let rules = compose::rules_of(&conn, organisation).await.map_err(problem::from_store)?;
    let own = match choice {
        SignatureChoice::New if !rules.anonymous => own.of_new,
        SignatureChoice::Reply if !rules.anonymous => own.of_reply,
        SignatureChoice::New | SignatureChoice::Reply | SignatureChoice::Mailbox | SignatureChoice::None => {
            Formatted::default()
        }
    };
    let of_mailbox = match case.mailbox_id {
        Some(id) => {
            store::signatures::of_mailbox(&conn, organisation, id).await.map_err(problem::from_store)?
        }
        None => Signatures::default(),
    };
    let is_of_new = match choice {
        SignatureChoice::New => true,
        SignatureChoice::Reply => false,
        SignatureChoice::Mailbox | SignatureChoice::None => mode == Mode::New,
    };
    let below_own = second(is_of_new, shared, of_mailbox);
    // Both were read when they were saved; one that cannot be any more is left out.
    let read: Vec<_> = [own, below_own]
        .iter()
        .filter(|one| !one.is_empty())
        .filter_map(|one| {
            let template = templates::template_of("text", &one.text, one.html.as_deref());
            template.ok().map(|template| (template, one.html.is_some()))
        })
        .collect();
    let wanted = read.iter().flat_map(|(template, _)| template.variables()).collect();
    let facts =
        CaseFacts { case, user: Some(actor.user), message: None, captures: &BTreeMap::new(), faq: None };
    let values = of_case(&conn, organisation, &facts, &wanted).await.map_err(problem::from_store)?;
    let filled =
        read.iter().map(|(template, is_html)| templates::written(template.render(&values).text, *is_html));
    Ok(one_below_the_other(filled.collect()))
}

/// What stands under a mail, as one; with formatting where one of them has it.
pub(crate) fn one_below_the_other(mut parts: Vec<Formatted>) -> Formatted {
    parts.retain(|part| !part.is_empty());
    let has_html = parts.iter().any(|part| part.html.is_some());
    let html_of = |part: &Formatted| part.html.clone().unwrap_or_else(|| mail::html_of_lines(&part.text));
    Formatted {
        html: has_html.then(|| parts.iter().map(html_of).collect()),
        text: parts.into_iter().map(|part| part.text).collect::<Vec<_>>().join("\n"),
    }
}
