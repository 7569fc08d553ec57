-- When a person deleted an address of which the block alone stays, since it complained; empty once more is known of it.
ALTER TABLE address_standings ADD COLUMN deleted_at BIGINT;
