-- What the operator's configuration said when the grant of the installation's own relay began, as hashes: what it is
-- granted for, and the client secret. Absent of all other grants.

ALTER TABLE oauth_grants ADD COLUMN begun_from TEXT;
ALTER TABLE oauth_grants ADD COLUMN begun_secret TEXT;
