-- +goose Up
-- +goose StatementBegin

-- What the console's search finds, filled after the logs: a message pays nothing
-- for it when it is sent. A row has the words of a text, of a document's kind, or
-- (seq 0) of the customer's name; the text itself stays where it is.
CREATE TABLE chat_search (
    conversation_id uuid        NOT NULL,
    seq             bigint      NOT NULL,        -- of the message; 0: the customer
    kind            text        NOT NULL,
    words           tsvector    NOT NULL,
    at              timestamptz NOT NULL,
    CONSTRAINT chat_search_pkey PRIMARY KEY (conversation_id, seq),
    CONSTRAINT chat_search_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT chat_search_kind_check CHECK (kind IN ('CUSTOMER', 'DOCUMENT', 'MESSAGE'))
);
CREATE INDEX chat_search_words_idx ON chat_search USING gin (words);

-- How far each log has been read for it.
CREATE TABLE chat_search_read (
    conversation_id uuid        NOT NULL,
    seq             bigint      NOT NULL,
    CONSTRAINT chat_search_read_pkey PRIMARY KEY (conversation_id),
    CONSTRAINT chat_search_read_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id)
);

-- Until when all of them have: the search looks at what changed since.
CREATE TABLE chat_search_until (
    id          boolean     NOT NULL DEFAULT true,
    at          timestamptz NOT NULL,
    CONSTRAINT chat_search_until_pkey PRIMARY KEY (id),
    CONSTRAINT chat_search_until_id_check CHECK (id)
);

-- +goose StatementEnd
