//! Whom the organisation writes to.

mod card;
mod contact_format;
mod contacts;
mod create;
mod delete;
mod doubles;
mod export;
mod get;
mod import;
mod import_params;
mod import_preview;
mod import_refused;
mod list;
mod merge;
mod split;
mod update;

use domain::org::{Actor, Language};
use domain::{EmailAddress, PersonId};
use flows::addresses::Checked;
use serde::{Deserialize, Serialize};
use store::persons::{PersonFilter, PersonRow};
use utoipa::{IntoParams, ToSchema};

pub(crate) use self::card::AddressDecision;
use super::addresses::Remarked;
use super::shared::address_warning::{AddressWarning, Warnings};
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CompanyKey, Moment, PeopleListKey, PersonKey, nullable};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_persons, create::create_person))
        .routes(routes!(get::get_person, update::update_person, delete::delete_person))
        .routes(routes!(card::get_person_card))
        .routes(routes!(import::list_person_imports))
        .routes(routes!(import::get_person_import))
        .routes(routes!(merge::merge_person))
        .routes(routes!(split::split_person))
        .routes(routes!(doubles::list_doubles))
        .routes(routes!(doubles::keep_persons_apart))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_persons))
        .routes(routes!(contacts::export_contacts))
        .routes(routes!(import::preview_person_import))
        .routes(routes!(import::start_person_import))
        .routes(routes!(import_refused::get_refused_rows))
}

/// Somebody whom the organisation writes to.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnownPerson {
    /// The id.
    id: PersonKey,
    /// The name.
    name: String,
    /// The addresses, the usual one first; none where the only one was deleted.
    addresses: Vec<String>,
    /// The telephone number, as written.
    phone: String,
    /// The language he is written to in.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
    /// The company.
    company_id: Option<CompanyKey>,
    /// Its name.
    company_name: Option<String>,
    /// Whether he has left it.
    former: bool,
    /// When he became known.
    created_at: Moment,
    /// How often he was changed; goes along with a change as `seen_version`.
    version: i64,
    /// Those of his addresses that are blocked or that mail came back from.
    warnings: Vec<AddressWarning>,
}

impl KnownPerson {
    /// The person in the API's words.
    fn of(row: PersonRow, warnings: &Warnings) -> Self {
        let warnings = row.addresses.iter().filter_map(|address| warnings.about(address)).collect();
        Self {
            warnings,
            id: row.id.into(),
            name: row.name,
            addresses: row.addresses.iter().map(ToString::to_string).collect(),
            phone: row.phone,
            language: row.language,
            company_id: row.company_id.map(Into::into),
            company_name: row.company_name,
            former: row.former,
            created_at: row.created_at.into(),
            version: row.version,
        }
    }

    /// The person with this id.
    async fn find(api: &Api, actor: &Actor, id: PersonId) -> Result<Self, Refusal> {
        let row = flows::people::find_person(api.office(), actor, id).await?;
        let keys: Vec<String> = row.addresses.iter().map(EmailAddress::key).collect();
        let warnings = Warnings::of(&api.conn(), actor.organisation, &keys, api.office().now()).await?;
        Ok(Self::of(row, &warnings))
    }
}

/// The person as he is now, and what is to be said of those addresses that were not his before.
async fn saved(
    api: &Api,
    actor: &Actor,
    (id, checked): (PersonId, Vec<Checked>),
) -> Result<Remarked<KnownPerson>, Refusal> {
    Ok(Remarked::new(KnownPerson::find(api, actor, id).await?, checked))
}

/// What is known of a person; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PersonInput {
    /// The name.
    name: Option<String>,
    /// All addresses, the usual one first, at most 20.
    addresses: Option<Vec<String>>,
    /// The telephone number.
    phone: Option<String>,
    /// The language he is written to in, or null where it is not known.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Option<Language>>,
    /// The company, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<CompanyKey>)]
    company_id: Option<Option<CompanyKey>>,
    /// Whether he has left it.
    former: Option<bool>,
    /// Of a change: the version that it goes on from. Where he was changed since, it is refused with
    /// `person.changed_meanwhile`, `by` whom, and his `version`; left out, it is written over what others did.
    seen_version: Option<i64>,
}

impl From<PersonInput> for flows::people::PersonInput {
    fn from(input: PersonInput) -> Self {
        Self {
            name: input.name,
            addresses: input.addresses,
            phone: input.phone,
            language: input.language,
            company: input.company_id.map(|id| id.map(Into::into)),
            former: input.former,
            seen_version: input.seen_version,
        }
    }
}

/// Which persons a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PersonFilters {
    /// Only those of this company.
    #[param(value_type = Option<String>)]
    company_id: Option<CompanyKey>,
    /// Only those of this selection or project.
    #[param(value_type = Option<String>)]
    list_id: Option<PeopleListKey>,
}

impl From<PersonFilters> for PersonFilter {
    fn from(filters: PersonFilters) -> Self {
        Self { company_id: filters.company_id.map(Into::into), list_id: filters.list_id.map(Into::into) }
    }
}
