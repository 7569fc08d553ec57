-- Two persons who look like one and are not: they are not proposed again. The lower id stands first.

CREATE TABLE persons_apart (
    org_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, person_id, other_id)
) {clustered};
CREATE INDEX persons_apart_by_other ON persons_apart (org_id, other_id, person_id);
