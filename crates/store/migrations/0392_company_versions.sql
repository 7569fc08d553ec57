-- How often a company was changed, and by whom last: whoever saves says what he saw.
ALTER TABLE companies ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN updated_by BIGINT;
