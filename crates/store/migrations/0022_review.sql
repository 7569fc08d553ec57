-- Mail that a person must place: what speaks for which case, what was decided, and whether its
-- next run tells of every filter that is tried.

ALTER TABLE intakes ADD COLUMN review TEXT;
ALTER TABLE intakes ADD COLUMN decision TEXT;
ALTER TABLE intakes ADD COLUMN debug BOOLEAN NOT NULL DEFAULT FALSE;
