-- Filters of any number of conditions and actions. A row without rules has them in its own
-- columns: field, operator, pattern, action and mailbox_id.

ALTER TABLE filters ADD COLUMN rules TEXT;
ALTER TABLE filters ADD COLUMN mailbox_ids TEXT;
