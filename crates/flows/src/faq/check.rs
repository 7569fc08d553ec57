//! What a person entered of an entry, checked before anything is written.

use std::collections::BTreeSet;

use domain::Problem;
use domain::org::Language;
use policy::template::Variable;
use store::faq::FaqSettings;

use super::FaqInput;
use crate::templates;

/// Characters of the title, of the folder and of a link.
const TITLE_CHARS_MAX: usize = 200;
const FOLDER_CHARS_MAX: usize = 200;
const LINK_CHARS_MAX: usize = 1_000;
/// Keywords of one entry, and characters of one.
const KEYWORDS_MAX: usize = 30;
const KEYWORD_CHARS_MAX: usize = 60;

/// The settings with the input over them.
///
/// # Errors
/// 422 by field.
pub(super) fn merged(present: Option<FaqSettings>, input: FaqInput) -> Result<FaqSettings, Problem> {
    let present = present.unwrap_or(FaqSettings {
        folder: String::new(),
        title: String::new(),
        keywords: Vec::new(),
        text: String::new(),
        link: String::new(),
        language: Language::default(),
    });
    let settings = FaqSettings {
        folder: templates::folder(&input.folder.unwrap_or(present.folder)),
        title: one_line(&input.title.unwrap_or(present.title)),
        keywords: keywords(&input.keywords.unwrap_or(present.keywords)),
        text: input.text.unwrap_or(present.text).replace("\r\n", "\n").trim().to_owned(),
        link: input.link.unwrap_or(present.link).trim().to_owned(),
        language: input.language.unwrap_or(present.language),
    };
    if settings.title.is_empty() {
        return Err(Problem::invalid(
            "title",
            "faq.title_missing",
            "the title is missing; write the question",
        ));
    }
    within("title", &settings.title, TITLE_CHARS_MAX)?;
    within("folder", &settings.folder, FOLDER_CHARS_MAX)?;
    within("link", &settings.link, LINK_CHARS_MAX)?;
    if settings.keywords.len() > KEYWORDS_MAX {
        let detail = format!("an entry has at most {KEYWORDS_MAX} keywords");
        let refused = Problem::invalid("keywords", "faq.too_many_keywords", detail);
        return Err(refused.with("max", KEYWORDS_MAX.to_string()));
    }
    for keyword in &settings.keywords {
        within("keywords", keyword, KEYWORD_CHARS_MAX)?;
    }
    if settings.text.is_empty() && settings.link.is_empty() {
        let detail = "an entry needs an answer or a link; write one of them";
        return Err(Problem::invalid("text", "faq.answer_missing", detail));
    }
    if !settings.link.is_empty() && !is_web_address(&settings.link) {
        let detail = "a link begins with https:// or http:// and has no blanks; correct it";
        return Err(Problem::invalid("link", "faq.link", detail));
    }
    let text = templates::readable("text", &settings.text)?;
    if let Some(itself) =
        [Variable::FaqList, Variable::FaqTitles].iter().find(|one| text.variables().contains(one))
    {
        let detail = format!("an entry cannot name `{itself}`: it would suggest itself; take it out");
        return Err(Problem::invalid("text", "faq.names_itself", detail).with("name", itself.to_string()));
    }
    Ok(settings)
}

fn within(field: &'static str, text: &str, max: usize) -> Result<(), Problem> {
    if text.chars().count() > max {
        let detail = format!("the {field} has more than {max} characters; shorten it");
        return Err(Problem::invalid(field, "text_too_long", detail).with("max", max.to_string()));
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each once, none that is empty.
fn keywords(given: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let tidied = given.iter().map(|keyword| one_line(keyword)).filter(|keyword| !keyword.is_empty());
    tidied.filter(|keyword| seen.insert(keyword.to_lowercase())).collect()
}

fn is_web_address(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> FaqInput {
        FaqInput {
            title: Some(" Hvordan  returnerer jeg? ".to_owned()),
            folder: Some("Kunde / / Retur".to_owned()),
            keywords: Some(vec!["retur".to_owned(), " RETUR".to_owned(), " ".to_owned()]),
            text: Some("Send den tilbake.\r\n".to_owned()),
            ..FaqInput::default()
        }
    }

    fn refused(input: FaqInput, code: &str) {
        assert_eq!(merged(None, input).unwrap_err().code, code);
    }

    #[test]
    fn what_is_entered_is_tidied() {
        let settings = merged(None, input()).unwrap();
        assert_eq!(
            (settings.title.as_str(), settings.folder.as_str()),
            ("Hvordan returnerer jeg?", "Kunde/Retur")
        );
        assert_eq!(
            (settings.keywords, settings.text.as_str()),
            (vec!["retur".to_owned()], "Send den tilbake.")
        );
    }

    #[test]
    fn what_cannot_be_an_answer_is_refused() {
        refused(FaqInput { title: Some(" ".to_owned()), ..input() }, "faq.title_missing");
        refused(FaqInput { text: Some(String::new()), ..input() }, "faq.answer_missing");
        refused(FaqInput { link: Some("javascript:alert(1)".to_owned()), ..input() }, "faq.link");
        refused(FaqInput { text: Some("[[faq.list]]".to_owned()), ..input() }, "faq.names_itself");
        refused(
            FaqInput { text: Some("[[custmer.name]]".to_owned()), ..input() },
            "template.unknown_variable_near",
        );
        let many = (0..=KEYWORDS_MAX).map(|number| format!("k{number}")).collect();
        refused(FaqInput { keywords: Some(many), ..input() }, "faq.too_many_keywords");
        let link = Some("https://example.org/retur".to_owned());
        assert!(merged(None, FaqInput { text: Some(String::new()), link, ..input() }).is_ok());
    }
}
