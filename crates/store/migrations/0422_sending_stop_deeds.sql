-- Who stopped all mail of an organisation, gave other words for it, or let it go on: what a mail's timeline tells of the stops
-- that it waited for. A few rows for each stop, however much mail waits.
CREATE TABLE sending_stop_deeds (
    org_id BIGINT NOT NULL,
    -- It rises with time.
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- `stopped`, `reworded` or `went_on`.
    deed {key} NOT NULL,
    by_operator BOOLEAN NOT NULL,
    -- Absent for the operator.
    user_id BIGINT,
    -- Empty where mail goes on.
    why TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) {clustered};
CREATE INDEX sending_stop_deeds_in_order ON sending_stop_deeds (org_id, at, id);

-- The stops that hold.
INSERT INTO sending_stop_deeds (org_id, id, at, deed, by_operator, user_id, why)
SELECT id, 1, operator_stopped_at, 'stopped', TRUE, NULL, operator_stopped_why
FROM organisations WHERE operator_stopped_at IS NOT NULL;
INSERT INTO sending_stop_deeds (org_id, id, at, deed, by_operator, user_id, why)
SELECT id, 2, sending_stopped_at, 'stopped', FALSE, sending_stopped_by, sending_stopped_why
FROM organisations WHERE sending_stopped_at IS NOT NULL;
