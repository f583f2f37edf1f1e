-- +goose Up
-- +goose StatementBegin

-- A card's own name and which one pays unless another is chosen. The version
-- before leaves both at what they are by default.
ALTER TABLE card
    ADD COLUMN name       text    NOT NULL DEFAULT '',     -- the owner's, no card number in it
    ADD COLUMN is_default boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX card_default_key ON card (account_id) WHERE is_default;

-- +goose StatementEnd
