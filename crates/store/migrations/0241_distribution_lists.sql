-- Named sets of recipients, which a mail is sent to at once.

CREATE TABLE distribution_lists (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    description TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    -- Whether everybody may write to it, or its owner alone.
    shared BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX distribution_lists_by_name ON distribution_lists (org_id, name_key);

CREATE TABLE distribution_members (
    id {id},
    org_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    -- address, person, company, selection.
    kind TEXT NOT NULL,
    -- The person, the company, or the set of persons; 0 for an address.
    ref_id BIGINT NOT NULL,
    address TEXT,
    name TEXT,
    -- The kind and what it names: nobody is in a list twice.
    member_key {key} NOT NULL
);
CREATE UNIQUE INDEX distribution_members_unique ON distribution_members (org_id, list_id, member_key);
CREATE INDEX distribution_members_by_key ON distribution_members (org_id, member_key);
