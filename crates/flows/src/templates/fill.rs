//! Templates filled in: for an answer, for a look before it is saved, for a mail that nobody writes.

use std::collections::{BTreeMap, BTreeSet};

use domain::compose::Formatted;
use domain::org::Language;
use domain::{Actor, CaseId, KeptFileId, MailboxId, OrganisationId, Problem, TemplateId, UserId};
use policy::template::{Template, Values, Variable};
use store::cases::CaseRow;
use store::templates::TemplateRow;
use store::{Conn, StoreError};

use super::entered::{self, template_of};
use super::{CaseFacts, Place, check, find, of_case, values};
use crate::faq::{self, FaqTexts};
use crate::office::Office;
use crate::view::on_a_thread;
use crate::{cases, organisation, problem};

/// A filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The language that was found for it.
    pub language: Language,
    /// The subject; empty where the template has none.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same with formatting, where the template has any; the text was made of it.
    pub html: Option<String>,
    /// Variables that had neither value nor fallback.
    pub missing: BTreeSet<Variable>,
}

/// Fills a template in for an answer of the actor's. Without a language it is that of the case.
///
/// # Errors
/// 404 for the template, and for a case that he may not see; 422 for a mailbox that is not there.
pub async fn fill(
    office: &Office,
    actor: &Actor,
    id: TemplateId,
    (place, language): (&Place<'_>, Option<Language>),
) -> Result<Filled, Problem> {
    let row = find(office, actor, id).await?;
    fill_row(office, actor, &row, (place, language)).await
}

/// The same for a template that was found already.
pub(super) async fn fill_row(
    office: &Office,
    actor: &Actor,
    row: &TemplateRow,
    (place, language): (&Place<'_>, Option<Language>),
) -> Result<Filled, Problem> {
    let case = place.case(office, actor).await?;
    let language = match language {
        Some(language) => language,
        None => language_of(office, actor, &case).await?,
    };
    let version = row.version(language).ok_or_else(|| Problem::not_found("template"))?;
    let (subject, text) = (version.subject.as_str(), version.text.as_str());
    let draft = Draft { language: version.language, subject, text, html: version.html.as_deref() };
    filled(office, actor, &draft, Some(&case), (Some(actor.user), None)).await
}

/// Fills in a text of the actor's own for a case.
///
/// # Errors
/// 422 for a text that cannot be read.
pub(crate) async fn fill_text(
    office: &Office,
    actor: &Actor,
    draft: &Draft<'_>,
    case: &CaseRow,
) -> Result<Filled, Problem> {
    filled(office, actor, draft, Some(case), (Some(actor.user), None)).await
}

/// The language that a case is answered in: its customer's, else its mailbox's, else the organisation's.
pub(crate) async fn language_of(office: &Office, actor: &Actor, case: &CaseRow) -> Result<Language, Problem> {
    let known = values::language_of_customer(&office.store().read(), actor.organisation, case).await;
    if let Some(language) = known.map_err(problem::from_store)? {
        return Ok(language);
    }
    let conn = office.store().read();
    let mailbox = match case.mailbox_id {
        Some(id) => {
            store::mailboxes::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?
        }
        None => None,
    };
    match mailbox {
        Some(mailbox) => Ok(mailbox.settings.language),
        None => organisation::language(&conn, actor.organisation).await.map_err(problem::from_store),
    }
}

/// A text that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft<'a> {
    /// Its language.
    pub language: Language,
    /// The subject.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// The same with formatting, which is then what is filled in.
    pub html: Option<&'a str>,
}

/// What a text is looked at with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// A case of one's own choice, or a made-up one.
    pub case: Option<CaseId>,
    /// The mailbox that a made-up one is of; the first one when not given, or when there is no such in the organisation.
    pub mailbox: Option<MailboxId>,
    /// Whether nobody writes it, so that there is no user.
    pub automatic: bool,
}

