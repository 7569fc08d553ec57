-- Signing in to mail servers with what a provider grants (RFC 6749): the applications that an organisation
-- registered, what was granted to them, the sign-ins under way, and the tokens that are to be taken back.

CREATE TABLE oauth_applications (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    -- One of the providers that the program knows, or `own`.
    provider TEXT NOT NULL,
    client_id TEXT NOT NULL,
    sealed_client_secret {bytes},
    client_auth TEXT NOT NULL,
    authorization_endpoint TEXT NOT NULL,
    token_endpoint TEXT NOT NULL,
    -- Empty where there is none.
    device_endpoint TEXT NOT NULL,
    revocation_endpoint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    secret_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX oauth_applications_unique ON oauth_applications (org_id, name_key);

-- At most one for each mailbox, and one for the organisation's outgoing server, whose number is 0.
CREATE TABLE oauth_grants (
    id {id},
    org_id BIGINT NOT NULL,
    purpose {key} NOT NULL,
    subject_id BIGINT NOT NULL,
    application_id BIGINT NOT NULL,
    -- The user name that it was signed in for.
    account TEXT NOT NULL,
    sealed_refresh_token {bytes},
    sealed_access_token {bytes},
    access_usable_until BIGINT NOT NULL,
    refresh_expires_at BIGINT,
    state TEXT NOT NULL,
    -- Since when, by what sign, and in whose words.
    state_since BIGINT NOT NULL,
    because TEXT NOT NULL,
    words TEXT NOT NULL,
    failures BIGINT NOT NULL,
    -- Raised with each set of tokens: who renews names the one that he renews.
    version BIGINT NOT NULL,
    -- When a mail server's refusal last had a token renewed before its time.
    forced_at BIGINT,
    renew_at BIGINT,
    lease_owner TEXT,
    lease_until BIGINT,
    signed_in_by BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    renewed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX oauth_grants_unique ON oauth_grants (org_id, purpose, subject_id);
CREATE INDEX oauth_grants_due ON oauth_grants (renew_at);
CREATE INDEX oauth_grants_of_application ON oauth_grants (org_id, application_id);

CREATE TABLE oauth_sign_ins (
    id {id},
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- The browser's session or the program's key: nobody else finishes it.
    bound_to TEXT NOT NULL,
    purpose TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    application_id BIGINT NOT NULL,
    account TEXT NOT NULL,
    way TEXT NOT NULL,
    state_hash {bytes},
    -- The verifier of RFC 7636, or the device code of RFC 8628.
    sealed_secret {bytes},
    user_code TEXT NOT NULL,
    verification_address TEXT NOT NULL,
    interval_s BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    because TEXT NOT NULL,
    words TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When a device code is asked for next.
    due_at BIGINT,
    lease_owner TEXT
);
CREATE UNIQUE INDEX oauth_sign_ins_state ON oauth_sign_ins (state_hash);
CREATE INDEX oauth_sign_ins_due ON oauth_sign_ins (due_at);
CREATE INDEX oauth_sign_ins_by_org ON oauth_sign_ins (org_id, id);
CREATE INDEX oauth_sign_ins_by_age ON oauth_sign_ins (expires_at);

CREATE TABLE oauth_revocations (
    id {id},
    org_id BIGINT NOT NULL,
    application_id BIGINT NOT NULL,
    endpoint TEXT NOT NULL,
    sealed_token {bytes},
    attempts BIGINT NOT NULL,
    due_at BIGINT,
    lease_owner TEXT
);
CREATE INDEX oauth_revocations_due ON oauth_revocations (due_at);

-- Null signs in with the password.
ALTER TABLE mailboxes ADD COLUMN oauth_application_id BIGINT;
ALTER TABLE transports ADD COLUMN oauth_application_id BIGINT;
CREATE INDEX mailboxes_by_oauth_application ON mailboxes (org_id, oauth_application_id);
