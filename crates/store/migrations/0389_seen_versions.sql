-- How often a person and a distribution list were changed, and by whom last: whoever saves says what he saw.
ALTER TABLE persons ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE persons ADD COLUMN updated_by BIGINT;
ALTER TABLE distribution_lists ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE distribution_lists ADD COLUMN updated_by BIGINT;
