-- How long each organisation keeps what somebody put into the bin, days: cases, spam, and what lay in the queues.

ALTER TABLE organisations ADD COLUMN case_bin_days BIGINT NOT NULL DEFAULT 14;
ALTER TABLE organisations ADD COLUMN spam_bin_days BIGINT NOT NULL DEFAULT 14;
ALTER TABLE organisations ADD COLUMN queue_bin_days BIGINT NOT NULL DEFAULT 30;
CREATE INDEX cases_in_bin ON cases (org_id, status, binned_at) WHERE binned_at IS NOT NULL;
CREATE INDEX intakes_in_bin ON intakes (org_id, deleted_at) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX outbox_in_bin ON outbox (org_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX templates_in_bin ON templates (org_id, deleted_at) WHERE deleted_at IS NOT NULL;
