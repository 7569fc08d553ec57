//! The organisation itself: what it is called, and the language of what it sends by itself.

use domain::org::Language;
use domain::{Actor, OrganisationId, Problem};
use store::events::{self, Change};
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::{problem, users};

/// The setting that holds [`OrganisationView::language`].
const LANGUAGE: &str = "organisation.language";

/// The organisation as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationView {
    /// Its name.
    pub name: String,
    /// The language of new mailboxes and templates, and of what is written where nothing says another.
    pub language: Language,
}

/// What a person enters; `None` leaves a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationInput {
    /// The name.
    pub name: Option<String>,
    /// The language.
    pub language: Option<Language>,
}

/// The organisation.
///
/// # Errors
/// When the store fails.
pub async fn get(office: &Office, organisation: OrganisationId) -> Result<OrganisationView, Problem> {
    let conn = office.store().read();
    let row = store::organisations::find(&conn, organisation).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(|| Problem::not_found("organisation"))?;
    let language = language(&conn, organisation).await.map_err(problem::from_store)?;
    Ok(OrganisationView { name: row.name, language })
}

/// The language of what has none of its own: new mailboxes and templates, and of what is written in a
/// case that has neither a customer whose language is known nor a mailbox.
pub(crate) async fn language(conn: &Conn, organisation: OrganisationId) -> Result<Language, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), LANGUAGE).await?.unwrap_or_default())
}

/// Changes the organisation.
///
/// # Errors
/// 422 for a name that is empty or too long.
pub async fn change(office: &Office, actor: &Actor, input: OrganisationInput) -> Result<(), Problem> {
    let name = input.name.map(|name| users::readable_name("name", &name)).transpose()?;
    let (organisation, language) = (actor.organisation, input.language);

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if let Some(name) = &name {
                    store::organisations::rename(tx, organisation, name).await?;
                }
                if let Some(language) = language {
                    speak(tx, organisation, language).await?;
                }
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Sets the language.
pub(crate) async fn speak(
    tx: &Tx,
    organisation: OrganisationId,
    language: Language,
) -> Result<(), StoreError> {
    store::settings::put(tx, Some(organisation), LANGUAGE, &language).await
}
