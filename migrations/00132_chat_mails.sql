-- +goose Up
-- +goose StatementBegin

-- How far the log had come when its customer, who was away, was told by mail that
-- there is an answer: one mail an absence.
ALTER TABLE conversation
    ADD COLUMN absence_seq bigint NOT NULL DEFAULT 0;

-- +goose StatementEnd
