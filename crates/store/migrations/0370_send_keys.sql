-- By what its author's program knows a first mail again: the same key is the same mail, however often it is asked for.
ALTER TABLE case_messages ADD COLUMN send_key {key};
CREATE UNIQUE INDEX case_messages_by_send_key ON case_messages (org_id, author_id, send_key) WHERE send_key IS NOT NULL;
