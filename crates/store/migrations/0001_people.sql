-- Organisations, users, roles, sign-in, and the lists that cases choose from.
-- *_key columns hold what rows are compared and sorted by: folded to lower case in the program.

CREATE TABLE organisations (
    id {id},
    name TEXT NOT NULL,
    last_case_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE users (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    address TEXT NOT NULL,
    address_key {key} NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);
CREATE UNIQUE INDEX users_by_org ON users (org_id, address_key);
CREATE INDEX users_by_address ON users (address_key);
CREATE INDEX users_by_name ON users (org_id, name_key, id);

CREATE TABLE roles (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL
);
CREATE UNIQUE INDEX roles_by_name ON roles (org_id, name_key);

CREATE TABLE role_rights (
    org_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    right_name TEXT NOT NULL,
    PRIMARY KEY (org_id, role_id, right_name)
) {clustered};

CREATE TABLE user_roles (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, role_id)
) {clustered};
CREATE INDEX user_roles_by_role ON user_roles (org_id, role_id);

CREATE TABLE user_categories (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    category_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, category_id)
) {clustered};
CREATE INDEX user_categories_by_category ON user_categories (org_id, category_id);

CREATE TABLE sessions (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    token_hash {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (org_id, user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE api_tokens (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    token_hash {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX api_tokens_by_token ON api_tokens (token_hash);
CREATE INDEX api_tokens_by_user ON api_tokens (org_id, user_id, id);

CREATE TABLE sign_in_failures (
    name {key} NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_at);

CREATE TABLE categories (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    position BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX categories_unique ON categories (org_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX categories_by_name ON categories (org_id, name_key, id);

CREATE TABLE priorities (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    rank BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX priorities_unique ON priorities (org_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX priorities_by_rank ON priorities (org_id, rank, id);

-- org_id 0 is the installation itself.
CREATE TABLE settings (
    org_id BIGINT NOT NULL,
    name {key} NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) {clustered};
