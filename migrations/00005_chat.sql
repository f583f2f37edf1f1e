-- +goose Up
-- +goose StatementBegin

-- The list of conversations reads this table alone: the last message's number,
-- time and preview are kept here by the statement that appends.
CREATE TABLE conversation (
    id              uuid        NOT NULL,
    topic           text        NOT NULL,
    state           text        NOT NULL,
    account_id      uuid        NOT NULL,
    flow_id         uuid,
    proof           text        NOT NULL,            -- how the customer came in
    customer_name   text        NOT NULL DEFAULT '',
    locale          text        NOT NULL,
    owner_id        uuid,                            -- person id of the operator
    owner_name      text        NOT NULL DEFAULT '',
    last_seq        bigint      NOT NULL DEFAULT 0,
    last_at         timestamptz NOT NULL,
    preview         text        NOT NULL DEFAULT '',
    priority        smallint    NOT NULL DEFAULT 0,  -- 1: came back, stands at the head of the queue
    queued_at       timestamptz,
    taken_at        timestamptz,
    first_reply_at  timestamptz,
    resolved_at     timestamptz,
    closed_at       timestamptz,
    created_at      timestamptz NOT NULL,
    CONSTRAINT conversation_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_topic_check CHECK (topic IN ('RECOVERY', 'CARD', 'PAYMENT', 'OTHER')),
    CONSTRAINT conversation_state_check CHECK (state IN ('QUEUED', 'ACTIVE', 'ON_HOLD', 'RESOLVED', 'CLOSED')),
    CONSTRAINT conversation_proof_check CHECK (proof IN ('MAILBOX_PROVED', 'SIGNED_IN')),
    CONSTRAINT conversation_owner_check CHECK ((state IN ('ACTIVE', 'ON_HOLD')) = (owner_id IS NOT NULL) OR state IN ('RESOLVED', 'CLOSED'))
);
CREATE INDEX conversation_queue_idx ON conversation (priority DESC, queued_at, id) WHERE state = 'QUEUED';
CREATE INDEX conversation_owner_idx ON conversation (owner_id, last_at DESC) WHERE state IN ('ACTIVE', 'ON_HOLD');
CREATE INDEX conversation_account_idx ON conversation (account_id, created_at DESC);
-- What is to be closed, a week after it was resolved.
CREATE INDEX conversation_due_idx ON conversation (resolved_at) WHERE state = 'RESOLVED';
CREATE INDEX conversation_last_at_idx ON conversation (last_at DESC, id);
CREATE UNIQUE INDEX conversation_flow_id_key ON conversation (flow_id) WHERE flow_id IS NOT NULL AND state <> 'CLOSED';

-- The log. Nothing in it is ever renumbered or removed; a redaction replaces a
-- body and appends an event that says so.
CREATE TABLE message (
    conversation_id uuid        NOT NULL,
    seq             bigint      NOT NULL,
    author_kind     text        NOT NULL,
    author_id       uuid        NOT NULL,            -- account id, person id; the nil UUID for the system
    author_name     text        NOT NULL DEFAULT '',
    client_id       uuid        NOT NULL,            -- chosen by the sender: a retry finds the first row
    kind            text        NOT NULL,
    body            text        NOT NULL DEFAULT '',
    code            text        NOT NULL DEFAULT '',  -- what happened, for every kind but TEXT
    detail          jsonb       NOT NULL DEFAULT '{}',
    redacted_at     timestamptz,
    created_at      timestamptz NOT NULL,
    CONSTRAINT message_pkey PRIMARY KEY (conversation_id, seq),
    CONSTRAINT message_client_id_key UNIQUE (conversation_id, author_id, client_id),
    CONSTRAINT message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT message_author_kind_check CHECK (author_kind IN ('CUSTOMER', 'OPERATOR', 'SYSTEM')),
    CONSTRAINT message_kind_check CHECK (kind IN ('TEXT', 'DOCUMENT_REQUEST', 'DOCUMENT', 'REVIEW', 'DECISION', 'EVENT')),
    CONSTRAINT message_body_check CHECK (char_length(body) <= 4000),
    -- Words stand in texts, facts in codes: a row is one or the other.
    CONSTRAINT message_code_check CHECK ((kind = 'TEXT') = (code = ''))
);

-- Delivered and read marks: one row a participant, only ever rising.
CREATE TABLE conversation_mark (
    conversation_id uuid        NOT NULL,
    participant_id  uuid        NOT NULL,            -- account id or person id
    side            text        NOT NULL,
    read_seq        bigint      NOT NULL DEFAULT 0,
    at              timestamptz NOT NULL,
    CONSTRAINT conversation_mark_pkey PRIMARY KEY (conversation_id, participant_id),
    CONSTRAINT conversation_mark_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT conversation_mark_side_check CHECK (side IN ('CUSTOMER', 'OPERATOR'))
);

