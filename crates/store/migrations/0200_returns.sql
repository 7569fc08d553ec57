-- What came back of sent mail, and what is known of the addresses that it came back from.

-- One row for each mail and address; what is told later of the same takes its place. Without outbox item:
-- a report that belongs to no mail of ours, which blocks nobody.
CREATE TABLE returns (
    id {id},
    org_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    outbox_id BIGINT,
    intake_id BIGINT,
    at BIGINT NOT NULL,
    source TEXT NOT NULL,
    class TEXT NOT NULL,
    cause TEXT,
    kind TEXT NOT NULL,
    confidence TEXT NOT NULL,
    rule TEXT NOT NULL,
    matched TEXT NOT NULL,
    words TEXT NOT NULL,
    host TEXT,
    counted BOOLEAN NOT NULL
);
CREATE INDEX returns_by_address ON returns (org_id, address_key, at, id);
CREATE UNIQUE INDEX returns_of_mail ON returns (org_id, outbox_id, address_key) WHERE outbox_id IS NOT NULL;
CREATE INDEX returns_unmatched ON returns (org_id, at, id) WHERE outbox_id IS NULL;
CREATE INDEX returns_by_age ON returns (at);

-- One row for each address that mail came back from or that was blocked.
CREATE TABLE address_standings (
    id {id},
    org_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    -- The address again: the unique index of the key would be walked for lists, past all that are not blocked.
    address_order {key} NOT NULL,
    domain_key {key} NOT NULL,
    -- Mails that came back since the last one that arrived.
    returns BIGINT NOT NULL,
    last_return_at BIGINT,
    last_class {key} NOT NULL,
    last_words TEXT NOT NULL,
    last_host TEXT,
    -- When mail arrived there for sure or came from there last, as far as it mattered.
    well_at BIGINT,
    -- The first mail that a server took for it since: it arrived unless it comes back.
    taken_at BIGINT,
    taken_outbox_id BIGINT,
    -- Absent while it is not blocked.
    blocked_at BIGINT,
    block_scope TEXT,
    block_reason {key},
    -- Who blocked it or took the block away; nobody: a return.
    changed_by BIGINT,
    cleared_at BIGINT
);
CREATE UNIQUE INDEX address_standings_by_address ON address_standings (org_id, address_key);
CREATE INDEX address_standings_blocked ON address_standings (org_id, blocked_at, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_address ON address_standings (org_id, address_order, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_domain ON address_standings (org_id, domain_key, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_class ON address_standings (org_id, last_class, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_returns ON address_standings (org_id, returns, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_last ON address_standings (org_id, last_return_at, id) WHERE blocked_at IS NOT NULL;

-- Whether somebody sent it again although its address is blocked.
ALTER TABLE deliveries ADD COLUMN passes_block BOOLEAN NOT NULL DEFAULT FALSE;

-- Mails that may come back before the next one blocks the address.
ALTER TABLE organisations ADD COLUMN accepted_returns BIGINT NOT NULL DEFAULT 5;
