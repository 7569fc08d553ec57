-- Mail that is being written, sent later, taken back, or passed on to outsiders.

CREATE TABLE drafts (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- 0 for the first mail of a case that is not there yet.
    case_id BIGINT NOT NULL,
    mode {key} NOT NULL,
    content TEXT NOT NULL,
    -- Counts its changes, so that a second window learns that it was not the last.
    version BIGINT NOT NULL,
    returned TEXT,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX drafts_unique ON drafts (org_id, user_id, case_id, mode);
CREATE INDEX drafts_by_user ON drafts (org_id, user_id, updated_at, id);
CREATE INDEX drafts_by_age ON drafts (updated_at);

-- Whom an upload is kept for: a draft, or a mail that can still become one again.
ALTER TABLE uploads ADD COLUMN draft_id BIGINT;
ALTER TABLE uploads ADD COLUMN outbox_id BIGINT;
CREATE INDEX uploads_by_draft ON uploads (org_id, draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX uploads_by_outbox ON uploads (org_id, outbox_id) WHERE outbox_id IS NOT NULL;

ALTER TABLE outbox ADD COLUMN planned_at BIGINT;
ALTER TABLE outbox ADD COLUMN cancel_if_answered BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outbox ADD COLUMN held_at BIGINT;
-- What its author wrote and what sending changed of the case: all that taking it back needs.
ALTER TABLE outbox ADD COLUMN origin TEXT;
CREATE INDEX outbox_planned ON outbox (org_id, case_id) WHERE cancel_if_answered AND case_id IS NOT NULL;

-- Set on what is said between us and an outsider: the customer sees and is quoted nothing of it.
ALTER TABLE case_messages ADD COLUMN aside BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_messages ADD COLUMN bcc TEXT;
CREATE INDEX case_messages_aside ON case_messages (org_id, case_id, id) WHERE aside;
CREATE INDEX case_messages_by_outbox ON case_messages (org_id, outbox_id) WHERE outbox_id IS NOT NULL;
