-- Whether a draft goes to the recipients of two: of a mail that came back, and of what was begun at its place.
ALTER TABLE drafts ADD COLUMN joined BOOLEAN NOT NULL DEFAULT FALSE;
