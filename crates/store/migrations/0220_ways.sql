-- The outgoing servers of users and of sender domains, how each server fares, and from whose address a mail is.

-- One for each owner: a user by his number, a sender domain by its name as it stands in DNS.
CREATE TABLE owned_transports (
    id {id},
    org_id BIGINT NOT NULL,
    owner_kind {key} NOT NULL,
    owner_key {key} NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password {bytes},
    helo_name TEXT NOT NULL,
    in_use BOOLEAN NOT NULL,
    oauth_application_id BIGINT,
    updated_at BIGINT NOT NULL,
    -- Since when mail cannot leave through it, and the words; absent while it can.
    failing_since BIGINT,
    failing_words TEXT
);
CREATE UNIQUE INDEX owned_transports_unique ON owned_transports (org_id, owner_kind, owner_key);

ALTER TABLE transports ADD COLUMN failing_since BIGINT;
ALTER TABLE transports ADD COLUMN failing_words TEXT;

-- `own` where a mail is from its author's own address: such a mail alone takes the author's own server.
ALTER TABLE outbox ADD COLUMN from_kind TEXT NOT NULL DEFAULT 'mailbox';
