-- What a user's uploads come to that no mail took is counted before each large one.
CREATE INDEX uploads_untaken ON uploads (org_id, user_id) WHERE outbox_id IS NULL;
