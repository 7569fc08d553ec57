-- Whether a destination is parked since it refuses an organisation's mail for the reputation of our address. A word of its
-- own in `reason` would be unknown to a program that runs beside this one.
ALTER TABLE parked_destinations ADD COLUMN refuses_us BOOLEAN NOT NULL DEFAULT FALSE;
