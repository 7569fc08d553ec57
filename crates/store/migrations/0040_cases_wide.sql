-- What cases grew: deadlines, waiting until a time, merging, a bin, tags, participants with roles,
-- persons and companies, saved views; categories that assign, priorities with deadlines.

ALTER TABLE cases ADD COLUMN due_at BIGINT;
-- When a waiting case opens by itself.
ALTER TABLE cases ADD COLUMN wait_until BIGINT;
ALTER TABLE cases ADD COLUMN merged_into BIGINT;
-- When it became spam or was deleted, and what it was before.
ALTER TABLE cases ADD COLUMN binned_at BIGINT;
ALTER TABLE cases ADD COLUMN status_before TEXT;
ALTER TABLE cases ADD COLUMN person_id BIGINT;
ALTER TABLE cases ADD COLUMN company_id BIGINT;
CREATE INDEX cases_by_due ON cases (org_id, status, due_at, id);
CREATE INDEX cases_failed ON cases (org_id, status, last_message_at, id) WHERE delivery_failed;
CREATE INDEX cases_waking ON cases (wait_until) WHERE wait_until IS NOT NULL;
CREATE INDEX cases_bin ON cases (binned_at) WHERE binned_at IS NOT NULL;
CREATE INDEX cases_by_person ON cases (org_id, person_id, last_message_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX cases_by_company ON cases (org_id, company_id, last_message_at, id) WHERE company_id IS NOT NULL;

ALTER TABLE case_participants ADD COLUMN name TEXT;
ALTER TABLE case_participants ADD COLUMN role TEXT NOT NULL DEFAULT 'cc';
ALTER TABLE case_participants ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
-- Taken out by somebody: mail that names the address does not bring it back.
ALTER TABLE case_participants ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE case_participants SET role = 'customer' WHERE EXISTS (SELECT 1 FROM cases
    WHERE cases.org_id = case_participants.org_id AND cases.id = case_participants.case_id
    AND LOWER(cases.customer_address) = case_participants.address_key);

-- Which messages a merged case brought along, so that it can be taken apart again.
CREATE TABLE case_merges (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    into_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id BIGINT,
    status_before TEXT NOT NULL,
    message_ids TEXT NOT NULL,
    PRIMARY KEY (org_id, case_id)
) {clustered};
CREATE INDEX case_merges_by_survivor ON case_merges (org_id, into_id, at);

CREATE TABLE tags (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tags_by_name ON tags (org_id, name_key);

CREATE TABLE case_tags (
    org_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, tag_id)
) {clustered};
CREATE INDEX case_tags_by_tag ON case_tags (org_id, tag_id, case_id);

ALTER TABLE categories ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE categories ADD COLUMN assignment TEXT NOT NULL DEFAULT 'none';
-- Who gets the cases when no member can.
ALTER TABLE categories ADD COLUMN administrator_id BIGINT;
ALTER TABLE categories ADD COLUMN priority_id BIGINT;
ALTER TABLE categories ADD COLUMN last_assigned_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE user_categories ADD COLUMN last_assigned_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE priorities ADD COLUMN deadline_minutes BIGINT;
ALTER TABLE priorities ADD COLUMN office_hours BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE companies (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    -- Name and domains: what is searched.
    search_key {key} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX companies_by_name ON companies (org_id, name_key, id);
CREATE INDEX companies_by_created ON companies (org_id, created_at, id);

CREATE TABLE company_domains (
    org_id BIGINT NOT NULL,
    domain {key} NOT NULL,
    company_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, domain)
) {clustered};
CREATE INDEX company_domains_by_company ON company_domains (org_id, company_id, domain);

CREATE TABLE persons (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    -- The first of the addresses.
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    -- Name and addresses: what is searched.
    search_key {key} NOT NULL,
    phone TEXT NOT NULL,
    language TEXT,
    company_id BIGINT,
    former BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX persons_by_name ON persons (org_id, name_key, id);
CREATE INDEX persons_by_address ON persons (org_id, address_key, id);
CREATE INDEX persons_by_created ON persons (org_id, created_at, id);
CREATE INDEX persons_by_company ON persons (org_id, company_id, name_key, id);

CREATE TABLE person_addresses (
    org_id BIGINT NOT NULL,
    address_key {key} NOT NULL,
    person_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (org_id, address_key)
) {clustered};
CREATE INDEX person_addresses_by_person ON person_addresses (org_id, person_id, position);

-- A user's named views of the case list: filter, order and columns as JSON.
CREATE TABLE case_views (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    shared BOOLEAN NOT NULL,
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX case_views_by_user ON case_views (org_id, user_id, name_key);
CREATE INDEX case_views_shared ON case_views (org_id, name_key) WHERE shared;

-- Whoever could delete may also mark as spam; both can be undone.
INSERT INTO role_rights (org_id, role_id, right_name)
    SELECT org_id, role_id, 'spam' FROM role_rights WHERE right_name = 'delete';
