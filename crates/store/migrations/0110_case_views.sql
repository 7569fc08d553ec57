-- Saved views of the case list have a place in their list; jobs carry what they are to do; and a
-- right to share views, which whoever manages the settings has.

ALTER TABLE case_views ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN params TEXT NOT NULL DEFAULT 'null';

INSERT INTO role_rights (org_id, role_id, right_name)
    SELECT org_id, role_id, 'share_views' FROM role_rights WHERE right_name = 'mailboxes';
