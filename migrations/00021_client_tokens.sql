-- +goose Up
-- +goose StatementBegin

-- Bearer tokens of programs that came with client credentials; their sums alone.
CREATE TABLE client_token (
    token_sum       bytea       NOT NULL,
    client_id       text        NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    CONSTRAINT client_token_pkey PRIMARY KEY (token_sum)
);
CREATE INDEX client_token_expires_at_idx ON client_token (expires_at);

-- +goose StatementEnd
