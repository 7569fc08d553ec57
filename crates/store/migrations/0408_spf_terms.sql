-- What the provider of a relay asks for in SPF, as terms with a space between each; empty where nobody entered any.
ALTER TABLE transports ADD COLUMN spf_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE owned_transports ADD COLUMN spf_terms TEXT NOT NULL DEFAULT '';
