-- What is done to one message: marked with a star, edited by the author of a comment, removed. And the colours of tags.

ALTER TABLE case_messages ADD COLUMN flagged BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_messages ADD COLUMN edited_at BIGINT;
ALTER TABLE case_messages ADD COLUMN removed_at BIGINT;
ALTER TABLE case_messages ADD COLUMN removed_by BIGINT;
-- Since when it lies in the bin, while it can be put back.
ALTER TABLE case_messages ADD COLUMN binned_at BIGINT;
CREATE INDEX case_messages_in_bin ON case_messages (org_id, binned_at) WHERE binned_at IS NOT NULL;

ALTER TABLE tags ADD COLUMN colour TEXT NOT NULL DEFAULT 'granite';
