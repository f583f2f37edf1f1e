-- +goose Up
-- +goose StatementBegin

-- The checklist of a case, what is frozen of it and of the signals when a reset is
-- proposed, and what makes a picture known again.

-- One row a point that is ticked. Who ticked it stays its author when the case
-- changes hands.
CREATE TABLE case_check (
    conversation_id uuid        NOT NULL,
    point           text        NOT NULL,
    ticked_by       uuid        NOT NULL,
    ticked_name     text        NOT NULL,
    ticked_at       timestamptz NOT NULL,
    CONSTRAINT case_check_pkey PRIMARY KEY (conversation_id, point),
    CONSTRAINT case_check_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT case_check_point_check CHECK (point IN (
        'IDENTITY_READABLE', 'NAME_MATCHES', 'CARD_MATCHES', 'DIGITS_COVERED', 'NO_COERCION', 'SIGNALS_WEIGHED'))
);

-- +goose StatementEnd
-- +goose StatementBegin

ALTER TABLE reset_proposal
    ADD COLUMN checklist             jsonb  NOT NULL DEFAULT '[]',  -- frozen: the ticks and their authors
    ADD COLUMN signals               jsonb  NOT NULL DEFAULT '[]',  -- frozen: what stood beside the case
    ADD COLUMN decided_checks        text[] NOT NULL DEFAULT '{}',  -- ticked again by who decided
    ADD COLUMN decided_justification text   NOT NULL DEFAULT '';    -- why identity was enough without a card

-- +goose StatementEnd
-- +goose StatementBegin

-- A picture is known again by its hash, and by how it looks: 256 bits of which
-- few differ when it was saved anew or made smaller. Both stay with the receipt.
ALTER TABLE document
    ADD COLUMN account_id uuid,
    ADD COLUMN look       bit(256);

-- +goose StatementEnd
-- +goose StatementBegin

CREATE INDEX document_sha256_idx ON document (sha256);

-- +goose StatementEnd
-- +goose StatementBegin

-- Payments are held for longer than usual after this recovery; 0: as usual.
ALTER TABLE recovery_flow
    ADD COLUMN hold_seconds integer NOT NULL DEFAULT 0;

-- +goose StatementEnd
