//! What stands under a mail: the user's signature, then the mailbox's, their variables filled in.

use std::collections::BTreeMap;

use domain::compose::SignatureChoice;
use domain::{Actor, IdentityId, MailboxId, Problem};
use policy::template::Template;
use store::cases::CaseRow;
use store::events::{self, Change};
use store::identities::IdentityRow;
use store::signatures::UserSignatures;

use crate::office::Office;
use crate::templates::{CaseFacts, Place, of_case, readable};
use crate::{identities, mailboxes, problem};

/// Characters of a signature.
const CHARS_MAX: usize = 5_000;

/// One's own.
///
/// # Errors
/// When the store fails.
pub async fn own(office: &Office, actor: &Actor) -> Result<UserSignatures, Problem> {
    let conn = office.store().read();
    store::signatures::of_user(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)
}

/// Sets one's own.
///
/// # Errors
/// 422 for a text that cannot be read.
pub async fn put_own(office: &Office, actor: &Actor, signatures: UserSignatures) -> Result<(), Problem> {
    let signatures = UserSignatures {
        of_new: checked("of_new", &signatures.of_new)?,
        of_reply: checked("of_reply", &signatures.of_reply)?,
    };
    let (organisation, user) = (actor.organisation, actor.user);

    office
        .store()
        .write(move |tx| {
            Box::pin(async move { store::signatures::put_of_user(tx, organisation, user, &signatures).await })
        })
        .await
        .map_err(problem::from_store)
}

/// That of a mailbox.
///
/// # Errors
/// 404 for the mailbox.
pub async fn of_mailbox(office: &Office, actor: &Actor, id: MailboxId) -> Result<String, Problem> {
    mailboxes::find(office, actor, id).await?;
    let conn = office.store().read();
    store::signatures::of_mailbox(&conn, actor.organisation, id).await.map_err(problem::from_store)
}

/// Sets that of a mailbox.
///
/// # Errors
/// 404 for the mailbox, 422 for a text that cannot be read.
pub async fn put_of_mailbox(
    office: &Office,
    actor: &Actor,
    id: MailboxId,
    text: &str,
) -> Result<(), Problem> {
    mailboxes::find(office, actor, id).await?;
    let (organisation, text) = (actor.organisation, checked("text", text)?);

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::mailbox(id));
                store::signatures::put_of_mailbox(tx, organisation, id, &text).await
            })
        })
        .await
        .map_err(problem::from_store)
}

pub(crate) fn checked(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = text.replace("\r\n", "\n").trim_end().to_owned();
    if text.chars().count() > CHARS_MAX {
        let detail = format!("a signature has at most {CHARS_MAX} characters; shorten it");
        return Err(Problem::invalid(field, "text_too_long", detail).with("max", CHARS_MAX.to_string()));
    }
    readable(field, &text)?;
    Ok(text)
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
) -> Result<Vec<(SignatureChoice, String)>, Problem> {
    let case = place.case(office, actor).await?;
    let begins = matches!(place, Place::First(_));
    let shared = match identity {
        Some(id) => Some(below(&identities::find(office, actor.organisation, id).await?, begins)),
        None => None,
    };
    let mut texts = Vec::new();
    for choice in [SignatureChoice::New, SignatureChoice::Reply, SignatureChoice::Mailbox] {
        texts.push((choice, under(office, actor, &case, (choice, shared.as_deref())).await?));
    }
    texts.push((SignatureChoice::None, String::new()));
    Ok(texts)
}

/// What a shared sender puts in the place of the mailbox's signature; empty leaves that.
pub(crate) fn below(row: &IdentityRow, begins: bool) -> String {
    let settings = &row.settings;
    if begins { settings.of_new.clone() } else { settings.of_reply.clone() }
}

/// The signature of a mail in a case that was opened already: empty where nobody set one.
///
/// # Errors
/// When the store fails.
pub async fn under(
    office: &Office,
    actor: &Actor,
    case: &CaseRow,
    (choice, shared): (SignatureChoice, Option<&str>),
) -> Result<String, Problem> {
    if choice == SignatureChoice::None {
        return Ok(String::new());
    }
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let own = store::signatures::of_user(&conn, organisation, actor.user).await;
    let own = own.map_err(problem::from_store)?;
    let own = match choice {
        SignatureChoice::New => own.of_new,
        SignatureChoice::Reply => own.of_reply,
        SignatureChoice::Mailbox | SignatureChoice::None => String::new(),
    };
    let of_mailbox = match (shared.filter(|text| !text.is_empty()), case.mailbox_id) {
        (Some(shared), _) => shared.to_owned(),
        (None, Some(id)) => {
            store::signatures::of_mailbox(&conn, organisation, id).await.map_err(problem::from_store)?
        }
        (None, None) => String::new(),
    };
    // Both were read when they were saved; one that cannot be any more is left out.
    let templates: Vec<_> = [own, of_mailbox]
        .iter()
        .filter(|text| !text.is_empty())
        .filter_map(|text| Template::read(text).ok())
        .collect();
    let wanted = templates.iter().flat_map(Template::variables).collect();
    let facts =
        CaseFacts { case, user: Some(actor.user), message: None, captures: &BTreeMap::new(), faq: None };
    let values = of_case(&conn, organisation, &facts, &wanted).await.map_err(problem::from_store)?;
    let texts = templates.iter().map(|template| template.render(&values).text);
    Ok(texts
        .map(|text| text.trim_end().to_owned())
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
