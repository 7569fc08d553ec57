-- What a user chose about the interface: columns of lists and the like, as JSON by name.

CREATE TABLE user_preferences (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name {key} NOT NULL,
    value TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, name)
) {clustered};
