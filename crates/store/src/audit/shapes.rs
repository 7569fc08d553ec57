//! The shapes of all kinds of records. What a worker writes is not among the columns: it is no setting.

use domain::audit::AuditKind;

use super::shape::Holds::{Flag, Instant, IsSet, Json, Look, Named, Names, Number, Sealed, SecretText, Text};
use super::shape::{List, Name, Shape};

const USER: Name = Name("users", "name");
const CATEGORY: Name = Name("categories", "name");
const PRIORITY: Name = Name("priorities", "name");
const STATUS: Name = Name("statuses", "name");
const REQUEST_TYPE: Name = Name("request_types", "name");
const MAILBOX: Name = Name("mailboxes", "address");
const TEMPLATE: Name = Name("templates", "name");
const IDENTITY: Name = Name("identities", "address");
const ROLE: Name = Name("roles", "name");
const APPLICATION: Name = Name("oauth_applications", "name");

/// Settings that name another record by its id: the setting, the field, and what the record is called.
pub(super) const SETTINGS: [(&str, &str, Name); 3] = [
    ("notify", "mailbox_id", MAILBOX),
    ("auto_reply", "template_id", TEMPLATE),
    ("sending", "identity_id", IDENTITY),
];

/// How records of this kind are looked at; settings and outgoing servers have ways of their own.
pub(super) const fn of(kind: AuditKind) -> Option<&'static Shape> {
    Some(match kind {
        AuditKind::Setting | AuditKind::OutgoingServer => return None,
        AuditKind::Organisation => &ORGANISATION,
        AuditKind::User => &USERS,
        AuditKind::Role => &ROLES,
        AuditKind::ApiToken => &API_TOKENS,
        AuditKind::Absence => &ABSENCES,
        AuditKind::Mailbox => &MAILBOXES,
        AuditKind::Filter => &FILTERS,
        AuditKind::Category => &CATEGORIES,
        AuditKind::Priority => &PRIORITIES,
        AuditKind::Status => &STATUSES,
        AuditKind::RequestType => &REQUEST_TYPES,
        AuditKind::Tag => &TAGS,
        AuditKind::Template => &TEMPLATES,
        AuditKind::FaqEntry => &FAQ_ENTRIES,
        AuditKind::Identity => &IDENTITIES,
        AuditKind::OauthApplication => &OAUTH_APPLICATIONS,
        AuditKind::SenderDomain => &SENDER_DOMAINS,
        AuditKind::ReturnRule => &RETURN_RULES,
        AuditKind::Address => &ADDRESSES,
        AuditKind::HeldDestination => &HELD_DESTINATIONS,
    })
}

const ORGANISATION: Shape = Shape {
    table: "organisations",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("case_bin_days", "case_bin_days", Number),
        ("spam_bin_days", "spam_bin_days", Number),
        ("queue_bin_days", "queue_bin_days", Number),
        ("accepted_returns", "accepted_returns", Number),
        ("trial_days", "trial_days", Number),
        ("mail_lifts_blocks", "mail_lifts_blocks", Flag),
        ("audit_days", "audit_days", Number),
        ("sending_stopped_at", "sending_stopped", IsSet),
        ("sending_stopped_why", "sending_stopped_why", Text),
        ("operator_stopped_at", "operator_stopped", IsSet),
        ("operator_stopped_why", "operator_stopped_why", Text),
    ],
    lists: &[],
};

const USERS: Shape = Shape {
    table: "users",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("address", "address", Text),
        ("password_hash", "password", SecretText),
        ("language", "language", Text),
        ("active", "active", Flag),
    ],
    lists: &[
        List::of("roles", "user_roles", "user_id", ("role_id", Named(ROLE))),
        List::of("categories", "user_categories", "user_id", ("category_id", Named(CATEGORY))),
    ],
};

const ROLES: Shape = Shape {
    table: "roles",
    name: ("name", Text),
    binned: None,
    columns: &[("name", "name", Text)],
    lists: &[List::of("rights", "role_rights", "role_id", ("right_name", Text))],
};

const API_TOKENS: Shape = Shape {
    table: "api_tokens",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("user_id", "user", Named(USER)),
        ("expires_at", "expires_at", Instant),
    ],
    lists: &[],
};

const ABSENCES: Shape = Shape {
    table: "absences",
    name: ("user_id", Named(USER)),
    binned: None,
    columns: &[
        ("from_at", "from", Instant),
        ("until_at", "until", Instant),
        ("substitute_id", "substitute", Named(USER)),
    ],
    lists: &[],
};

