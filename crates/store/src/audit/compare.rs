//! What became of a record between two looks at it.

use std::collections::BTreeSet;

use domain::audit::{AuditKind, SecretChange, Verb};
use domain::limits::{AUDIT_FIELDS_MAX, AUDIT_VALUE_CHARS_MAX};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::snapshot::{Held, Snapshot};

/// What became of one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's stable name; a full stop leads into a structure.
    pub field: String,
    /// What it was; null for nothing, and for a secret.
    pub from: Value,
    /// What it is; null for nothing, and for a secret.
    pub to: Value,
    /// Where it is a secret, that it is: what it was and is stands nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretChange>,
}

/// What became of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RecordChange {
    pub(super) verb: Verb,
    /// What it is called, or was.
    pub(super) name: String,
    pub(super) fields: Vec<FieldChange>,
}

/// What became of a record; `None` where it is what it was.
pub(super) fn changed(
    kind: AuditKind,
    before: Option<&Snapshot>,
    after: Option<&Snapshot>,
) -> Option<RecordChange> {
    let was = before.is_some_and(|before| !before.is_binned);
    let is = after.is_some_and(|after| !after.is_binned);
    let verb = match (was, is) {
        (false, false) => return None,
        (true, true) => Verb::Changed,
        // A setting is always there: it only is, or is not, what it is by default.
        (false, true) if kind == AuditKind::Setting => Verb::Changed,
        (false, true) if before.is_some() => Verb::Restored,
        (false, true) => Verb::Made,
        (true, false) => Verb::Deleted,
    };
    // What goes into a bin comes out of it as it was.
    let into_bin = verb == Verb::Deleted && after.is_some();
    let fields = if into_bin { Vec::new() } else { fields(before, after) };
    if verb == Verb::Changed && fields.is_empty() {
        return None;
    }
    let name = after.or(before).map(|one| one.name.clone()).unwrap_or_default();
    Some(RecordChange { verb, name, fields })
}

fn fields(before: Option<&Snapshot>, after: Option<&Snapshot>) -> Vec<FieldChange> {
    let names: BTreeSet<&String> =
        [before, after].into_iter().flatten().flat_map(|one| one.fields.keys()).collect();
    let held = |one: Option<&Snapshot>, name: &String| one.and_then(|one| one.fields.get(name)).cloned();
    let changes = names.into_iter().filter_map(|name| field(name, held(before, name), held(after, name)));
    changes.take(AUDIT_FIELDS_MAX).collect()
}

fn field(name: &str, before: Option<Held>, after: Option<Held>) -> Option<FieldChange> {
    if before == after {
        return None;
    }
    let is_secret = [&before, &after].into_iter().flatten().any(|held| matches!(held, Held::Secret(_)));
    let field = name.to_owned();
    if is_secret {
        let secret = match (before, after) {
            (None, _) => SecretChange::Set,
            (Some(_), None) => SecretChange::Removed,
            (Some(_), Some(_)) => SecretChange::Changed,
        };
        return Some(FieldChange { field, from: Value::Null, to: Value::Null, secret: Some(secret) });
    }
    Some(FieldChange { field, from: told(before), to: told(after), secret: None })
}

/// A value as it is told: what is longer than anybody reads is cut.
fn told(held: Option<Held>) -> Value {
    let Some(Held::Open(value)) = held else { return Value::Null };
    let text = match &value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) => return value,
    };
    if text.chars().nth(AUDIT_VALUE_CHARS_MAX).is_none() {
        return value;
    }
    let kept: String = text.chars().take(AUDIT_VALUE_CHARS_MAX).collect();
    Value::String(format!("{kept} …"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(value: &Value) -> Snapshot {
        Snapshot::of_setting("x", value)
    }

    fn with_secret(secret: &[u8]) -> Snapshot {
        let mut found = of(&json!({ "host": "a" }));
        found.fields.insert("password".to_owned(), Held::Secret(secret.to_vec()));
        found
    }

    #[test]
    fn only_what_is_another_is_told() {
        let before = of(&json!({ "a": 1, "b": { "c": "x", "d": true } }));
        let after = of(&json!({ "a": 1, "b": { "c": "y", "d": true } }));
        let change = changed(AuditKind::Setting, Some(&before), Some(&after)).unwrap();
        assert_eq!(change.verb, Verb::Changed);
        let [field] = &change.fields[..] else { panic!("{:?}", change.fields) };
        assert_eq!((field.field.as_str(), &field.from, &field.to), ("b.c", &json!("x"), &json!("y")));
        assert_eq!(changed(AuditKind::Setting, Some(&before), Some(&before)), None);
    }

    #[test]
    fn a_secret_is_told_of_and_never_told() {
        let found = changed(AuditKind::Mailbox, Some(&with_secret(b"one")), Some(&with_secret(b"two")));
        let [field] = &found.unwrap().fields[..] else { panic!("one field") };
        assert_eq!((&field.from, &field.to), (&Value::Null, &Value::Null));
        assert_eq!(field.secret, Some(SecretChange::Changed));
        let found = changed(AuditKind::Mailbox, None, Some(&with_secret(b"two"))).unwrap();
        assert_eq!(found.verb, Verb::Made);
        assert!(!serde_json::to_string(&found.fields).unwrap().contains("two"));
        assert_eq!(found.fields[1].secret, Some(SecretChange::Set));
    }

    #[test]
    fn into_a_bin_and_out_of_it() {
        let here = of(&json!({ "a": 1 }));
        let binned = Snapshot { is_binned: true, ..here.clone() };
        let verb = |before, after| changed(AuditKind::Filter, before, after).map(|change| change.verb);
        assert_eq!(verb(Some(&here), Some(&binned)), Some(Verb::Deleted));
        assert_eq!(verb(Some(&binned), Some(&here)), Some(Verb::Restored));
        assert_eq!(verb(Some(&binned), None), None);
        assert_eq!(verb(Some(&here), None), Some(Verb::Deleted));
    }

    #[test]
    fn long_texts_are_cut() {
        let value = told(Some(Held::Open(json!("æ".repeat(AUDIT_VALUE_CHARS_MAX + 1)))));
        assert_eq!(value.as_str().unwrap().chars().count(), AUDIT_VALUE_CHARS_MAX + 2);
    }
}
