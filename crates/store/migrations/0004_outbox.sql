-- The way out, what is to be sent, and each try.

CREATE TABLE transports (
    id {id},
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password {bytes},
    helo_name TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX transports_by_org ON transports (org_id);

CREATE TABLE uploads (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash {bytes} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_age ON uploads (created_at);

CREATE TABLE outbox (
    id {id},
    org_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    from_address TEXT NOT NULL,
    from_name TEXT,
    return_path TEXT,
    recipients TEXT NOT NULL,
    recipients_key {key} NOT NULL,
    subject TEXT NOT NULL,
    subject_key {key} NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash {bytes} NOT NULL,
    case_id BIGINT,
    -- Drawn together from the deliveries whenever one changes.
    state {key} NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT,
    last_words TEXT,
    deleted_at BIGINT
);
CREATE INDEX outbox_by_created ON outbox (org_id, state, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_subject ON outbox (org_id, state, subject_key, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_size ON outbox (org_id, state, size_octets, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_by_next_attempt ON outbox (org_id, state, next_attempt_at, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_deleted ON outbox (org_id, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX outbox_bin ON outbox (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE deliveries (
    id {id},
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
CREATE INDEX deliveries_by_item ON deliveries (org_id, outbox_id, position);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE attempts (
    id {id},
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
CREATE INDEX attempts_by_item ON attempts (org_id, outbox_id, id);
