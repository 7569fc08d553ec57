-- Whether somebody else proved a domain is asked of each mail from one that is not proved.
CREATE INDEX sender_domains_proved ON sender_domains (name, org_id, state, archived_at) WHERE archived_at IS NULL;
