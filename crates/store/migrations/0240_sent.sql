-- What somebody sent, the newest first.

CREATE INDEX outbox_by_author ON outbox (org_id, created_by, created_at, id) WHERE deleted_at IS NULL;
