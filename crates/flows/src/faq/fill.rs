//! Entries put into texts: into a receipt, where its template names them, and into what somebody writes.

use std::collections::BTreeSet;

use domain::org::Language;
use domain::timeline::{FaqTold, Step};
use domain::{Actor, CaseId, FaqEntryId, OrganisationId, Problem};
use policy::template::{Template, Values, Variable};
use store::cases::CaseRow;
use store::mailboxes::MailboxRow;
use store::templates::TemplateRow;
use store::{Conn, StoreError};

use super::{Asked, Suggestion, find, suggest};
use crate::office::Office;
use crate::templates::{self, Draft, Filled, Place};
use crate::{cases, problem};

/// The entries that a text may name.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaqTexts(Vec<Entry>);

#[derive(Debug, Clone)]
struct Entry {
    title: String,
    text: Template,
    link: String,
}

/// Whether a text names suggestions.
pub(crate) fn named_in(wanted: &BTreeSet<Variable>) -> bool {
    wanted.contains(&Variable::FaqList) || wanted.contains(&Variable::FaqTitles)
}

impl FaqTexts {
    /// The texts of these suggestions; one that is gone by now is left out.
    pub(crate) async fn of(
        conn: &Conn,
        organisation: OrganisationId,
        suggestions: &[Suggestion],
    ) -> Result<Self, StoreError> {
        let mut texts = Vec::new();
        for suggestion in suggestions {
            let Some(row) = store::faq::find(conn, organisation, suggestion.id).await? else { continue };
            // It was read when it was saved; one that cannot be any more has its link alone.
            let text = Template::read(&row.settings.text).unwrap_or_default();
            texts.push(Entry { title: row.settings.title, text, link: row.settings.link });
        }
        Ok(Self(texts))
    }

    /// What their texts name.
    pub(crate) fn variables(&self) -> BTreeSet<Variable> {
        self.0.iter().flat_map(|entry| entry.text.variables()).collect()
    }

    /// The values with these entries.
    pub(crate) fn set(&self, values: &mut Values) {
        let list: Vec<String> = self.0.iter().map(|entry| entry.whole(values)).collect();
        values.set(Variable::FaqList, list.join("\n\n"));
        values.set(Variable::FaqTitles, self.0.iter().map(Entry::line).collect::<Vec<_>>().join("\n"));
    }
}

impl Entry {
    /// Title, answer and link.
    fn whole(&self, values: &Values) -> String {
        let text = self.text.render(values).text;
        let lines = [self.title.as_str(), text.trim(), self.link.as_str()];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Title and link on a line.
    fn line(&self) -> String {
        if self.link.is_empty() {
            format!("- {}", self.title)
        } else {
            format!("- {}: {}", self.title, self.link)
        }
    }
}

/// The entries for a receipt, and the step that tells of them; `None` where its template names none.
pub(crate) async fn for_receipt(
    conn: &Conn,
    organisation: OrganisationId,
    (template, language): (&TemplateRow, Language),
    (mailbox, subject, text): (&MailboxRow, &str, &str),
) -> Result<Option<(FaqTexts, Step)>, StoreError> {
    let Some(version) = template.version(language) else { return Ok(None) };
    let names = |text: &str| Template::read(text).is_ok_and(|text| named_in(&text.variables()));
    if !names(&version.text) && !names(&version.subject) {
        return Ok(None);
    }
    let Some(folder) = &mailbox.settings.rules.faq_folder else {
        let because = "no_folder".to_owned();
        let told = Step::Faq(FaqTold::Silent { because, best: 0, minimum: 0 });
        return Ok(Some((FaqTexts::default(), told)));
    };
    let asked = Asked { folder, language: version.language, subject, text };
    let found = suggest(conn, organisation, &asked).await?;
    Ok(Some((FaqTexts::of(conn, organisation, &found.suggestions).await?, found.step())))
}

/// The entries that fit what the customer of a case wrote last, in the language that he is answered in.
pub(crate) async fn for_answer(
    conn: &Conn,
    organisation: OrganisationId,
    (case, language): (&CaseRow, Language),
) -> Result<Vec<Suggestion>, StoreError> {
    let Some(newest) = store::cases::find_newest(conn, organisation, case.id).await? else {
        return Ok(Vec::new());
    };
    let mailbox = match case.mailbox_id {
        Some(id) => store::mailboxes::find(conn, organisation, id).await?,
        None => None,
    };
    let folder = mailbox.and_then(|mailbox| mailbox.settings.rules.faq_folder).unwrap_or_default();
    let asked = Asked { folder: &folder, language, subject: &case.title, text: &newest.text };
    Ok(suggest(conn, organisation, &asked).await?.suggestions)
}

/// The entries that fit a case, for whoever answers it.
///
/// # Errors
/// 404 for a case that the actor may not see.
pub async fn of_case(office: &Office, actor: &Actor, id: CaseId) -> Result<Vec<Suggestion>, Problem> {
    let case = cases::open(office, actor, id).await?;
    let language = templates::language_of(office, actor, &case).await?;
    let conn = office.store().read();
    for_answer(&conn, actor.organisation, (&case, language)).await.map_err(problem::from_store)
}

/// An entry's answer with its link, filled in for what the actor writes.
///
/// # Errors
/// 404 for the entry, and for a case that he may not see; 422 for a mailbox that is not there.
pub async fn put_in(
    office: &Office,
    actor: &Actor,
    id: FaqEntryId,
    place: &Place<'_>,
) -> Result<Filled, Problem> {
    let entry = find(office, actor, id).await?.settings;
    let case = place.case(office, actor).await?;
    let draft = Draft { language: entry.language, subject: "", text: &entry.text, html: None };
    let filled = templates::fill_text(office, actor, &draft, &case).await?;
    if entry.link.is_empty() || filled.text.contains(&entry.link) {
        return Ok(filled);
    }
    let parts = [filled.text.as_str(), entry.link.as_str()];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(Filled { text, ..filled })
}
