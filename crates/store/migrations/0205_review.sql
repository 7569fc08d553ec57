-- Returns that no rule knows: few among many.
CREATE INDEX returns_unclassified ON returns (org_id, at, id) WHERE class = 'unclassified';
