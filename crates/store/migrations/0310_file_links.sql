-- Files of a mail that their receiver fetches by a link. The case is that of the message.
CREATE TABLE file_links (
    id {id},
    org_id BIGINT NOT NULL,
    -- The message whose mail carries the link; it goes with that message.
    message_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash {bytes} NOT NULL,
    -- SHA-256 of what stands in the address.
    token_hash {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    expires_at BIGINT NOT NULL,
    fetches_max BIGINT NOT NULL,
    fetches BIGINT NOT NULL DEFAULT 0,
    last_fetched_at BIGINT,
    revoked_at BIGINT,
    revoked_by BIGINT
);
CREATE UNIQUE INDEX file_links_by_token ON file_links (token_hash);
CREATE INDEX file_links_by_message ON file_links (org_id, message_id, id);

-- What a mail came back as, in the case's entry about it, as JSON.
ALTER TABLE case_messages ADD COLUMN failure TEXT;
