-- +goose Up
-- +goose StatementBegin

-- A confirmation that changes a registered account's address: it was allowed by the
-- payment password, so it alone may move an address that was confirmed before.
ALTER TABLE email_confirmation ADD COLUMN changes boolean NOT NULL DEFAULT false;

-- +goose StatementEnd
