-- The imports of one organisation are listed without a look at those of the others.
CREATE INDEX block_import_changes_of_organisation ON block_import_changes (org_id, import_id, user_id, at);
