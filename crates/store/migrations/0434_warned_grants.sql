-- When somebody was told that a grant ends: once for each end, whoever runs and whenever it was stopped.
ALTER TABLE oauth_grants ADD COLUMN warned_at BIGINT;
