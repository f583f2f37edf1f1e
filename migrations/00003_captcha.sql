-- +goose Up
-- +goose StatementBegin

-- A picture with letters that was shown to somebody. One try each: whoever
-- answers, rightly or not, sets used_at.
CREATE TABLE captcha (
    id         uuid        NOT NULL,
    answer_mac bytea       NOT NULL,                 -- keyed hash of id and answer
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CONSTRAINT captcha_pkey PRIMARY KEY (id)
);
CREATE INDEX captcha_expires_at_idx ON captcha (expires_at);

-- +goose StatementEnd
