//! What records, fields and values of changes are called in a file: as on the page of the change log.

use domain::audit::{AuditKind, Record, SecretChange};
use domain::org::Language;
use serde_json::Value;
use store::audit::{AuditEntry as Entry, FieldChange};

use crate::catalogue::text_of;
use crate::export::{NO, YES};

/// What the organisation's own fields are called among the settings.
const OF_ORGANISATION: [(&str, &str); 8] = [
    ("name", "organisation.name"),
    ("case_bin_days", "bins.cases"),
    ("spam_bin_days", "bins.spam"),
    ("queue_bin_days", "bins.queues"),
    ("accepted_returns", "returns.accepted_returns"),
    ("trial_days", "returns.trial_days"),
    ("mail_lifts_blocks", "returns.mail_lifts_blocks"),
    ("audit_days", "audit.days"),
];

/// What a record is called: a setting by its name in words, others as they are named.
pub(super) fn record_name(entry: &Entry, language: Language) -> String {
    let key = &entry.record.key;
    let section = || text_of(&format!("audit.section.{key}"), language).or_else(|| setting(key, language));
    let words = if entry.record.kind == AuditKind::Setting {
        section()
    } else if entry.record.kind == AuditKind::ReturnRule {
        // It has no name: it is called by what it says.
        text_of(&format!("returns.class.{}", entry.record_name), language)
    } else {
        None
    };
    words.map_or_else(|| entry.record_name.clone(), str::to_owned)
}

/// One field's change on one line.
pub(super) fn line(entry: &Entry, change: &FieldChange, language: Language) -> String {
    let name = field_name(entry, &change.field, language);
    if let Some(secret) = change.secret {
        let word = match secret {
            SecretChange::Set => "set",
            SecretChange::Changed => "changed",
            SecretChange::Removed => "removed",
        };
        return format!("{name}: {}", text_of(&format!("audit.secret.{word}"), language).unwrap_or(word));
    }
    let say = |value| said(entry, &change.field, value, language);
    format!("{name}: {} → {}", say(&change.from), say(&change.to))
}

fn setting(name: &str, language: Language) -> Option<&'static str> {
    text_of(&format!("allSettings.name.{name}"), language)
}

fn field_name(entry: &Entry, field: &str, language: Language) -> String {
    let key = &entry.record.key;
    if entry.record.kind == AuditKind::Setting {
        let whole = if field == "value" { key.clone() } else { format!("{key}.{field}") };
        return setting(&whole, language).map_or(whole, str::to_owned);
    }
    let own = OF_ORGANISATION.iter().find(|(own, _)| *own == field);
    if let (AuditKind::Organisation, Some((_, name))) = (entry.record.kind, own) {
        return setting(name, language).unwrap_or(name).to_owned();
    }
    let (first, rest) = field.split_once('.').unwrap_or((field, ""));
    let name = text_of(&format!("audit.field.{first}"), language).unwrap_or(first);
    if rest.is_empty() { name.to_owned() } else { format!("{name} ({rest})") }
}

/// What a stable name is called that stands in a field.
fn named(record: &Record, field: &str, value: &str, language: Language) -> Option<&'static str> {
    if field == "language" || (field == "value" && record.key.ends_with(".language")) {
        return text_of(&format!("filters.language.{value}"), language);
    }
    let is_meaning = record.kind == AuditKind::ReturnRule && field == "class";
    if is_meaning { text_of(&format!("returns.class.{value}"), language) } else { None }
}

/// A value as people say it.
fn said(entry: &Entry, field: &str, value: &Value, language: Language) -> String {
    let record = &entry.record;
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => named(record, field, text, language).unwrap_or(text.as_str()).to_owned(),
        Value::Bool(flag) => (if *flag { YES } else { NO }).in_language(language).to_owned(),
        Value::Number(number) if record.key == "send_rates" && number.as_u64() == Some(0) => {
            text_of("allSettings.noLimit", language).unwrap_or("0").to_owned()
        }
        Value::Number(number) => number.to_string(),
        Value::Array(items) => {
            let is_rights = record.kind == AuditKind::Role && field == "rights";
            let words = items.iter().map(|item| match item.as_str() {
                Some(right) if is_rights => {
                    text_of(&format!("right.{right}"), language).unwrap_or(right).to_owned()
                }
                Some(text) => text.to_owned(),
                None => item.to_string(),
            });
            words.collect::<Vec<_>>().join(", ")
        }
        Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use domain::audit::{Origin, Verb};
    use serde_json::json;

    use super::*;

    fn entry(kind: AuditKind, key: &str) -> Entry {
        Entry {
            id: domain::AuditEntryId::new(1),
            at: Timestamp::from_millis(0),
            user: None,
            user_name: String::new(),
            origin: Origin::Browser,
            origin_name: String::new(),
            record: Record { kind, key: key.to_owned() },
            record_name: "Posten".to_owned(),
            verb: Verb::Changed,
            fields: Vec::new(),
        }
    }

    fn change(field: &str, from: Value, to: Value) -> FieldChange {
        FieldChange { field: field.to_owned(), from, to, secret: None }
    }

    #[test]
    fn fields_and_values_are_called_as_on_the_page() {
        let says = |kind, key: &str, change: FieldChange| line(&entry(kind, key), &change, Language::En);
        let days = change("spam_bin_days", json!(14), json!(3));
        assert_eq!(says(AuditKind::Organisation, "7", days), "Spam: 14 → 3");
        let text = change("text.nb", Value::Null, json!("Hei"));
        assert_eq!(says(AuditKind::Template, "7", text), "Text (nb): – → Hei");
        let rights = change("rights", json!(["cases_own"]), json!(["cases_all", "outbox"]));
        assert_eq!(says(AuditKind::Role, "7", rights), "Rights: Own cases → All cases, Outbox");
        let limit = says(AuditKind::Setting, "send_rates", change("per_minute", json!(0), json!(120)));
        assert_eq!(limit, "Own limit on outgoing mail: No limit → 120");
        let language = change("value", json!("nb"), json!("sv"));
        assert_eq!(
            says(AuditKind::Setting, "organisation.language", language),
            "Language: Norwegian → Swedish"
        );
        let secret = FieldChange {
            secret: Some(SecretChange::Changed),
            ..change("password", Value::Null, Value::Null)
        };
        assert_eq!(says(AuditKind::Mailbox, "7", secret), "Password: Changed");
        assert_eq!(
            says(AuditKind::Mailbox, "7", change("orbit", json!(true), json!(false))),
            "orbit: Yes → No"
        );
    }

    #[test]
    fn a_setting_is_called_by_its_section() {
        assert_eq!(record_name(&entry(AuditKind::Setting, "notify"), Language::Nb), "Varsler");
        assert_eq!(record_name(&entry(AuditKind::Mailbox, "7"), Language::Nb), "Posten");
    }

    #[test]
    fn a_rule_on_returns_is_called_by_what_it_says() {
        let rule = Entry { record_name: "mailbox-full".to_owned(), ..entry(AuditKind::ReturnRule, "7") };
        let name = record_name(&rule, Language::Nb);
        assert!(!name.is_empty() && name != "mailbox-full", "{name}");
        let meaning = change("class", json!("mailbox-full"), json!("virus"));
        assert!(!line(&rule, &meaning, Language::Nb).contains("mailbox-full"));
    }
}
