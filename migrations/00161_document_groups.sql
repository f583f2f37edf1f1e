-- +goose Up
-- +goose StatementBegin

-- What a card picture of an account showed, so that another one can't add to it.

-- Keyed hashes of the two groups of four digits, and what both add to the check
-- digit: with it a number of four groups can be told plausible without knowing any.
-- Kept as long as the case's pictures.
CREATE TABLE document_groups (
    conversation_id uuid        NOT NULL,
    document_id     uuid        NOT NULL,
    account_id      uuid        NOT NULL,
    first_mac       bytea       NOT NULL,
    last_mac        bytea       NOT NULL,
    luhn            smallint    NOT NULL,
    created_at      timestamptz NOT NULL,
    CONSTRAINT document_groups_pkey PRIMARY KEY (conversation_id, document_id),
    CONSTRAINT document_groups_document_fkey FOREIGN KEY (conversation_id, document_id) REFERENCES document (conversation_id, id),
    CONSTRAINT document_groups_luhn_check CHECK (luhn BETWEEN 0 AND 9)
);

-- +goose StatementEnd
-- +goose StatementBegin

CREATE INDEX document_groups_account_idx ON document_groups (account_id);

-- +goose StatementEnd
