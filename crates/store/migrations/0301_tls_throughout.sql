-- Whether a mail may go over verified encryption to its end alone, by servers that promise it.
ALTER TABLE outbox ADD COLUMN tls_throughout BOOLEAN NOT NULL DEFAULT FALSE;
