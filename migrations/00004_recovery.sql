-- +goose Up
-- +goose StatementBegin

-- Somebody asked for a recovery, whether or not the address has an account: both
-- get the same row, the same cookie and the same tries for a code.
CREATE TABLE recovery_request (
    id            uuid        NOT NULL,
    cookie_sum    bytea       NOT NULL,                 -- cookie of the browser that asked
    code_tries    smallint    NOT NULL DEFAULT 0,
    requested_at  timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    CONSTRAINT recovery_request_pkey PRIMARY KEY (id),
    CONSTRAINT recovery_request_cookie_sum_key UNIQUE (cookie_sum)
);
CREATE INDEX recovery_request_expires_at_idx ON recovery_request (expires_at);

-- One recovery of a forgotten payment password. Every change of state is one
-- conditional UPDATE that names the state it leaves.
CREATE TABLE recovery_flow (
    id                 uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    state              text        NOT NULL,
    locale             text        NOT NULL DEFAULT 'en',
    browser_sum        bytea,                        -- cookie of the flow's browser, set by the confirmed link or code
    user_agent         text        NOT NULL DEFAULT '',  -- of the browser that asked
    answer_tries       smallint    NOT NULL DEFAULT 0,
    code_tries         smallint    NOT NULL DEFAULT 0,   -- in the flow's browser, since the last mail
    requested_at       timestamptz NOT NULL,
    expires_at         timestamptz NOT NULL,
    link_confirmed_at  timestamptz,
    signed_in_at       timestamptz,                  -- last sign-in by the account's own person, in any browser
    fresh_at           timestamptz,                  -- the same in the flow's present browser; null when it moved
    answered_at        timestamptz,
    escalated_at       timestamptz,
    conversation_id    uuid,
    approved_at        timestamptz,
    password_set_at    timestamptz,
    cools_until        timestamptz,
    ended_at           timestamptz,
    decline_reason     text,
    retry_after        timestamptz,
    CONSTRAINT recovery_flow_pkey PRIMARY KEY (id),
    CONSTRAINT recovery_flow_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT recovery_flow_browser_sum_key UNIQUE (browser_sum),
    CONSTRAINT recovery_flow_state_check CHECK (state IN (
        'REQUESTED', 'LINK_CONFIRMED', 'SIGNED_IN', 'ANSWERED', 'PASSWORD_SET', 'DONE',
        'EXPIRED', 'LOCKED', 'CANCELLED', 'SUPERSEDED', 'FROZEN',
        'ESCALATED', 'RESET_APPROVED', 'DECLINED'))
);
CREATE INDEX recovery_flow_account_id_idx ON recovery_flow (account_id, requested_at DESC);
-- At most one flow of an account has a confirmed link and is on its way.
CREATE UNIQUE INDEX recovery_flow_live_key ON recovery_flow (account_id)
    WHERE state IN ('LINK_CONFIRMED', 'SIGNED_IN', 'ANSWERED', 'ESCALATED', 'RESET_APPROVED', 'PASSWORD_SET', 'LOCKED');

-- A mail's link and code. Each works once, both within the link's time.
CREATE TABLE recovery_link (
    id            uuid        NOT NULL,
    flow_id       uuid        NOT NULL,
    request_id    uuid,                              -- null for mails that nobody asked for just then
    purpose       text        NOT NULL,
    token_sum     bytea       NOT NULL,
    code_mac      bytea       NOT NULL,              -- keyed hash of link id and code
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    link_used_at  timestamptz,
    code_used_at  timestamptz,
    CONSTRAINT recovery_link_pkey PRIMARY KEY (id),
    CONSTRAINT recovery_link_token_sum_key UNIQUE (token_sum),
    CONSTRAINT recovery_link_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES recovery_flow (id),
    CONSTRAINT recovery_link_purpose_check CHECK (purpose IN ('START', 'WAY_BACK', 'APPROVED'))
);
CREATE INDEX recovery_link_flow_id_idx ON recovery_link (flow_id);
CREATE INDEX recovery_link_request_id_idx ON recovery_link (request_id) WHERE request_id IS NOT NULL;

-- +goose StatementEnd
