-- When an incident that nobody decided on met another burst of the same refusals.
ALTER TABLE return_incidents ADD COLUMN renewed_at BIGINT;
