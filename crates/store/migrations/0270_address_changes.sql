-- What was decided about addresses: blocked by a return, a person or a list; let go by whom, and why.
CREATE TABLE address_changes (
    id {id},
    org_id BIGINT NOT NULL,
    address_key {key} NOT NULL,
    at BIGINT NOT NULL,
    -- Who decided; nobody: a return.
    user_id BIGINT,
    -- blocked, cleared, rolled_back.
    deed TEXT NOT NULL,
    -- What a block stops, and why it is there.
    block_scope TEXT,
    block_reason TEXT,
    -- Why, in a person's own words.
    note TEXT NOT NULL
);
CREATE INDEX address_changes_by_address ON address_changes (org_id, address_key, at, id);
CREATE INDEX address_changes_by_age ON address_changes (at);
