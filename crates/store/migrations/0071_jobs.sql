-- Actions on many rows, done batch by batch: what was asked, how far it is, what it was not done to.

CREATE TABLE jobs (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    -- Whether the list had more rows than one job takes.
    cut BOOLEAN NOT NULL,
    -- The first rows it was not done to, as JSON.
    failures TEXT NOT NULL,
    cancel_requested BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    -- When its next batch may be done; empty when it is over.
    due_at BIGINT
);
CREATE INDEX jobs_by_user ON jobs (org_id, user_id, id);
CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

-- The rows of a job that are still to be done: their ids as JSON.
CREATE TABLE job_batches (
    org_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    ids TEXT NOT NULL,
    PRIMARY KEY (org_id, job_id, position)
) {clustered};
