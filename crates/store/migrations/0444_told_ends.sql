-- The end of a client secret that was told, whoever signs in meanwhile.
ALTER TABLE oauth_applications ADD COLUMN warned_end BIGINT;
CREATE INDEX oauth_applications_by_end ON oauth_applications (secret_expires_at) WHERE secret_expires_at IS NOT NULL;

-- The end of a refresh token that was told, and whether each renewal puts it off (null until one has shown that). They stand for
-- `warned_at`, which an older program writes.
ALTER TABLE oauth_grants ADD COLUMN warned_end BIGINT;
ALTER TABLE oauth_grants ADD COLUMN refresh_rolls BOOLEAN;
CREATE INDEX oauth_grants_by_end ON oauth_grants (refresh_expires_at) WHERE refresh_expires_at IS NOT NULL;

-- What a user was told of servers within the hour, by mail alone as well.
CREATE INDEX notices_of_servers ON notices (org_id, user_id, at) WHERE event = 'server';
