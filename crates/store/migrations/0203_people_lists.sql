-- Sets of persons: selections, and pieces of work (projects).
CREATE TABLE people_lists (
    id {id},
    org_id BIGINT NOT NULL,
    -- selection, project.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_lists_by_name ON people_lists (org_id, kind, name_key);

CREATE TABLE people_list_members (
    org_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, list_id, person_id)
) {clustered};
CREATE INDEX people_list_members_by_person ON people_list_members (org_id, person_id, list_id);
