-- What happened to each mail, and the change feed.

CREATE TABLE timeline (
    org_id BIGINT NOT NULL,
    subject_kind {key} NOT NULL,
    subject_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (org_id, subject_kind, subject_id, id)
) {clustered};

CREATE TABLE events (
    seq {sequence},
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX events_by_org ON events (org_id, seq);
