-- Cases, their messages, and the facts by which mail finds its case.

CREATE TABLE cases (
    id {id},
    org_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_key {key} NOT NULL,
    status {key} NOT NULL,
    customer_name TEXT,
    customer_address TEXT NOT NULL,
    -- The name, or the address where there is none, and then the address: sorts and is searched.
    customer_key {key} NOT NULL,
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

CREATE TABLE case_messages (
    id {id},
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
    raw_hash {bytes}
);
CREATE INDEX case_messages_by_case ON case_messages (org_id, case_id, id);

CREATE TABLE case_participants (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    address_key {key} NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (org_id, case_id, address_key)
) {clustered};

CREATE TABLE message_ids (
    org_id BIGINT NOT NULL,
    message_id {key} NOT NULL,
    case_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, message_id, case_id)
) {clustered};

CREATE TABLE case_log (
    id {id},
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id BIGINT,
    what TEXT NOT NULL,
    params TEXT NOT NULL
);
CREATE INDEX case_log_by_case ON case_log (org_id, case_id, id);

CREATE TABLE case_viewers (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, user_id)
) {clustered};
