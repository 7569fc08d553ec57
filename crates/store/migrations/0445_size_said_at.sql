-- When a relay's largest mail was said last: of several servers behind one name the smaller counts for as long as it is said.
ALTER TABLE transports ADD COLUMN size_said_at BIGINT;
ALTER TABLE owned_transports ADD COLUMN size_said_at BIGINT;
