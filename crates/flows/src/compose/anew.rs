//! A mail that was sent is the beginning of another: its text, files and recipients become the draft of a new case.

use domain::compose::{AsWhom, MailKey, Mode, SignatureChoice, Written};
use domain::encryption::TlsNeed;
use domain::{Actor, EmailAddress, OutboxId, Problem, RecipientNames};
use mail::NewAttachment;
use policy::subject;
use store::drafts::{NewDraft, Place};
use store::outbox::{Origin, OutboxRow};

use super::again;
use super::drafts::too_many;
use super::of_case;
use super::sent::open_sent;
use crate::office::Office;
use crate::users::Refused;
use crate::view::{self, MailView};
use crate::{problem, view::on_a_thread};

/// How a mail is written anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anew {
    /// Whether the draft takes the place of one that the actor has begun.
    pub replaces: bool,
    /// Under which key it is begun, beside all others.
    pub mail: Option<MailKey>,
    /// Who gets it in the place of all its recipients: the right address of whom it did not reach.
    pub to: Option<EmailAddress>,
}

/// Makes the draft of a new case of it.
///
/// # Errors
/// 404 when there is no such mail that he may see; 409 where it has no key and he has begun another without one already.
pub async fn anew(office: &Office, actor: &Actor, id: OutboxId, anew: Anew) -> Result<(), Problem> {
    let item = open_sent(office, actor, id).await?;
    let (mut written, files) = written(office, actor, &item).await?;
    // The same key is the same mail, asked for once more because our answer was lost.
    let replaces = anew.replaces || anew.mail.is_some();
    if let Some(to) = anew.to {
        written.to = Some(vec![to.to_string()]);
        written.cc.clear();
        written.bcc.clear();
    }
    let files = again::prepare(office, actor.organisation, item.id, files).await?;
    let (organisation, at) = (actor.organisation, office.now());
    let place = Place { user: actor.user, case: None, mode: Mode::New, mail: anew.mail };
    let kept = office.store().write(move |tx| {
        let (mut written, again) = (written.clone(), files.clone());
        Box::pin(async move {
            match store::drafts::find(tx, organisation, place).await? {
                Some(_) if !replaces => return Err(begun()),
                None if store::drafts::count(tx, organisation, place.user).await?
                    >= domain::limits::DRAFTS_MAX =>
                {
                    return Err(too_many());
                }
                Some(_) | None => {}
            }
            again.put(tx, organisation, (place.user, at), &mut written).await?;
            let files = written.upload_ids.clone();
            let draft = NewDraft { written, writer: None, returned: None, at };
            let kept = store::drafts::put(tx, organisation, place, &draft).await?;
            Ok(store::uploads::keep_for_draft(tx, organisation, (place.user, kept.id), &files).await?)
        })
    });
    kept.await.map_err(Refused::into_problem)
}

fn begun() -> Refused {
    let detail = "you have begun a new mail; send it or throw it away first, or let this one take its place";
    Problem::conflict("draft.begun", detail).into()
}

/// What the new mail says, and its files, each with whether it is a picture in the text.
async fn written(
    office: &Office,
    actor: &Actor,
    item: &OutboxRow,
) -> Result<(Written, Vec<(NewAttachment, bool)>), Problem> {
    let conn = office.store().read();
    let origin = store::outbox::find_origin(&conn, actor.organisation, item.id).await;
    let origin = origin.map_err(problem::from_store)?;
    let mailbox_id = match item.case_id {
        Some(case) => {
            let scope = store::cases::CaseScope::All;
            let found = store::cases::find(&conn, actor.organisation, case, &scope).await;
            match found.map_err(problem::from_store)? {
                Some(case) => of_case::living(office, actor.organisation, &case).await?,
                None => None,
            }
        }
        None => None,
    };
    let raw = view::raw(office, actor.organisation, item.raw_hash).await?;
    let read = move || {
        let (parsed, _) = mail::parse(&raw);
        let file = |found: &mail::Attachment| {
            let (meta, bytes) = mail::attachment(&raw, found.index)?;
            let file =
                NewAttachment { name: meta.name, media_type: meta.media_type, bytes, content_id: None };
            Some((file, found.inline))
        };
        let files: Vec<_> = parsed.attachments.iter().filter_map(file).collect();
        (view::view(&raw), parsed.html, files)
    };
    let (shown, html, files) = on_a_thread(read).await?;
    let whole = as_written(origin, &shown, html);
    let written = Written {
        mode: Mode::New,
        subject: Some(subject::bare(&item.subject)),
        mailbox_id,
        // What may go over verified encryption alone is no less secret the second time.
        as_whom: AsWhom {
            needs_tls: item.tls != TlsNeed::Nothing,
            tls_throughout: item.tls == TlsNeed::Throughout,
            ..whole.as_whom
        },
        ..whole
    };
    Ok((written, files))
}

/// What its author wrote; where that is not all that it says, as of a message passed on, what stands in the mail.
fn as_written(origin: Option<Origin>, shown: &MailView, html: Option<String>) -> Written {
    let typed = origin.as_ref().map(|origin| &origin.written);
    let typed = typed.into_iter().flat_map(|written| written.to.iter().flatten().chain(&written.cc));
    let names = RecipientNames::of_typed(typed);
    let listed = |people: &[view::ParticipantView]| {
        let addresses = people.iter().map(|person| &person.address).filter(|address| !address.is_empty());
        let named = |address: &String| match address.parse::<EmailAddress>() {
            Ok(address) => names.named(&address).to_string(),
            Err(_) => address.clone(),
        };
        addresses.map(named).collect::<Vec<_>>()
    };
    let whole = Written {
        text: shown.text.clone(),
        html,
        to: Some(listed(&shown.to)),
        cc: listed(&shown.cc),
        // It stands under the text already.
        as_whom: AsWhom { signature: Some(SignatureChoice::None), ..AsWhom::default() },
        ..Written::default()
    };
    match origin.map(|origin| origin.written) {
        Some(written) if written.mode != Mode::Forward => Written {
            text: written.text,
            html: written.html,
            to: written.to.or(whole.to),
            cc: written.cc,
            bcc: written.bcc,
            as_whom: written.as_whom,
            ..Written::default()
        },
        Some(written) => {
            let files_as_links = written.as_whom.files_as_links;
            Written { bcc: written.bcc, as_whom: AsWhom { files_as_links, ..whole.as_whom }, ..whole }
        }
        None => whole,
    }
}
