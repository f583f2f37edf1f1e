-- +goose Up
-- +goose StatementBegin

-- Who works in the support service. A row comes with the first sign-in to the
-- console's live lists; the load is counted from conversations, never kept here.
CREATE TABLE operator (
    id          uuid        NOT NULL,            -- person id
    name        text        NOT NULL,
    state       text        NOT NULL,
    reason      text        NOT NULL DEFAULT '', -- why AWAY
    capacity    smallint    NOT NULL DEFAULT 4,
    state_at    timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,            -- a console of this person was connected
    lapsed_at   timestamptz,                     -- the connection was gone for too long: comes back by itself
    CONSTRAINT operator_pkey PRIMARY KEY (id),
    CONSTRAINT operator_state_check CHECK (state IN ('ONLINE', 'BUSY', 'AWAY', 'OFFLINE')),
    CONSTRAINT operator_capacity_check CHECK (capacity BETWEEN 0 AND 50),
    CONSTRAINT operator_reason_check CHECK (char_length(reason) <= 100)
);
CREATE INDEX operator_seen_at_idx ON operator (seen_at) WHERE state <> 'OFFLINE';

ALTER TABLE conversation
    ADD COLUMN labels         text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN held_at        timestamptz,            -- since when it is ON_HOLD
    ADD COLUMN returned_from  uuid,                   -- whose connection was gone, until somebody takes it
    ADD COLUMN returned_at    timestamptz,
    ADD COLUMN rating         smallint,
    ADD COLUMN rating_comment text        NOT NULL DEFAULT '',
    ADD COLUMN rated_at       timestamptz,
    ADD CONSTRAINT conversation_rating_check CHECK (rating BETWEEN 1 AND 5);
CREATE INDEX conversation_held_idx ON conversation (held_at) WHERE state = 'ON_HOLD';

-- What operators write to each other. A table of its own, so that no mistake in a
-- filter of the log can show one to a customer.
CREATE TABLE conversation_note (
    conversation_id uuid        NOT NULL,
    id              uuid        NOT NULL,        -- chosen by the author: a retry finds the first row
    author_id       uuid        NOT NULL,
    author_name     text        NOT NULL,
    body            text        NOT NULL,
    created_at      timestamptz NOT NULL,
    CONSTRAINT conversation_note_pkey PRIMARY KEY (conversation_id, id),
    CONSTRAINT conversation_note_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT conversation_note_body_check CHECK (char_length(body) <= 4000)
);

-- Texts that operators use again and again, by shortcut and language.
CREATE TABLE canned_reply (
    shortcut    text        NOT NULL,
    locale      text        NOT NULL,
    body        text        NOT NULL,
    changed_by  uuid        NOT NULL,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT canned_reply_pkey PRIMARY KEY (shortcut, locale),
    CONSTRAINT canned_reply_shortcut_check CHECK (shortcut ~ '^[a-z0-9-]{1,32}$'),
    CONSTRAINT canned_reply_locale_check CHECK (locale IN ('en', 'el', 'ru', 'zh')),
    CONSTRAINT canned_reply_body_check CHECK (char_length(body) BETWEEN 1 AND 4000)
);

-- +goose StatementEnd
