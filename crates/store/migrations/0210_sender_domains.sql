-- The domains that an organisation signs and sends for, and their keys.

CREATE TABLE sender_domains (
    id {id},
    org_id BIGINT NOT NULL,
    -- Lower-case A-labels.
    name {key} NOT NULL,
    added_by BIGINT NOT NULL,
    -- `pending`, `live` or `warning`.
    state TEXT NOT NULL,
    dmarc_policy TEXT NOT NULL,
    -- Where reports go; empty for nowhere.
    reports_to TEXT NOT NULL,
    -- What the last look at DNS came to, as JSON.
    findings TEXT NOT NULL,
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    live_since BIGINT,
    switched_off_at BIGINT,
    -- Since when somebody waits for a record to be seen: how often is looked.
    watched_since BIGINT NOT NULL,
    checked_at BIGINT,
    -- Null of an archived one.
    check_at BIGINT,
    lease_owner TEXT,
    -- Raised by every change of what the records are to be: who looked at others writes nothing down.
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX sender_domains_by_name ON sender_domains (org_id, name);
CREATE INDEX sender_domains_due ON sender_domains (check_at);

CREATE TABLE dkim_keys (
    id {id},
    org_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    selector TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    -- Which pair of keys of the domain it belongs to, from 1.
    generation BIGINT NOT NULL,
    -- Null once it is retired.
    sealed_private_key {bytes},
    public_key TEXT NOT NULL,
    -- `next`, `active` or `retired`.
    state TEXT NOT NULL,
    -- When its record was first seen in DNS: nothing is signed with a key that nobody can find.
    seen_at BIGINT,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX dkim_keys_of_domain ON dkim_keys (org_id, domain_id);
