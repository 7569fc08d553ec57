//! The rows of an import that nothing could be made of, as a file to be corrected and imported again.

use axum::extract::State;
use domain::org::Language;
use flows::contacts::{Separator, csv_row};
use flows::people::import;
use store::person_imports::RefusedRow;

use super::contacts::{BYTE_ORDER_MARK, separator_of};
use crate::download::Download;
use crate::export::Phrase;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::PersonImportKey;
use crate::state::Api;

const NAME: Phrase = Phrase::new("avviste-rader.csv", "avvisade-rader.csv", "refused-rows.csv");
const ROW: Phrase = Phrase::new("Rad", "Rad", "Row");
const REASON: Phrase = Phrase::new("Hvorfor", "Varför", "Why");

/// The reasons by their codes.
const REASONS: [(&str, Phrase); 7] = [
    (
        "contact.no_address",
        Phrase::new(
            "Raden har ingen e-postadresse.",
            "Raden har ingen e-postadress.",
            "The row has no e-mail address.",
        ),
    ),
    (
        "contact.bad_address",
        Phrase::new(
            "Ikke en gyldig e-postadresse.",
            "Ingen giltig e-postadress.",
            "Not a valid e-mail address.",
        ),
    ),
    (
        "contact.too_many_addresses",
        Phrase::new(
            "Flere adresser enn en person kan ha.",
            "Fler adresser än en person kan ha.",
            "More addresses than a person can have.",
        ),
    ),
    (
        "contact.phone_too_long",
        Phrase::new(
            "Telefonnummeret er for langt.",
            "Telefonnumret är för långt.",
            "The telephone number is too long.",
        ),
    ),
    (
        "contact.two_persons",
        Phrase::new(
            "Adressene tilhører to forskjellige personer. Slå dem sammen, eller del raden.",
            "Adresserna hör till två olika personer. Slå ihop dem eller dela raden.",
            "The addresses belong to two different persons. Join them, or divide the row.",
        ),
    ),
    (
        "contact.takes_no_mail",
        Phrase::new(
            "Domenet tar ikke imot e-post i det hele tatt.",
            "Domänen tar inte emot e-post alls.",
            "The domain takes no mail at all.",
        ),
    ),
    (
        "contact.no_host",
        Phrase::new(
            "Ingen server tar imot e-post for domenet. Se etter om det er riktig skrevet.",
            "Ingen server tar emot e-post för domänen. Se efter om den är rätt skriven.",
            "No server takes mail for the domain. Check whether it is written right.",
        ),
    ),
];

/// Get the refused rows of an import of persons
///
/// A CSV with what stood in each row, and why it was refused, with those to look at. Corrected, it can be imported as it is.
#[utoipa::path(get, path = "/persons/imports/{id}/refused", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_refused_rows(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonImportKey>,
) -> Result<Download, Refusal> {
    let standing = import::find(api.office(), &actor, id.into()).await?;
    let language = flows::users::profile(api.office(), &actor).await?.user.language;
    let separator = separator_of(language);
    let headings = standing.import.headings.iter().map(String::as_str);
    let added = [ROW.in_language(language), REASON.in_language(language)];
    let mut text = format!("{BYTE_ORDER_MARK}{}", csv_row(headings.clone().chain(added), separator));
    let columns = standing.import.headings.len();
    let mut behind = None;
    loop {
        let rows = import::list_refused(api.office(), &actor, (standing.import.id, behind)).await?;
        let Some(last) = rows.last() else { break };
        behind = Some(last.id);
        for row in &rows {
            text.push_str(&line(row, columns, (language, separator)));
        }
    }
    Ok(Download::whole((NAME.in_language(language).to_owned(), "text/csv".to_owned()), text))
}

fn line(row: &RefusedRow, columns: usize, (language, separator): (Language, Separator)) -> String {
    let known = REASONS.iter().find(|(code, _)| *code == row.code);
    let reason = known.map_or(row.detail.as_str(), |(_, words)| words.in_language(language));
    let number = row.number.to_string();
    let cells = (0..columns).map(|at| row.cells.get(at).map(String::as_str).unwrap_or_default());
    csv_row(cells.chain([number.as_str(), reason]), separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_told_in_the_readers_language_beside_what_stood_there() {
        let row = RefusedRow {
            id: domain::Id::new(1),
            number: 7,
            cells: vec!["Kari".to_owned()],
            code: "contact.no_address".to_owned(),
            detail: String::new(),
        };
        let told = line(&row, 2, (Language::Sv, Separator::Semicolon));
        assert_eq!(told, "Kari;;7;Raden har ingen e-postadress.\r\n");
    }
}
