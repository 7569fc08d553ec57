-- A database file as the version before step 0005 left it, written out by `sqlite3 .dump`.
CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    outbox_id BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    result TEXT NOT NULL,
    code BIGINT,
    enhanced TEXT,
    words TEXT NOT NULL,
    host TEXT,
    tls BOOLEAN NOT NULL,
    duration_ms BIGINT NOT NULL
);
CREATE TABLE case_log (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id BIGINT,
    what TEXT NOT NULL,
    params TEXT NOT NULL
);
CREATE TABLE case_messages (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    direction TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    correspondents TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    full_text TEXT NOT NULL,
    has_html BOOLEAN NOT NULL,
    remote_refs BIGINT,
    attachments TEXT NOT NULL,
    class TEXT NOT NULL,
    message_id TEXT,
    parser_version BIGINT NOT NULL,
    author_id BIGINT,
    intake_id BIGINT,
    outbox_id BIGINT,
    raw_hash BLOB
);
CREATE TABLE case_participants (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (org_id, case_id, address_key)
) WITHOUT ROWID;
CREATE TABLE case_viewers (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, user_id)
) WITHOUT ROWID;
CREATE TABLE cases (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    status TEXT NOT NULL,
    customer_name TEXT,
    customer_address TEXT NOT NULL,
    -- The name, or the address where there is none, and then the address: sorts and is searched.
    customer_key TEXT NOT NULL,
    category_id BIGINT,
    priority_id BIGINT,
    owner_id BIGINT,
    mailbox_id BIGINT,
    messages BIGINT NOT NULL,
    unread BOOLEAN NOT NULL,
    delivery_failed BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL
);
CREATE TABLE categories (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE cursors (
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    folder TEXT NOT NULL,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    PRIMARY KEY (org_id, mailbox_id, folder)
) WITHOUT ROWID;
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    outbox_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    -- When it is tried next: absent once it is over, kept while it waits in the bin.
    next_attempt_at BIGINT,
    -- When it may be claimed: its next attempt or the end of a lease; absent in the bin and once over.
    due_at BIGINT,
    lease_owner TEXT
);
CREATE TABLE filters (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    mailbox_id BIGINT,
    field TEXT NOT NULL,
    operator TEXT NOT NULL,
    pattern TEXT NOT NULL,
    action TEXT NOT NULL,
    hits BIGINT NOT NULL,
    last_hit_at BIGINT,
    deleted_at BIGINT
);
CREATE TABLE intakes (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    source_id TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    size_octets BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT,
    -- When it may be claimed: absent unless it is stored and not deleted.
    due_at BIGINT,
    lease_owner TEXT,
    skip_filter_ids TEXT NOT NULL,
    filter_id BIGINT,
    case_id BIGINT,
    from_text TEXT NOT NULL,
    from_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    message_id TEXT,
    sent_at BIGINT,
    parser_version BIGINT NOT NULL,
    deleted_at BIGINT,
    -- Out of the bin for good; the row stays so that its source is not fetched again.
    purged_at BIGINT
);
CREATE TABLE mailbox_addresses (
    org_id BIGINT NOT NULL,
    address_key TEXT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    is_alias BOOLEAN NOT NULL,
    receives BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, address_key)
) WITHOUT ROWID;
CREATE TABLE mailboxes (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    protocol TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password BLOB,
    folder TEXT NOT NULL,
    interval_s BIGINT NOT NULL,
    after_import TEXT NOT NULL,
    category_id BIGINT,
    priority_id BIGINT,
    forwarding_address TEXT,
    language TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    last_try_at BIGINT,
    last_success_at BIGINT,
    failures BIGINT NOT NULL,
    last_error TEXT,
    -- Absent for a mailbox that is not fetched: switched off, deleted, or fed by our listener.
    next_check_at BIGINT,
    check_requested BOOLEAN NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE TABLE message_ids (
    org_id BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    case_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, message_id, case_id)
) WITHOUT ROWID;
CREATE TABLE organisations (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    last_case_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO "organisations" VALUES(4294967296,'Nord',3,1795000000000);
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    from_address TEXT NOT NULL,
    from_name TEXT,
    return_path TEXT,
    recipients TEXT NOT NULL,
    recipients_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash BLOB NOT NULL,
    case_id BIGINT,
    -- Drawn together from the deliveries whenever one changes.
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT,
    last_words TEXT,
    deleted_at BIGINT
);
CREATE TABLE priorities (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    rank BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE raw_mails (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    size_octets BIGINT NOT NULL,
    content BLOB,
    object TEXT,
    -- When something that referred to it was removed: the sweep looks at these.
    let_go_at BIGINT
);
CREATE TABLE role_rights (
    org_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    right_name TEXT NOT NULL,
    PRIMARY KEY (org_id, role_id, right_name)
) WITHOUT ROWID;
CREATE TABLE roles (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL
);
CREATE TABLE "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" bigint NOT NULL );
INSERT INTO "seaql_migrations" VALUES('0001_people',1795000000);
INSERT INTO "seaql_migrations" VALUES('0002_intake',1795000000);
INSERT INTO "seaql_migrations" VALUES('0003_cases',1795000000);
INSERT INTO "seaql_migrations" VALUES('0004_outbox',1795000000);
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    token_hash BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE settings (
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) WITHOUT ROWID;
CREATE TABLE sign_in_failures (
    name TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE TABLE transports (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password BLOB,
    helo_name TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE uploads (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash BLOB NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE user_categories (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    category_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, category_id)
) WITHOUT ROWID;
CREATE TABLE user_roles (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, role_id)
) WITHOUT ROWID;
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);
INSERT INTO "users" VALUES(4294967297,4294967296,'Kari Nordmann','kari nordmann','kari@nord.example','kari@nord.example','$argon2id$x','nb','auto',1,1795000000000,NULL);
CREATE UNIQUE INDEX users_by_org ON users (org_id, address_key);
CREATE INDEX users_by_address ON users (address_key);
CREATE INDEX users_by_name ON users (org_id, name_key, id);
CREATE UNIQUE INDEX roles_by_name ON roles (org_id, name_key);
CREATE INDEX user_roles_by_role ON user_roles (org_id, role_id);
CREATE INDEX user_categories_by_category ON user_categories (org_id, category_id);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (org_id, user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE UNIQUE INDEX api_tokens_by_token ON api_tokens (token_hash);
CREATE INDEX api_tokens_by_user ON api_tokens (org_id, user_id, id);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_at);
CREATE UNIQUE INDEX categories_unique ON categories (org_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX categories_by_name ON categories (org_id, name_key, id);
CREATE UNIQUE INDEX priorities_unique ON priorities (org_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX priorities_by_rank ON priorities (org_id, rank, id);
CREATE INDEX mailboxes_by_org ON mailboxes (org_id, address_key, id);
CREATE INDEX mailboxes_due ON mailboxes (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX mailbox_addresses_by_mailbox ON mailbox_addresses (org_id, mailbox_id);
CREATE UNIQUE INDEX mailbox_addresses_receiving ON mailbox_addresses (address_key) WHERE receives;
CREATE UNIQUE INDEX raw_mails_by_hash ON raw_mails (org_id, hash);
CREATE INDEX raw_mails_let_go ON raw_mails (let_go_at) WHERE let_go_at IS NOT NULL;
CREATE UNIQUE INDEX raw_mails_by_object ON raw_mails (object) WHERE object IS NOT NULL;
CREATE INDEX filters_by_name ON filters (org_id, name_key, id);
CREATE INDEX filters_in_order ON filters (org_id, position, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX intakes_by_source ON intakes (mailbox_id, source_id);
CREATE INDEX intakes_due ON intakes (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX intakes_by_received ON intakes (org_id, state, received_at, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_by_from ON intakes (org_id, state, from_key, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_by_subject ON intakes (org_id, state, subject_key, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_by_size ON intakes (org_id, state, size_octets, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_by_attempts ON intakes (org_id, state, attempts, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_by_mailbox ON intakes (org_id, mailbox_id, state, received_at, id) WHERE deleted_at IS NULL;
CREATE INDEX intakes_deleted ON intakes (org_id, received_at, id) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX intakes_bin ON intakes (deleted_at) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX intakes_blocked ON intakes (org_id, state_at, id) WHERE state = 'blocked' AND deleted_at IS NULL;
CREATE INDEX intakes_blocked_by_mailbox ON intakes (org_id, mailbox_id, state_at, id) WHERE state = 'blocked' AND deleted_at IS NULL;
CREATE INDEX intakes_blocked_by_filter ON intakes (org_id, filter_id, state_at, id) WHERE state = 'blocked' AND deleted_at IS NULL;
CREATE UNIQUE INDEX cases_unique_number ON cases (org_id, number);
CREATE INDEX cases_by_last_message ON cases (org_id, status, last_message_at, id);
CREATE INDEX cases_by_number ON cases (org_id, status, number, id);
CREATE INDEX cases_by_title ON cases (org_id, status, title_key, id);
CREATE INDEX cases_by_customer ON cases (org_id, status, customer_key, id);
CREATE INDEX cases_by_created ON cases (org_id, status, created_at, id);
CREATE INDEX cases_by_category ON cases (org_id, status, category_id, last_message_at, id);
CREATE INDEX cases_by_priority ON cases (org_id, status, priority_id, last_message_at, id);
CREATE INDEX cases_by_owner ON cases (org_id, status, owner_id, last_message_at, id);
CREATE INDEX cases_unread ON cases (org_id, status) WHERE unread;
CREATE INDEX case_messages_by_case ON case_messages (org_id, case_id, id);
CREATE INDEX case_log_by_case ON case_log (org_id, case_id, id);
CREATE UNIQUE INDEX transports_by_org ON transports (org_id);
CREATE INDEX uploads_by_age ON uploads (created_at);
CREATE INDEX outbox_by_created ON outbox (org_id, state, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_subject ON outbox (org_id, state, subject_key, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_size ON outbox (org_id, state, size_octets, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_next_attempt ON outbox (org_id, state, next_attempt_at, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_deleted ON outbox (org_id, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX outbox_bin ON outbox (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX deliveries_by_item ON deliveries (org_id, outbox_id, position);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX attempts_by_item ON attempts (org_id, outbox_id, id);
