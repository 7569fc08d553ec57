-- Mailboxes, what they have read, raw mail, filters, and the mail that came in.

CREATE TABLE mailboxes (
    id {id},
    org_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    display_name TEXT NOT NULL,
    protocol {key} NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password {bytes},
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
CREATE INDEX mailboxes_by_org ON mailboxes (org_id, address_key, id);
CREATE INDEX mailboxes_due ON mailboxes (next_check_at) WHERE next_check_at IS NOT NULL;

-- The address of each mailbox that is not deleted, and its aliases.
CREATE TABLE mailbox_addresses (
    org_id BIGINT NOT NULL,
    address_key {key} NOT NULL,
    mailbox_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    is_alias BOOLEAN NOT NULL,
    receives BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, address_key)
) {clustered};
CREATE INDEX mailbox_addresses_by_mailbox ON mailbox_addresses (org_id, mailbox_id);
-- Mail that our listener takes belongs to one mailbox of all organisations.
CREATE UNIQUE INDEX mailbox_addresses_receiving ON mailbox_addresses (address_key) WHERE receives;

CREATE TABLE cursors (
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    folder {key} NOT NULL,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    PRIMARY KEY (org_id, mailbox_id, folder)
) {clustered};

-- content holds small mail, object names large mail; both are zstd frames.
CREATE TABLE raw_mails (
    id {id},
    org_id BIGINT NOT NULL,
    hash {bytes} NOT NULL,
    size_octets BIGINT NOT NULL,
    content {bytes},
    object TEXT,
    -- When something that referred to it was removed: the sweep looks at these.
    let_go_at BIGINT
);
CREATE UNIQUE INDEX raw_mails_by_hash ON raw_mails (org_id, hash);
CREATE INDEX raw_mails_let_go ON raw_mails (let_go_at) WHERE let_go_at IS NOT NULL;
CREATE UNIQUE INDEX raw_mails_by_object ON raw_mails (object) WHERE object IS NOT NULL;

CREATE TABLE filters (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
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
CREATE INDEX filters_by_name ON filters (org_id, name_key, id);
CREATE INDEX filters_in_order ON filters (org_id, position, id) WHERE deleted_at IS NULL;

CREATE TABLE intakes (
    id {id},
    org_id BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    source_id {key} NOT NULL,
    raw_hash {bytes} NOT NULL,
    size_octets BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    state {key} NOT NULL,
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
    from_key {key} NOT NULL,
    subject TEXT NOT NULL,
    subject_key {key} NOT NULL,
    message_id TEXT,
    sent_at BIGINT,
    parser_version BIGINT NOT NULL,
    deleted_at BIGINT,
    -- Out of the bin for good; the row stays so that its source is not fetched again.
    purged_at BIGINT
);
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
