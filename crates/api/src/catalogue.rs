//! The words of the web application, for files that say what its pages say. They are read from its own catalogues, so
//! that a file and its page cannot call the same thing by two names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::org::Language;
use serde_json::Value;

/// The sections that files take words from.
const SECTIONS: [&str; 5] = ["audit", "allSettings", "filters", "returns", "right"];

type Words = BTreeMap<String, String>;

static NB: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../web/src/lib/i18n/nb.json")));
static SV: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../web/src/lib/i18n/sv.json")));
static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../web/src/lib/i18n/en.json")));

/// A text by its key, as in `audit.field.name`; `None` where the catalogues have none.
pub(crate) fn text_of(key: &str, language: Language) -> Option<&'static str> {
    let words: &'static Words = match language {
        Language::Nb => &NB,
        Language::Sv => &SV,
        Language::En => &EN,
    };
    words.get(key).map(String::as_str)
}

fn read(catalogue: &str) -> Words {
    let sections: Value = serde_json::from_str(catalogue).expect("the web application's own tests read it");
    let mut words = Words::new();
    for section in SECTIONS {
        flatten(section, &sections[section], &mut words);
    }
    words
}

fn flatten(key: &str, value: &Value, into: &mut Words) {
    match value {
        Value::String(text) => {
            into.insert(key.to_owned(), text.clone());
        }
        Value::Object(members) => {
            for (name, value) in members {
                flatten(&format!("{key}.{name}"), value, into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_keys_in_each_language() {
        let found = Language::ALL.map(|language| text_of("audit.field.subject", language).unwrap());
        assert_eq!(found, ["Emne", "Ämne", "Subject"]);
        assert_eq!(
            text_of("allSettings.name.notify.per_hour", Language::En),
            Some("Mailed notifications, at most")
        );
        assert_eq!(text_of("audit.field.orbit", Language::En), None);
    }
}