CREATE TABLE document_request (
    conversation_id uuid        NOT NULL,
    id              uuid        NOT NULL,
    kind            text        NOT NULL,
    asked_by        uuid        NOT NULL,
    asked_at        timestamptz NOT NULL,
    refusals        smallint    NOT NULL DEFAULT 0,  -- refused or unsure pictures in a row
    fulfilled_at    timestamptz,
    withdrawn_at    timestamptz,
    CONSTRAINT document_request_pkey PRIMARY KEY (conversation_id, id),
    CONSTRAINT document_request_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT document_request_kind_check CHECK (kind IN ('IDENTITY', 'BANK_CARD'))
);
CREATE UNIQUE INDEX document_request_open_key ON document_request (conversation_id, kind)
    WHERE fulfilled_at IS NULL AND withdrawn_at IS NULL;

-- A clean picture that was kept. Refused and unsure ones never get a row.
CREATE TABLE document (
    conversation_id uuid        NOT NULL,
    id              uuid        NOT NULL,
    request_id      uuid        NOT NULL,
    kind            text        NOT NULL,
    state           text        NOT NULL,
    client_id       uuid        NOT NULL,
    blob_key        text        NOT NULL,
    wrapped_key     bytea,                           -- null: destroyed
    key_version     integer     NOT NULL,
    sha256          bytea       NOT NULL,            -- of the clean picture
    width           integer     NOT NULL,
    height          integer     NOT NULL,
    bytes           integer     NOT NULL,
    match           text        NOT NULL,
    uploaded_at     timestamptz NOT NULL,
    reviewed_by     uuid,
    reviewed_at     timestamptz,
    decline_reason  text,
    destroyed_at    timestamptz,
    CONSTRAINT document_pkey PRIMARY KEY (conversation_id, id),
    CONSTRAINT document_client_id_key UNIQUE (conversation_id, client_id),
    CONSTRAINT document_blob_key_key UNIQUE (conversation_id, blob_key),
    CONSTRAINT document_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT document_request_id_fkey FOREIGN KEY (conversation_id, request_id) REFERENCES document_request (conversation_id, id),
    CONSTRAINT document_kind_check CHECK (kind IN ('IDENTITY', 'BANK_CARD')),
    CONSTRAINT document_state_check CHECK (state IN ('READY', 'ACCEPTED', 'DECLINED', 'DESTROYED')),
    CONSTRAINT document_match_check CHECK (match IN ('MATCH', 'NO_MATCH', 'NO_CARD_SAVED', 'NOT_COMPARED'))
);

-- Comparisons of a picture with the saved cards: at most 3 a case.
CREATE TABLE document_match_try (
    conversation_id uuid        NOT NULL,
    number          smallint    NOT NULL,
    at              timestamptz NOT NULL,
    CONSTRAINT document_match_try_pkey PRIMARY KEY (conversation_id, number),
    CONSTRAINT document_match_try_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT document_match_try_number_check CHECK (number BETWEEN 1 AND 3)
);

-- A single-use leave to see one document once, within 60 seconds.
CREATE TABLE document_grant (
    conversation_id uuid        NOT NULL,
    id              uuid        NOT NULL,
    document_id     uuid        NOT NULL,
    staff_id        uuid        NOT NULL,
    session_id      uuid        NOT NULL,
    token_sum       bytea       NOT NULL,
    reason          text        NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz,
    CONSTRAINT document_grant_pkey PRIMARY KEY (conversation_id, id),
    CONSTRAINT document_grant_token_sum_key UNIQUE (conversation_id, token_sum),
    CONSTRAINT document_grant_document_fkey FOREIGN KEY (conversation_id, document_id) REFERENCES document (conversation_id, id)
);

CREATE TABLE reset_proposal (
    conversation_id uuid        NOT NULL,
    id              uuid        NOT NULL,
    flow_id         uuid        NOT NULL,
    state           text        NOT NULL,
    proposed_by     uuid        NOT NULL,
    proposed_name   text        NOT NULL,
    proposed_at     timestamptz NOT NULL,
    evidence        jsonb       NOT NULL,            -- frozen: hash of each document, range of the log
    evidence_hash   bytea       NOT NULL,
    last_seq        bigint      NOT NULL,            -- last message of the evidence
    justification   text        NOT NULL DEFAULT '',
    decided_by      uuid,
    decided_name    text        NOT NULL DEFAULT '',
    decided_at      timestamptz,
    decided_seq     bigint,                          -- last message the decider had read
    decline_reason  text,
    CONSTRAINT reset_proposal_pkey PRIMARY KEY (conversation_id, id),
    CONSTRAINT reset_proposal_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation (id),
    CONSTRAINT reset_proposal_state_check CHECK (state IN ('PROPOSED', 'APPROVED', 'DECLINED', 'VOID')),
    CONSTRAINT reset_proposal_two_people_check CHECK (
        state <> 'APPROVED' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE UNIQUE INDEX reset_proposal_open_key ON reset_proposal (conversation_id) WHERE state = 'PROPOSED';

-- +goose StatementEnd
