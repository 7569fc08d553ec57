//! Persons as files for other programs: CSV, and vCard 3.0 and 4.0.

use axum::body::{Body, Bytes};
use axum::extract::State;
use domain::limits::EXPORT_ROWS_MAX;
use domain::org::{Actor, Language};
use flows::contacts::{Contact, Separator, VCardVersion, card, csv_row};
use futures_util::stream;
use store::persons::{PersonFilter, PersonRow, PersonSort};
use store::{ListQuery, Page, StoreError};

use super::PersonFilters;
use super::contact_format::{ContactsParams, Format};
use crate::download::Download;
use crate::export::Phrase;
use crate::extract::{ListParams, Listing, Params, selected_ids};
use crate::problem::Refusal;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// Without it Excel takes UTF-8 for the letters of its own country.
pub(super) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

const NAME: Phrase = Phrase::new("personer", "personer", "persons");
const HEADINGS: [Phrase; 6] = [
    Phrase::new("Navn", "Namn", "Name"),
    Phrase::new("E-post", "E-post", "E-mail"),
    Phrase::new("Telefon", "Telefon", "Phone"),
    Phrase::new("Firma", "Företag", "Company"),
    Phrase::new("Språk", "Språk", "Language"),
    Phrase::new("Har sluttet", "Har slutat", "Has left"),
];
const YES: Phrase = Phrase::new("Ja", "Ja", "Yes");

/// What stands between the cells of a table where people write in this language: Excel there keeps the comma for
/// decimals.
pub(super) const fn separator_of(language: Language) -> Separator {
    match language {
        Language::Nb | Language::Sv => Separator::Semicolon,
        Language::En => Separator::Comma,
    }
}

/// Export persons for other programs
///
/// As CSV or vCard, at most 100,000. What comes out can be imported again.
#[utoipa::path(get, path = "/persons/contacts", tag = "persons", params(ListParams, PersonFilters, ContactsParams),
    security(("session" = ["cases_all", "export"]), ("session" = ["cases_own", "export"]),
        ("token" = ["cases_all", "export"]), ("token" = ["cases_own", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_contacts(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Export)>,
    Listing { query, filter }: Listing<PersonSort, PersonFilters>,
    Params(ContactsParams { format, ids }): Params<ContactsParams>,
) -> Result<Download, Refusal> {
    let language = flows::users::profile(api.office(), &actor).await?.user.language;
    let query = ListQuery { ids: selected_ids(ids.as_deref())?, ..query.for_export() };
    let (ending, media_type) = match format {
        Format::Csv => ("csv", "text/csv"),
        Format::Vcard3 | Format::Vcard4 => ("vcf", "text/vcard"),
    };
    let reading =
        Reading { api, actor, filter: filter.into(), form: (format, language), left: EXPORT_ROWS_MAX };
    // The first page is read before anything is answered, so that a refusal arrives as one.
    let first = reading.page(&query).await?;
    let name = format!("{}.{ending}", NAME.in_language(language));
    let body = Body::from_stream(file(reading, query, first));
    Ok(Download::whole((name, media_type.to_owned()), body))
}

/// A file that is being written.
struct Reading {
    api: Api,
    actor: Actor,
    filter: PersonFilter,
    form: (Format, Language),
    left: u32,
}

impl Reading {
    async fn page(&self, query: &ListQuery<PersonSort>) -> Result<Page<PersonRow>, StoreError> {
        store::persons::list(&self.api.conn(), self.actor.organisation, query, self.filter).await
    }

    fn head(&self) -> String {
        let (format, language) = self.form;
        let headings = HEADINGS.map(|heading| heading.in_language(language));
        match format {
            Format::Csv => format!("{BYTE_ORDER_MARK}{}", csv_row(headings, separator_of(language))),
            Format::Vcard3 | Format::Vcard4 => String::new(),
        }
    }

    fn rows(&mut self, rows: &[PersonRow]) -> String {
        let fits = usize::try_from(self.left).unwrap_or(usize::MAX).min(rows.len());
        self.left -= u32::try_from(fits).unwrap_or(self.left);
        rows[..fits].iter().map(|person| written(person, self.form)).collect()
    }
}

/// The pages of the list from the first on; when a later one cannot be read, the download breaks off and is seen to.
fn file(
    mut reading: Reading,
    query: ListQuery<PersonSort>,
    first: Page<PersonRow>,
) -> impl stream::Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    let begun = reading.head() + &reading.rows(&first.rows);
    let state = (reading, query, first.next, Some(begun));
    stream::try_unfold(state, async |(mut reading, query, next, begun)| {
        if let Some(text) = begun {
            return Ok(Some((Bytes::from(text), (reading, query, next, None))));
        }
        let Some(cursor) = next.filter(|_| reading.left > 0) else { return Ok(None) };
        let query = ListQuery { cursor: Some(cursor), ..query };
        let page = reading.page(&query).await?;
        let text = reading.rows(&page.rows);
        Ok(Some((Bytes::from(text), (reading, query, page.next, None))))
    })
}

fn written(person: &PersonRow, (format, language): (Format, Language)) -> String {
    let addresses: Vec<String> = person.addresses.iter().map(ToString::to_string).collect();
    let company = person.company_name.clone().unwrap_or_default();
    let version = match format {
        Format::Csv => {
            let spoken = person.language.map(Language::as_str).unwrap_or_default();
            let former = if person.former { YES.in_language(language) } else { "" };
            let cells = [&person.name, &addresses.join(", "), &person.phone, &company, spoken, former];
            return csv_row(cells, separator_of(language));
        }
        Format::Vcard3 => VCardVersion::Three,
        Format::Vcard4 => VCardVersion::Four,
    };
    let contact = Contact {
        name: person.name.clone(),
        addresses,
        phone: person.phone.clone(),
        company,
        language: person.language,
        former: None,
    };
    card(&contact, version)
}
