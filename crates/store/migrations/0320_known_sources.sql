-- By what a source of a report is known to the organisation: `spf`, `server` or `nobody`. Null where nobody looked:
-- where the name servers did not answer, and in rows of the program before this step.
ALTER TABLE domain_report_rows ADD COLUMN known_by {key};
