-- Since when, by whom and with which words an address was blocked whose block was taken away, and what had come back: whoever takes
-- that back finds it as it was. It is forgotten when the list of those shows it no more.
ALTER TABLE address_standings ADD COLUMN lifted_blocked_at BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_blocked_by BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_block_words TEXT;
ALTER TABLE address_standings ADD COLUMN lifted_returns BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_well_at BIGINT;
