-- The trial that ran as the block of an address was taken away: whoever takes that back finds it. As its block it is forgotten when
-- the list of those shows it no more.
ALTER TABLE address_standings ADD COLUMN lifted_trial_at BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_trial_by BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_trial_outbox_id BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_trial_taken_at BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_trial_until BIGINT;