/// Fills a text in that need not be saved.
///
/// # Errors
/// 422 for a text that cannot be read, 404 for a case that the actor may not see.
pub async fn preview(
    office: &Office,
    actor: &Actor,
    draft: &Draft<'_>,
    with: Preview,
) -> Result<Filled, Problem> {
    let case = match with.case {
        Some(id) => Some(cases::open(office, actor, id).await?),
        None => None,
    };
    let safe = match draft.html {
        Some(_) => {
            let given = Formatted { text: draft.text.to_owned(), html: draft.html.map(str::to_owned) };
            // It is shown to whoever entered it alone; a picture that he may not see is not shown to him.
            Some(entered::safe("text", given, entered::OF_TEMPLATE, by_number).await?)
        }
        None => None,
    };
    let draft =
        safe.as_ref().map_or(*draft, |safe| Draft { text: &safe.text, html: safe.html.as_deref(), ..*draft });
    let user = Some(actor.user).filter(|_| !with.automatic);
    filled(office, actor, &draft, case.as_ref(), (user, with.mailbox)).await
}

async fn filled(
    office: &Office,
    actor: &Actor,
    draft: &Draft<'_>,
    case: Option<&CaseRow>,
    (user, mailbox): (Option<UserId>, Option<MailboxId>),
) -> Result<Filled, Problem> {
    let subject = check::readable("subject", draft.subject)?;
    let text = template_of("text", draft.text, draft.html)?;
    let conn = office.store().read();
    let values = match case {
        Some(case) => {
            let wanted = subject.variables().union(&text.variables()).cloned().collect();
            let faq = suggested(&conn, actor.organisation, (case, draft.language), &wanted).await;
            let faq = faq.map_err(problem::from_store)?;
            let captures = BTreeMap::new();
            let facts = CaseFacts { case, user, message: None, captures: &captures, faq: faq.as_ref() };
            of_case(&conn, actor.organisation, &facts, &wanted).await
        }
        None => values::sample(&conn, actor.organisation, draft.language, (user, mailbox)).await,
    };
    let values = values.map_err(problem::from_store)?;
    let (language, has_html) = (draft.language, draft.html.is_some());
    on_a_thread(move || render(language, (&subject, &text, has_html), &values)).await
}

/// The entries of the FAQ that fit a case, where a text names them.
async fn suggested(
    conn: &Conn,
    organisation: OrganisationId,
    answer: (&CaseRow, Language),
    wanted: &BTreeSet<Variable>,
) -> Result<Option<FaqTexts>, StoreError> {
    if !faq::named_in(wanted) {
        return Ok(None);
    }
    let found = faq::for_answer(conn, organisation, answer).await?;
    FaqTexts::of(conn, organisation, &found).await.map(Some)
}

/// Fills a stored template in; `None` where it has no text that can be read.
pub(crate) async fn of_row(
    conn: &Conn,
    organisation: OrganisationId,
    (row, language): (&TemplateRow, Language),
    facts: &CaseFacts<'_>,
) -> Result<Option<Filled>, StoreError> {
    let Some(version) = row.version(language) else { return Ok(None) };
    let text = template_of("text", &version.text, version.html.as_deref());
    let (Ok(subject), Ok(text)) = (Template::read(&version.subject), text) else { return Ok(None) };
    let wanted = subject.variables().union(&text.variables()).cloned().collect();
    let values = of_case(conn, organisation, facts, &wanted).await?;
    Ok(Some(render(version.language, (&subject, &text, version.html.is_some()), &values)))
}

/// Puts the values in.
fn render(
    language: Language,
    (subject, text, has_html): (&Template, &Template, bool),
    values: &Values,
) -> Filled {
    let (subject, text) = (subject.render_line(values), text.render(values));
    let missing = subject.missing.union(&text.missing).cloned().collect();
    let Formatted { text, html } = written(text.text, has_html);
    Filled { language, subject: subject.text, text, html, missing }
}

/// The name of a picture as a text keeps it, which values cannot bring: they are text.
fn by_number(id: &str) -> Option<String> {
    id.parse::<KeptFileId>().ok().map(|id| id.to_string())
}

/// What a text became. Conditions may have taken one end of an element with them, so that HTML is made whole again.
pub(crate) fn written(filled: String, is_html: bool) -> Formatted {
    if !is_html {
        return filled.trim_end().into();
    }
    let html = mail::written(&filled, by_number);
    Formatted { text: mail::from_html(&html).trim_end().to_owned(), html: Some(html) }
}