const MAILBOXES: Shape = Shape {
    table: "mailboxes",
    name: ("address", Text),
    binned: Some("deleted_at"),
    columns: &[
        ("address", "address", Text),
        ("display_name", "display_name", Text),
        ("protocol", "protocol", Text),
        ("host", "host", Text),
        ("port", "port", Number),
        ("security", "security", Text),
        ("username", "username", Text),
        ("sealed_password", "password", Sealed),
        ("oauth_application_id", "oauth_application", Named(APPLICATION)),
        ("folder", "folder", Text),
        ("interval_s", "interval_s", Number),
        ("after_import", "after_import", Text),
        ("category_id", "category", Named(CATEGORY)),
        ("priority_id", "priority", Named(PRIORITY)),
        ("request_type_id", "request_type", Named(REQUEST_TYPE)),
        ("forwarding_address", "forwarding_address", Text),
        ("language", "language", Text),
        ("active", "active", Flag),
        ("auto_reply", "auto_reply", Flag),
        ("reply_template_id", "reply_template", Named(TEMPLATE)),
        ("faq_folder", "faq_folder", Text),
        ("shown_fields", "shown_fields", Json),
        ("trusted_gateways", "trusted_gateways", Json),
        ("imports_automatic", "imports_automatic", Flag),
        ("import_from", "import_from", Instant),
        ("alarm_after_s", "alarm_after_s", Number),
    ],
    lists: &[
        List::of("aliases", "mailbox_addresses", "mailbox_id", ("address", Text)),
        List::of("signature", "mailbox_signatures", "mailbox_id", ("text", Text)),
        List::of("signature_formatting", "mailbox_signatures", "mailbox_id", ("html", Look)),
        List::of("signature_reply", "mailbox_signatures", "mailbox_id", ("of_reply", Text)),
        List::of("signature_reply_formatting", "mailbox_signatures", "mailbox_id", ("of_reply_html", Look)),
        List::of("signed_in_at", "oauth_grants", "subject_id", ("signed_in_at", Instant))
            .only("purpose", "mailbox"),
    ],
};

const FILTERS: Shape = Shape {
    table: "filters",
    name: ("name", Text),
    binned: Some("deleted_at"),
    columns: &[
        ("name", "name", Text),
        ("active", "active", Flag),
        ("mailbox_ids", "mailboxes", Names(MAILBOX)),
        ("rules", "rules", Json),
    ],
    lists: &[],
};

const CATEGORIES: Shape = Shape {
    table: "categories",
    name: ("name", Text),
    binned: Some("deleted_at"),
    columns: &[
        ("name", "name", Text),
        ("description", "description", Text),
        ("assignment", "assignment", Text),
        ("administrator_id", "administrator", Named(USER)),
        ("priority_id", "priority", Named(PRIORITY)),
        ("take_when_replying", "take_when_replying", Flag),
        ("together_minutes", "together_minutes", Number),
        ("give_when_absent", "give_when_absent", Flag),
        ("reply_status_id", "reply_status", Named(STATUS)),
        ("notify_members", "notify_members", Flag),
        ("notify_addresses", "notify_addresses", Json),
    ],
    lists: &[
        List::of("members", "user_categories", "category_id", ("weight", Number))
            .by(("user_id", Named(USER))),
        List::of("reply_template", "category_replies", "category_id", ("template_id", Named(TEMPLATE))),
    ],
};

const PRIORITIES: Shape = Shape {
    table: "priorities",
    name: ("name", Text),
    binned: Some("deleted_at"),
    columns: &[
        ("name", "name", Text),
        ("rank", "rank", Number),
        ("deadline_minutes", "deadline_minutes", Number),
        ("office_hours", "office_hours", Flag),
        ("levels", "levels", Json),
        ("restarts_on_reply", "restarts_on_reply", Flag),
    ],
    lists: &[],
};

const STATUSES: Shape = Shape {
    table: "statuses",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("kind", "kind", Text),
        ("position", "position", Number),
        ("colour", "colour", Text),
        ("new_case_on_reply", "new_case_on_reply", Flag),
        ("in_queue", "in_queue", Flag),
        ("is_usual", "is_usual", Flag),
        ("archived_at", "archived", IsSet),
        ("replaced_by", "replaced_by", Named(STATUS)),
    ],
    lists: &[],
};

const REQUEST_TYPES: Shape = Shape {
    table: "request_types",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("position", "position", Number),
        ("archived_at", "archived", IsSet),
        ("replaced_by", "replaced_by", Named(REQUEST_TYPE)),
    ],
    lists: &[],
};

const TAGS: Shape = Shape {
    table: "tags",
    name: ("name", Text),
    binned: None,
    columns: &[("name", "name", Text), ("colour", "colour", Text)],
    lists: &[],
};

