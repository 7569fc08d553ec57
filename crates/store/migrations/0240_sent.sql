-- What somebody sent, the newest first.

CREATE INDEX outbox_by_author ON outbox (org_id, created_by, state, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX outbox_held ON outbox (org_id, created_at, id) WHERE held_at IS NOT NULL AND deleted_at IS NULL;
