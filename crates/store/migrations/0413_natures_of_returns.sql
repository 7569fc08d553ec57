-- A complaint and a return of the same mail stand beside each other: neither takes the other's place.
DROP INDEX returns_of_mail;
CREATE UNIQUE INDEX returns_of_mail ON returns (org_id, outbox_id, address_key, (source = 'complaint')) WHERE outbox_id IS NOT NULL;
