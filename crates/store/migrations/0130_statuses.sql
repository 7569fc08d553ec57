-- An organisation's own statuses of cases. Each is of one of the three kinds that `cases.status` tells, for ever.

CREATE TABLE statuses (
    id {id},
    org_id BIGINT NOT NULL,
    -- Empty for a kind's own that nobody renamed: each language has a word for it.
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    kind {key} NOT NULL,
    -- Its place among those of its kind.
    position BIGINT NOT NULL,
    colour TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    new_case_on_reply BOOLEAN NOT NULL,
    in_queue BOOLEAN NOT NULL,
    archived_at BIGINT,
    -- The one that stands for an archived one: its cases are shown as of it, and stay as they are.
    replaced_by BIGINT
);
CREATE UNIQUE INDEX statuses_unique ON statuses (org_id, name_key) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX statuses_default ON statuses (org_id, kind) WHERE is_default;
CREATE INDEX statuses_in_order ON statuses (org_id, position, id);

-- An own status counts while its kind is that of the case: whoever writes `status` alone is right, too.
ALTER TABLE cases ADD COLUMN status_id BIGINT;
ALTER TABLE cases ADD COLUMN status_kind {key};
CREATE INDEX cases_by_own_status ON cases
    (org_id, status, (CASE WHEN status_kind = status THEN status_id END), last_message_at, id);

-- Open cases of nobody, by their deadlines.
CREATE INDEX cases_queue ON cases (org_id, status, owner_id, due_at, last_message_at, id) WHERE owner_id IS NULL;

-- The case that an answer to this one began, since its status says so.
ALTER TABLE cases ADD COLUMN continued_in BIGINT;

-- The three that each organisation has. Their ids are small: those that the program makes begin far above.
INSERT INTO statuses (id, org_id, name, name_key, kind, position, colour, is_default, new_case_on_reply, in_queue)
    SELECT ROW_NUMBER() OVER (ORDER BY o.id, k.place), o.id, '', ' ' || k.kind, k.kind, 1, k.colour, TRUE, FALSE,
        k.kind = 'open'
    FROM organisations o CROSS JOIN (
        SELECT 'open' AS kind, 1 AS place, 'fjord' AS colour
        UNION ALL SELECT 'waiting', 2, 'cloudberry'
        UNION ALL SELECT 'closed', 3, 'granite'
    ) k;
