-- Deleting for good has a right of its own; who administers users has it from the start.

INSERT INTO role_rights (org_id, role_id, right_name)
SELECT org_id, role_id, 'delete_for_good' FROM role_rights WHERE right_name = 'users';
