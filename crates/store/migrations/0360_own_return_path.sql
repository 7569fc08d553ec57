-- Whether a relay of an organisation or of a sender domain takes mail with a return path of our own.
ALTER TABLE transports ADD COLUMN own_return_path BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE owned_transports ADD COLUMN own_return_path BOOLEAN NOT NULL DEFAULT FALSE;
