-- What the words of an attempt answer, and whether a relay of ours said them: the same words mean another thing then. Absent
-- in attempts of a program that did not note it.
ALTER TABLE attempts ADD COLUMN about TEXT;
ALTER TABLE attempts ADD COLUMN at_relay BOOLEAN NOT NULL DEFAULT FALSE;
-- The same of a return, and whether the relay was what is in trouble, as it was judged then.
ALTER TABLE returns ADD COLUMN about TEXT;
ALTER TABLE returns ADD COLUMN at_relay BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE returns ADD COLUMN of_relay BOOLEAN NOT NULL DEFAULT FALSE;
