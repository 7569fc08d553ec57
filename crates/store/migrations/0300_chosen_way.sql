-- The way out that somebody chose for a mail, and who; absent where its sender decides.
ALTER TABLE outbox ADD COLUMN chosen_way {key};
ALTER TABLE outbox ADD COLUMN chosen_by BIGINT;

-- Whether a delivery has not been tried since.
ALTER TABLE deliveries ADD COLUMN way_is_new BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether mail of a lane goes different ways: one of them being closed holds up the mail that takes it, not the lane.
ALTER TABLE lanes ADD COLUMN is_mixed BOOLEAN NOT NULL DEFAULT FALSE;
