-- Whether a destination is silent for want of the protection that it demands. A word of its own in `reason` would be
-- unknown to a program that runs beside this one.
ALTER TABLE parked_destinations ADD COLUMN lacks_protection BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE parked_destinations SET reason = 'silent', lacks_protection = TRUE WHERE reason = 'unprotected';
