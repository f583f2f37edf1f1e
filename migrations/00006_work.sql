-- +goose Up
-- +goose StatementBegin

-- Mails waiting to be sent, written in the transaction of what they report.
-- Tokens and codes stand in sealed only, wiped when sent or expired.
CREATE TABLE mail (
    id            uuid        NOT NULL,
    to_address    text        NOT NULL,
    template      text        NOT NULL,
    locale        text        NOT NULL,
    params        jsonb       NOT NULL DEFAULT '{}',
    sealed        bytea,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    next_try_at   timestamptz NOT NULL,
    tries         integer     NOT NULL DEFAULT 0,
    locked_until  timestamptz,
    sent_at       timestamptz,
    given_up_at   timestamptz,
    last_error    text        NOT NULL DEFAULT '',
    CONSTRAINT mail_pkey PRIMARY KEY (id)
);
CREATE INDEX mail_waiting_idx ON mail (next_try_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Durable background work and timers.
CREATE TABLE job (
    id            uuid        NOT NULL,
    kind          text        NOT NULL,
    key           text        NOT NULL,
    payload       jsonb       NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL,
    run_at        timestamptz NOT NULL,
    attempts      integer     NOT NULL DEFAULT 0,
    locked_until  timestamptz,
    done_at       timestamptz,
    last_error    text        NOT NULL DEFAULT '',
    CONSTRAINT job_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX job_kind_key_open_key ON job (kind, key) WHERE done_at IS NULL;
CREATE INDEX job_waiting_idx ON job (run_at) WHERE done_at IS NULL;

-- +goose StatementEnd
