-- Who changed which setting or configuration record, from what to what; written in the transaction of the change.

CREATE TABLE audit_entries (
    id {id},
    org_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- Null where it was the operator, or Posthus itself.
    user_id BIGINT,
    -- His name then.
    user_name TEXT NOT NULL,
    -- `browser`, `token`, `command` or `program`; of a token, its name then.
    origin TEXT NOT NULL,
    origin_name TEXT NOT NULL,
    kind {key} NOT NULL,
    record_key {key} NOT NULL,
    record_name TEXT NOT NULL,
    verb TEXT NOT NULL,
    -- What became of each field, as JSON; of a secret, only that it is another.
    fields TEXT NOT NULL,
    -- What is searched, folded to lower case.
    search_key TEXT NOT NULL
);
CREATE INDEX audit_entries_in_order ON audit_entries (org_id, at, id);
CREATE INDEX audit_entries_by_kind ON audit_entries (org_id, kind, at, id);
CREATE INDEX audit_entries_by_user ON audit_entries (org_id, user_id, at, id);

-- How long they are kept.
ALTER TABLE organisations ADD COLUMN audit_days BIGINT NOT NULL DEFAULT 730;
