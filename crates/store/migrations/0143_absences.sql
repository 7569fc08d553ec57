-- Who is away from when until when, and who stands in for him. One that is over stays until the next is set.
CREATE TABLE absences (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    substitute_id BIGINT,
    PRIMARY KEY (org_id, user_id)
) {clustered};

-- Whether a customer's answer gives a case of somebody who is away to another.
ALTER TABLE categories ADD COLUMN give_when_absent BOOLEAN NOT NULL DEFAULT FALSE;
