//! Who changed which setting or configuration record, from what to what.

mod export;
mod list;
mod words;

use domain::audit::{AuditKind, SecretChange};
use domain::org::{Actor, Right};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::audit::{AuditEntry as Entry, AuditFilter, FieldChange};
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, AuditEntryKey, Moment, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list::list_audit))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(export::export_audit))
}

/// A change of a setting or a configuration record.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditEntry {
    /// The id.
    id: AuditEntryKey,
    /// When.
    at: Moment,
    /// Who; null where it was the operator or Posthus itself.
    user_id: Option<UserKey>,
    /// His name then.
    user_name: String,
    /// By what means.
    #[schema(value_type = schema::AuditOrigin)]
    origin: &'static str,
    /// The name of the API token then, where he used one.
    origin_name: String,
    /// What kind of record.
    #[schema(value_type = schema::AuditKind)]
    kind: AuditKind,
    /// Which one: its id, a setting's name, an outgoing server's owner.
    key: String,
    /// What it was called then.
    name: String,
    /// What happened to it.
    #[schema(value_type = schema::AuditVerb)]
    verb: &'static str,
    /// What became of its fields.
    fields: Vec<AuditField>,
}

/// What became of one field.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditField {
    /// The field's stable name; a full stop leads into a structure.
    field: String,
    /// What it was; null for nothing, and for a secret.
    from: Value,
    /// What it is; null for nothing, and for a secret.
    to: Value,
    /// Of a secret, what became of it: `set`, `changed` or `removed`; null of anything else.
    #[schema(value_type = Option<String>)]
    secret: Option<SecretChange>,
}

impl From<FieldChange> for AuditField {
    fn from(FieldChange { field, from, to, secret }: FieldChange) -> Self {
        Self { field, from, to, secret }
    }
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id.into(),
            at: entry.at.into(),
            user_id: entry.user.map(Into::into),
            user_name: entry.user_name,
            origin: entry.origin.as_str(),
            origin_name: entry.origin_name,
            kind: entry.record.kind,
            key: entry.record.key,
            name: entry.record_name,
            verb: entry.verb.as_str(),
            fields: entry.fields.into_iter().map(Into::into).collect(),
        }
    }
}

/// Which changes a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditFilters {
    /// Only those of this kind of record.
    #[param(value_type = Option<schema::AuditKind>)]
    kind: Option<AuditKind>,
    /// Only those of the record of this key, which a kind must go with.
    key: Option<String>,
    /// Only those of this user.
    #[param(value_type = Option<String>)]
    user_id: Option<UserKey>,
    /// Only those since then.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Only those before then.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Moment>,
}

impl AuditFilters {
    /// The filter within what the actor may see: users and their rights concern those who administer them.
    fn for_actor(self, actor: &Actor) -> AuditFilter {
        let kinds = match self.kind {
            Some(kind) => vec![kind],
            None if actor.may(Right::Users) => Vec::new(),
            None => AuditKind::ALL.to_vec(),
        };
        let may_see = |kind: &AuditKind| actor.may(Right::Users) || !kind.is_of_people();
        let none_left = !kinds.is_empty() && !kinds.iter().any(may_see);
        AuditFilter {
            kinds: kinds.into_iter().filter(may_see).collect(),
            // Nobody has the key of nothing.
            key: if none_left { Some(String::new()) } else { self.key },
            user: self.user_id.map(Into::into),
            from: self.from.map(|from| from.0),
            until: self.until.map(|until| until.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{OrganisationId, UserId};

    use super::*;

    fn filter(kind: Option<AuditKind>, rights: &[Right]) -> AuditFilter {
        let rights = rights.iter().copied().collect();
        let actor = Actor { organisation: OrganisationId::new(1), user: UserId::new(1), rights };
        AuditFilters { kind, key: None, user_id: None, from: None, until: None }.for_actor(&actor)
    }

    #[test]
    fn what_becomes_of_users_concerns_those_who_administer_them() {
        let all = filter(None, &[Right::Mailboxes, Right::Users]);
        assert!(all.kinds.is_empty() && all.key.is_none());
        let without = filter(None, &[Right::Mailboxes]);
        assert!(without.kinds.contains(&AuditKind::Filter));
        assert!(!without.kinds.iter().any(|kind| kind.is_of_people()));
        let asked = filter(Some(AuditKind::Role), &[Right::Mailboxes]);
        assert_eq!(asked.key.as_deref(), Some(""), "which no record has");
    }
}
