//! What a person entered of a template, checked before anything is written.

use std::collections::BTreeSet;

use domain::Problem;
use domain::compose::TypedRecipients;
use domain::org::Language;
use policy::template::{Fault, Template, TemplateError};
use store::templates::{TemplateSettings, TemplateVersion};

use super::TemplateInput;
use super::entered::template_of;

/// Characters of the name and of the folder.
const NAME_CHARS_MAX: usize = 200;
/// Characters of the description.
const DESCRIPTION_CHARS_MAX: usize = 1_000;
/// Characters of a subject before it is filled in.
const SUBJECT_CHARS_MAX: usize = 500;

/// The settings with the input over them.
///
/// # Errors
/// 422 by field.
pub(super) fn merged(
    present: Option<TemplateSettings>,
    input: TemplateInput,
) -> Result<TemplateSettings, Problem> {
    let present = present.unwrap_or(TemplateSettings {
        name: String::new(),
        description: String::new(),
        folder: String::new(),
        active: true,
        default_language: Language::default(),
        identity_id: None,
        recipients: TypedRecipients::default(),
        versions: Vec::new(),
    });
    let settings = TemplateSettings {
        name: one_line(input.name.unwrap_or(present.name)),
        description: input.description.unwrap_or(present.description).trim().to_owned(),
        folder: folder(&input.folder.unwrap_or(present.folder)),
        active: input.active.unwrap_or(present.active),
        default_language: input.default_language.unwrap_or(present.default_language),
        identity_id: input.identity_id.unwrap_or(present.identity_id),
        recipients: input.recipients.unwrap_or(present.recipients),
        versions: input.versions.unwrap_or(present.versions).into_iter().map(tidied).collect(),
    };
    if settings.name.is_empty() || settings.name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("the name must have 1 to {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("name", "name_invalid", detail));
    }
    within("description", &settings.description, DESCRIPTION_CHARS_MAX)?;
    within("folder", &settings.folder, NAME_CHARS_MAX)?;
    versions(&settings)?;
    Ok(settings)
}

fn within(field: &'static str, text: &str, max: usize) -> Result<(), Problem> {
    if text.chars().count() > max {
        let detail = format!("the {field} is longer than {max} characters; shorten it");
        return Err(Problem::invalid(field, "text_too_long", detail).with("max", max.to_string()));
    }
    Ok(())
}

fn one_line(text: String) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Levels without blanks around them, and none that is empty.
pub(crate) fn folder(text: &str) -> String {
    let levels = text.split('/').map(|level| one_line(level.to_owned())).filter(|level| !level.is_empty());
    levels.collect::<Vec<_>>().join("/")
}

fn tidied(version: TemplateVersion) -> TemplateVersion {
    TemplateVersion {
        language: version.language,
        subject: one_line(version.subject),
        text: version.text.replace("\r\n", "\n").trim_end().to_owned(),
        html: version.html,
    }
}

fn versions(settings: &TemplateSettings) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for version in &settings.versions {
        let language = version.language.as_str();
        if !seen.insert(version.language) {
            let detail = format!("there are two texts in `{language}`; keep one");
            return Err(
                Problem::invalid("versions", "template.language_twice", detail).with("language", language)
            );
        }
        if version.text.trim().is_empty() {
            let detail = format!("the text in `{language}` is empty; write it, or take the language away");
            return Err(
                Problem::invalid("versions", "template.text_missing", detail).with("language", language)
            );
        }
        if version.subject.chars().count() > SUBJECT_CHARS_MAX {
            let detail = format!("the subject is longer than {SUBJECT_CHARS_MAX} characters; shorten it");
            return Err(Problem::invalid("versions", "text_too_long", detail)
                .with("max", SUBJECT_CHARS_MAX.to_string())
                .with("language", language));
        }
        readable("versions", &version.subject).map_err(|problem| problem.with("language", language))?;
        let text = template_of("versions", &version.text, version.html.as_deref());
        text.map_err(|problem| problem.with("language", language))?;
    }
    if seen.contains(&settings.default_language) {
        return Ok(());
    }
    let language = settings.default_language.as_str();
    let detail = format!("the text in `{language}`, the default language, is missing; write it");
    Err(Problem::invalid("versions", "template.default_missing", detail).with("language", language))
}