const TEMPLATES: Shape = Shape {
    table: "templates",
    name: ("name", Text),
    binned: Some("deleted_at"),
    columns: &[
        ("name", "name", Text),
        ("description", "description", Text),
        ("folder", "folder", Text),
        ("active", "active", Flag),
        ("default_language", "default_language", Text),
        ("identity_id", "identity", Named(IDENTITY)),
        ("recipients", "recipients", Json),
    ],
    lists: &[
        List::of("files", "kept_files", "owner_id", ("name", Text)).only("owner_kind", "template"),
        List::of("subject", "template_versions", "template_id", ("subject", Text)).by(("language", Text)),
        List::of("text", "template_versions", "template_id", ("text", Text)).by(("language", Text)),
        List::of("formatting", "template_versions", "template_id", ("html", Look)).by(("language", Text)),
    ],
};

const FAQ_ENTRIES: Shape = Shape {
    table: "faq_entries",
    name: ("title", Text),
    binned: None,
    columns: &[
        ("folder", "folder", Text),
        ("title", "title", Text),
        ("keywords", "keywords", Json),
        ("text", "text", Text),
        ("link", "link", Text),
        ("language", "language", Text),
        ("archived_at", "archived", IsSet),
    ],
    lists: &[],
};

const IDENTITIES: Shape = Shape {
    table: "identities",
    name: ("address", Text),
    binned: None,
    columns: &[
        ("address", "address", Text),
        ("display_name", "display_name", Text),
        ("answers_to", "answers_to", Text),
        ("reply_to", "reply_to", Text),
        ("of_new", "signature_new", Text),
        ("of_reply", "signature_reply", Text),
        ("of_new_html", "signature_new_formatting", Look),
        ("of_reply_html", "signature_reply_formatting", Look),
        ("copy_to", "copy_to", Json),
        ("category_ids", "categories", Names(CATEGORY)),
        ("archived_at", "archived", IsSet),
    ],
    lists: &[],
};

const OAUTH_APPLICATIONS: Shape = Shape {
    table: "oauth_applications",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("provider", "provider", Text),
        ("client_id", "client_id", Text),
        ("sealed_client_secret", "client_secret", Sealed),
        ("client_auth", "client_auth", Text),
        ("authorization_endpoint", "authorization_endpoint", Text),
        ("token_endpoint", "token_endpoint", Text),
        ("device_endpoint", "device_endpoint", Text),
        ("revocation_endpoint", "revocation_endpoint", Text),
        ("scopes", "scopes", Text),
        ("secret_expires_at", "secret_expires_at", Instant),
    ],
    lists: &[],
};

const SENDER_DOMAINS: Shape = Shape {
    table: "sender_domains",
    name: ("name", Text),
    binned: None,
    columns: &[
        ("name", "name", Text),
        ("dmarc_policy", "dmarc_policy", Text),
        ("reports_to", "reports_to", Text),
        ("sts_serving", "mta_sts", Text),
        ("archived_at", "archived", IsSet),
    ],
    lists: &[List::of("keys", "dkim_keys", "domain_id", ("state", Text)).by(("selector", Text))],
};

const RETURN_RULES: Shape = Shape {
    table: "return_rules",
    name: ("class", Text),
    binned: None,
    columns: &[
        ("class", "class", Text),
        ("phrases", "phrases", Json),
        ("host", "host", Text),
        ("sample", "sample", Text),
    ],
    lists: &[],
};

const HELD_DESTINATIONS: Shape = Shape {
    table: "held_destinations",
    name: ("domain", Text),
    binned: None,
    columns: &[("domain", "domain", Text), ("why", "why", Text)],
    lists: &[],
};

/// Nothing is told of it but that it is gone: what was known of it is forgotten.
const ADDRESSES: Shape = Shape {
    table: "address_standings",
    name: ("address", Text),
    binned: Some("deleted_at"),
    columns: &[],
    lists: &[],
};

/// An outgoing server: the organisation's own in its table, all others in theirs.
pub(super) const OUTGOING_SERVER: Shape = Shape {
    table: "transports",
    name: ("host", Text),
    binned: None,
    columns: &[
        ("in_use", "in_use", Flag),
        ("kind", "kind", Text),
        ("host", "host", Text),
        ("port", "port", Number),
        ("security", "security", Text),
        ("username", "username", Text),
        ("sealed_password", "password", Sealed),
        ("oauth_application_id", "oauth_application", Named(APPLICATION)),
        ("helo_name", "helo_name", Text),
        ("own_return_path", "own_return_path", Flag),
        ("spf_terms", "spf_terms", Text),
    ],
    lists: &[],
};
