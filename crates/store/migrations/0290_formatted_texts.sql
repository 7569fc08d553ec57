-- The same with formatting of what templates, signatures and answers say: HTML that was made safe, of which the plain
-- text was made. Absent where a text has none.

ALTER TABLE template_versions ADD COLUMN html TEXT;
ALTER TABLE user_signatures ADD COLUMN of_new_html TEXT;
ALTER TABLE user_signatures ADD COLUMN of_reply_html TEXT;
ALTER TABLE mailbox_signatures ADD COLUMN html TEXT;
ALTER TABLE identities ADD COLUMN of_new_html TEXT;
ALTER TABLE identities ADD COLUMN of_reply_html TEXT;