/// Reads a text with variables.
///
/// # Errors
/// 422 for the field, with the line and what is wrong there.
pub(crate) fn readable(field: &'static str, text: &str) -> Result<Template, Problem> {
    Template::read(text).map_err(|error| refusal(field, &error))
}

pub(super) fn refusal(field: &'static str, error: &TemplateError) -> Problem {
    let code = match &error.fault {
        Fault::Unknown(unknown) if unknown.nearest.is_some() => "template.unknown_variable_near",
        Fault::Unknown(_) => "template.unknown_variable",
        Fault::Unclosed => "template.unclosed",
        Fault::Condition(_) => "template.condition",
        Fault::NoIf(_) => "template.no_if",
        Fault::NoEnd => "template.no_end",
        Fault::TooDeep => "template.too_deep",
        Fault::TooManyTags => "template.too_many_tags",
        Fault::TooLong => "template.too_long",
    };
    let problem = Problem::invalid(field, code, error.to_string()).with("line", error.line.to_string());
    match &error.fault {
        Fault::Unknown(unknown) => {
            let nearest = unknown.nearest.as_ref().map(ToString::to_string).unwrap_or_default();
            problem.with("name", unknown.name.clone()).with("nearest", nearest)
        }
        Fault::Condition(word) | Fault::NoIf(word) => problem.with("name", word.clone()),
        Fault::TooLong => problem.with("max", policy::template::TEXT_CHARS_MAX.to_string()),
        Fault::Unclosed | Fault::NoEnd | Fault::TooDeep | Fault::TooManyTags => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(language: Language, text: &str) -> TemplateVersion {
        TemplateVersion { language, subject: String::new(), text: text.to_owned(), html: None }
    }

    fn input(versions: Vec<TemplateVersion>) -> TemplateInput {
        TemplateInput {
            name: Some(" Takk  for sist ".to_owned()),
            versions: Some(versions),
            ..TemplateInput::default()
        }
    }

    fn refused(versions: Vec<TemplateVersion>, code: &str) -> Problem {
        let problem = merged(None, input(versions)).unwrap_err();
        assert_eq!(problem.code, code);
        problem
    }

    #[test]
    fn names_and_folders_are_tidied() {
        let folder = Some(" Salg / / Retur ".to_owned());
        let with = TemplateInput { folder, ..input(vec![version(Language::Nb, "Hei\r\n\r\n")]) };
        let settings = merged(None, with).unwrap();
        assert_eq!((settings.name.as_str(), settings.folder.as_str()), ("Takk for sist", "Salg/Retur"));
        assert_eq!(settings.versions[0].text, "Hei");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_language_and_line() {
        refused(vec![version(Language::Sv, "Hej")], "template.default_missing");
        refused(vec![version(Language::Nb, "a"), version(Language::Nb, "b")], "template.language_twice");
        refused(vec![version(Language::Nb, " \n")], "template.text_missing");
        let problem = refused(
            vec![version(Language::Nb, "Hei"), version(Language::En, "Hi\n[[custmer.name]]")],
            "template.unknown_variable_near",
        );
        assert_eq!(problem.field, Some("versions"));
        let param = |name: &str| problem.params[name].as_str();
        assert_eq!((param("language"), param("line"), param("nearest")), ("en", "2", "customer.name"));
        let html = |html: &str| TemplateVersion {
            html: Some(html.to_owned()),
            ..version(Language::Nb, &mail::from_html(html))
        };
        let problem = refused(
            vec![html("<div>Hei</div><div>[[custmer.name]]</div>")],
            "template.unknown_variable_near",
        );
        assert_eq!(problem.params["line"], "2", "as its writer counts");
        refused(vec![html("<div>[[customer.<b>name</b>]]</div>")], "template.formatted_in_part");
    }
}
