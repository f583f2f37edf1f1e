-- +goose Up
-- +goose StatementBegin

-- When one key was used, for each limit it is counted by. Rows come and go; what
-- is older than the limit's window counts no more.
CREATE TABLE throttle (
    key_hash   bytea       NOT NULL,                 -- SHA-256 of the key
    limit_name text        NOT NULL,
    taken      bigint[]    NOT NULL,                 -- microseconds since 1970, ascending
    expires_at timestamptz NOT NULL,                 -- when the last of them leaves the window
    CONSTRAINT throttle_pkey PRIMARY KEY (key_hash, limit_name)
);
CREATE INDEX throttle_expires_at_idx ON throttle (expires_at);

-- The end of each audit stream. The seal is a keyed hash of the rest, so that a
-- cut-off tail cannot be hidden by putting the end back.
CREATE TABLE audit_stream (
    stream     text   NOT NULL,                      -- "account:<id>", "conversation:<id>", "staff:<id>"
    last_seq   bigint NOT NULL,
    last_hash  bytea  NOT NULL,
    seal       bytea  NOT NULL,
    CONSTRAINT audit_stream_pkey PRIMARY KEY (stream),
    CONSTRAINT audit_stream_last_seq_check CHECK (last_seq >= 0)
);

-- Who did what, append-only. Each entry's keyed hash covers the one before.
CREATE TABLE audit_entry (
    stream        text        NOT NULL,
    seq           bigint      NOT NULL,              -- 1, 2, 3 … without gaps
    at            timestamptz NOT NULL,
    action        text        NOT NULL,              -- "card.added"
    actor         text        NOT NULL,              -- "account:<id>", "staff:<id>", "flow:<id>", "system"
    detail        jsonb       NOT NULL,              -- strings only
    previous_hash bytea       NOT NULL,              -- empty for the first
    hash          bytea       NOT NULL,
    CONSTRAINT audit_entry_pkey PRIMARY KEY (stream, seq),
    CONSTRAINT audit_entry_stream_fkey FOREIGN KEY (stream) REFERENCES audit_stream (stream),
    CONSTRAINT audit_entry_seq_check CHECK (seq >= 1)
);

-- +goose StatementEnd
