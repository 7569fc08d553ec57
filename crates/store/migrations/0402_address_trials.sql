-- A blocked address on trial: the next mail goes out to it, and when that one stays there, the block is lifted.
ALTER TABLE address_standings ADD COLUMN trial_at BIGINT;
-- Who put it on trial.
ALTER TABLE address_standings ADD COLUMN trial_by BIGINT;
-- The one mail that goes out; absent while none was found.
ALTER TABLE address_standings ADD COLUMN trial_outbox_id BIGINT;
-- When a server took it; absent while it is under way.
ALTER TABLE address_standings ADD COLUMN trial_taken_at BIGINT;
-- When the trial ends: once a server took the mail the block is lifted then, else it stays.
ALTER TABLE address_standings ADD COLUMN trial_until BIGINT;
CREATE INDEX address_standings_on_trial ON address_standings (org_id, blocked_at, id) WHERE trial_at IS NOT NULL;
CREATE INDEX address_standings_trials_due ON address_standings (trial_until) WHERE trial_until IS NOT NULL;

-- The mail that a trial was made with.
ALTER TABLE address_changes ADD COLUMN outbox_id BIGINT;

-- How long a mail must stay with an address on trial before its block is lifted, days.
ALTER TABLE organisations ADD COLUMN trial_days BIGINT NOT NULL DEFAULT 3;
