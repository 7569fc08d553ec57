-- What kinds of requests an organisation's cases are: question, fault, order. A case has one or none.

CREATE TABLE request_types (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    -- Its place, from 1. An archived one has that of the one that stands for it, so that cases that show the same
    -- stand together.
    position BIGINT NOT NULL,
    archived_at BIGINT,
    -- The one that stands for an archived one: its cases are shown as of it, and stay as they are.
    replaced_by BIGINT
);
CREATE UNIQUE INDEX request_types_unique ON request_types (org_id, name_key) WHERE archived_at IS NULL;
CREATE INDEX request_types_in_order ON request_types (org_id, position, id);

ALTER TABLE cases ADD COLUMN request_type_id BIGINT;
CREATE INDEX cases_by_request_type ON cases (org_id, status, request_type_id, last_message_at, id);

-- That of the cases a mailbox makes.
ALTER TABLE mailboxes ADD COLUMN request_type_id BIGINT;
