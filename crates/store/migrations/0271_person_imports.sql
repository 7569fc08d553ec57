-- Persons that come in from a file: the file's rows, and what became of each.
CREATE TABLE person_imports (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    -- What its columns are called, as JSON.
    headings TEXT NOT NULL,
    -- The job that takes its rows in; empty while they are written down.
    job_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX person_imports_by_user ON person_imports (org_id, user_id, id);
CREATE INDEX person_imports_by_age ON person_imports (created_at);

CREATE TABLE person_import_rows (
    id {id},
    org_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    -- Which row of the file.
    number BIGINT NOT NULL,
    -- What stands there, as JSON.
    cells TEXT NOT NULL,
    -- What that says, as JSON.
    said TEXT NOT NULL,
    -- waiting, made, changed, kept, refused.
    outcome {key} NOT NULL,
    -- Why it was refused: a stable code, and a sentence in English.
    problem_code TEXT NOT NULL,
    problem_detail TEXT NOT NULL
);
CREATE INDEX person_import_rows_by_outcome ON person_import_rows (org_id, import_id, outcome, id);
