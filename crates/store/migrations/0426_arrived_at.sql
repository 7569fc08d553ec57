-- When a mail arrived at the server that it was fetched from, where that is known. It may lie there for days before it is fetched,
-- and what its sender's clock said may be missing.
ALTER TABLE intakes ADD COLUMN arrived_at BIGINT;
