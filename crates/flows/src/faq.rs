//! Answers to what customers often ask: made, changed, archived, deleted, and suggested for a mail.

mod check;
mod fill;
mod rules;
mod suggest;

pub(crate) use fill::{FaqTexts, for_answer, for_receipt, named_in};
pub use fill::{of_case, put_in};
pub(crate) use rules::MOST_MAX;
pub use rules::{FaqRules, get_rules, put_rules};
pub use suggest::Suggestion;
pub(crate) use suggest::{Asked, suggest};

use domain::org::Language;
use domain::{Actor, FaqEntryId, Problem};
use store::events;
use store::faq::{FaqFilter, FaqRow};

use crate::office::Office;
use crate::{organisation, problem};

/// Entries of one organisation, archived ones among them: each mail is compared with all of its folder.
pub const FAQ_ENTRIES_MAX: u64 = 1_000;

/// What a person enters of an entry; `None` leaves a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaqInput {
    /// Where it lies, its levels parted by `/`.
    pub folder: Option<String>,
    /// The question, in a line.
    pub title: Option<String>,
    /// Words or phrases that qualify a mail.
    pub keywords: Option<Vec<String>>,
    /// The answer, with variables.
    pub text: Option<String>,
    /// A page that says more; empty for none.
    pub link: Option<String>,
    /// The language that it is written in; the organisation's for a new one.
    pub language: Option<Language>,
}

/// Entries by folder and title.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor, filter: &FaqFilter) -> Result<Vec<FaqRow>, Problem> {
    let conn = office.store().read();
    store::faq::list(&conn, actor.organisation, filter).await.map_err(problem::from_store)
}

/// The entry with this id.
///
/// # Errors
/// 404 when there is none.
pub async fn find(office: &Office, actor: &Actor, id: FaqEntryId) -> Result<FaqRow, Problem> {
    let found = store::faq::find(&office.store().read(), actor.organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(not_found)
}

/// Makes an entry.
///
/// # Errors
/// 422 for a field that is wrong, 409 when there are too many.
pub async fn create(office: &Office, actor: &Actor, input: FaqInput) -> Result<FaqEntryId, Problem> {
    let conn = office.store().read();
    let language = organisation::language(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let settings = check::merged(None, FaqInput { language: input.language.or(Some(language)), ..input })?;
    let present = store::faq::count(&conn, actor.organisation).await.map_err(problem::from_store)?;
    if present >= FAQ_ENTRIES_MAX {
        let detail = format!("there are {FAQ_ENTRIES_MAX} entries already; delete some from the archive");
        let refused = Problem::conflict("faq.too_many", detail);
        return Err(refused.with("max", FAQ_ENTRIES_MAX.to_string()));
    }
    let (organisation, by) = (actor.organisation, (Some(actor.user), office.now()));

    office
        .store()
        .write(move |tx| Box::pin(async move { store::faq::insert(tx, organisation, &settings, by).await }))
        .await
        .map_err(problem::from_store)
}

/// Changes an entry; answers that were made of it stay as they are.
///
/// # Errors
/// As [`create`], and 404.
pub async fn change(office: &Office, actor: &Actor, id: FaqEntryId, input: FaqInput) -> Result<(), Problem> {
    let present = find(office, actor, id).await?;
    let settings = check::merged(Some(present.settings), input)?;
    let (organisation, by) = (actor.organisation, (Some(actor.user), office.now()));
    let changed = office.store().write(move |tx| {
        let settings = settings.clone();
        Box::pin(async move { store::faq::update(tx, organisation, id, &settings, by).await })
    });
    if changed.await.map_err(problem::from_store)? { Ok(()) } else { Err(not_found()) }
}

/// Puts an entry into the archive, or takes it out: nobody is suggested it while it is there.
///
/// # Errors
/// 404 when it is not there, or where it is to go already.
pub async fn set_archived(
    office: &Office,
    actor: &Actor,
    id: FaqEntryId,
    archived: bool,
) -> Result<(), Problem> {
    let (organisation, at) = (actor.organisation, archived.then(|| office.now()));
    let done = office
        .store()
        .write(move |tx| Box::pin(async move { store::faq::set_archived(tx, organisation, id, at).await }));
    if done.await.map_err(problem::from_store)? { Ok(()) } else { Err(not_found()) }
}

/// Deletes an archived entry for good.
///
/// # Errors
/// 404; 409 for one that is not archived.
pub async fn delete(office: &Office, actor: &Actor, id: FaqEntryId) -> Result<(), Problem> {
    if find(office, actor, id).await?.archived_at.is_none() {
        let detail = "the entry may be suggested to customers; archive it first";
        return Err(Problem::conflict("faq.not_archived", detail));
    }
    let organisation = actor.organisation;
    let gone = office.store().write(move |tx| {
        Box::pin(async move {
            events::insert(tx, organisation, events::Change::settings());
            store::faq::delete(tx, organisation, id).await
        })
    });
    if gone.await.map_err(problem::from_store)? { Ok(()) } else { Err(not_found()) }
}

fn not_found() -> Problem {
    Problem::not_found("faq_entry")
}
