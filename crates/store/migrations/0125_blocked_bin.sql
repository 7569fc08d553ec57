-- The bin of blocked mail is a list of its own, newest first.

CREATE INDEX intakes_blocked_deleted ON intakes (org_id, state_at, id)
    WHERE state = 'blocked' AND deleted_at IS NOT NULL AND purged_at IS NULL;
