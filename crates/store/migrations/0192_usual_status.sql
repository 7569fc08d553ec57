-- The status that cases of a kind are given when nobody chooses another; where none is marked, the kind's own.
ALTER TABLE statuses ADD COLUMN is_usual BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX statuses_usual ON statuses (org_id, kind) WHERE is_usual;

-- The status that an answer gives a case of a category when its author chose none.
ALTER TABLE categories ADD COLUMN reply_status_id BIGINT;
