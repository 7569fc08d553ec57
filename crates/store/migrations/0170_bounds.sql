-- What a job that writes mails has tried, and what goes with a case that is purged.

-- How often the mails of a batch could not be written.
ALTER TABLE job_batches ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;

CREATE INDEX notices_by_case ON notices (org_id, case_id);
CREATE INDEX case_happenings_by_case ON case_happenings (org_id, case_id);
