-- +goose Up
-- +goose StatementBegin

-- The browser that asked for the mail: its code is taken only there. SHA-256 of what
-- the browser's cookie holds; NULL for mails sent before, whose link still works.
ALTER TABLE email_confirmation ADD COLUMN browser_sum bytea;

-- +goose StatementEnd
