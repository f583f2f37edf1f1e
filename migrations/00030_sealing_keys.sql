-- +goose Up
-- +goose StatementBegin

-- The sealing keys whose work the database keeps. What is sealed names its key, so
-- a key that anything is sealed with can't be taken away, and once it is taken away
-- a node that has not noticed can't store what would never open again.
CREATE TABLE sealing_key (
    version       integer     NOT NULL,
    registered_at timestamptz NOT NULL,
    CONSTRAINT sealing_key_pkey PRIMARY KEY (version)
);

-- The keys that were taken away: none of them comes back.
CREATE TABLE retired_key (
    version       integer     NOT NULL,
    retired_at    timestamptz NOT NULL,
    CONSTRAINT retired_key_pkey PRIMARY KEY (version)
);

INSERT INTO sealing_key (version, registered_at)
SELECT version, now()
FROM (SELECT 1 AS version UNION SELECT key_version FROM card UNION SELECT key_version FROM document) AS known;

-- Null where nothing was ever sealed, and in rows of the version before.
ALTER TABLE mail ADD COLUMN key_version integer;
ALTER TABLE payment_attempt ADD COLUMN key_version integer;

ALTER TABLE card ADD CONSTRAINT card_key_version_fkey FOREIGN KEY (key_version) REFERENCES sealing_key (version);
ALTER TABLE document ADD CONSTRAINT document_key_version_fkey FOREIGN KEY (key_version) REFERENCES sealing_key (version);
ALTER TABLE mail ADD CONSTRAINT mail_key_version_fkey FOREIGN KEY (key_version) REFERENCES sealing_key (version);
ALTER TABLE payment_attempt ADD CONSTRAINT payment_attempt_key_version_fkey FOREIGN KEY (key_version) REFERENCES sealing_key (version);

-- +goose StatementEnd
