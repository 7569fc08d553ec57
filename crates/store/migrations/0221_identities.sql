-- Shared senders: addresses that mail of a case can be sent from beside the mailbox's.

CREATE TABLE identities (
    id {id},
    org_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    display_name TEXT NOT NULL,
    -- Absent where answers come to the address itself, or to the mailbox of the case.
    reply_to TEXT,
    answers_to TEXT NOT NULL,
    of_new TEXT NOT NULL,
    of_reply TEXT NOT NULL,
    -- Addresses that get a hidden copy, and categories whose members alone may use it: JSON.
    copy_to TEXT NOT NULL,
    category_ids TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE INDEX identities_in_order ON identities (org_id, address_key, id);

-- The sender that a template asks for.
ALTER TABLE templates ADD COLUMN identity_id BIGINT;
