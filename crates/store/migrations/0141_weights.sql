-- How a category shares its cases out: by weights, and to whom a customer's cases go together.

-- Whether a case of nobody becomes his who answers it.
ALTER TABLE categories ADD COLUMN take_when_replying BOOLEAN NOT NULL DEFAULT TRUE;
-- Minutes within which a customer's new cases go to the same member; 0 is none.
ALTER TABLE categories ADD COLUMN together_minutes BIGINT NOT NULL DEFAULT 0;
-- How far the sharing by weights has come, for the category and for each member.
ALTER TABLE categories ADD COLUMN share BIGINT NOT NULL DEFAULT 0;
ALTER TABLE user_categories ADD COLUMN share BIGINT NOT NULL DEFAULT 0;
ALTER TABLE user_categories ADD COLUMN weight BIGINT NOT NULL DEFAULT 1;
