-- +goose Up
-- +goose StatementBegin

-- What a marketplace asks to be paid. The link's secret is derived from the id by
-- the key set; its sum is here to be found by.
CREATE TABLE payment (
    id              uuid        NOT NULL,
    client_id       text        NOT NULL,             -- the marketplace
    idempotency_key text        NOT NULL,
    request_sum     bytea       NOT NULL,             -- of what was asked for, so that a key is not used for two things
    order_id        text        NOT NULL,
    description     text        NOT NULL,
    payee           text        NOT NULL,
    amount          bigint      NOT NULL,             -- minor units
    currency        text        NOT NULL,             -- ISO 4217
    subject         text,                             -- the shopper at the marketplace's provider; null: a guest
    methods         text[]      NOT NULL,
    return_url      text        NOT NULL,
    token_sum       bytea       NOT NULL,
    state           text        NOT NULL,
    account_id      uuid,                             -- who confirmed it with a saved card
    attempt_id      uuid,                             -- the way that was chosen last
    declines        smallint    NOT NULL DEFAULT 0,
    decline_code    text,
    opened_at       timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    CONSTRAINT payment_pkey PRIMARY KEY (id),
    CONSTRAINT payment_client_id_idempotency_key_key UNIQUE (client_id, idempotency_key),
    CONSTRAINT payment_token_sum_key UNIQUE (token_sum),
    CONSTRAINT payment_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT payment_amount_check CHECK (amount > 0),
    CONSTRAINT payment_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT payment_state_check CHECK (state IN ('OPEN', 'AUTHORISING', 'REDIRECTED', 'AWAITING_CASH',
        'PAID', 'CANCELLED', 'EXPIRED', 'FAILED')),
    CONSTRAINT payment_ended_check CHECK ((ended_at IS NOT NULL) = (state IN ('PAID', 'CANCELLED', 'EXPIRED', 'FAILED')))
);
-- An order is paid once: it has one payment that lives or is paid.
CREATE UNIQUE INDEX payment_order_live_key ON payment (client_id, order_id)
    WHERE state NOT IN ('CANCELLED', 'EXPIRED', 'FAILED');
CREATE INDEX payment_account_id_idx ON payment (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX payment_subject_idx ON payment (subject, id) WHERE subject IS NOT NULL AND ended_at IS NULL;

-- Each time a provider was asked for the money. Of a card no more than network and
-- last 4, and nothing of a guest's that could be used again.
CREATE TABLE payment_attempt (
    id              uuid        NOT NULL,             -- the provider's idempotency key
    payment_id      uuid        NOT NULL,
    method          text        NOT NULL,
    state           text        NOT NULL,
    account_id      uuid,
    card_id         uuid,                             -- the saved card, which may be deleted since
    network         text        NOT NULL DEFAULT '',
    last4           text        NOT NULL DEFAULT '',
    sealed          bytea,                            -- where the e-wallet is, or the cash code; wiped when it is decided
    decline_code    text,
    created_at      timestamptz NOT NULL,
    decided_at      timestamptz,
    CONSTRAINT payment_attempt_pkey PRIMARY KEY (id),
    CONSTRAINT payment_attempt_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT payment_attempt_method_check CHECK (method IN ('SAVED_CARD', 'GUEST_CARD', 'WALLET', 'CASH')),
    CONSTRAINT payment_attempt_state_check CHECK (state IN ('PENDING', 'APPROVED', 'DECLINED', 'VOID')),
    CONSTRAINT payment_attempt_last4_check CHECK (last4 ~ '^([0-9]{4})?$'),
    CONSTRAINT payment_attempt_decided_check CHECK ((decided_at IS NULL) = (state = 'PENDING'))
);
-- One at a time, and money is taken once.
CREATE UNIQUE INDEX payment_attempt_pending_key ON payment_attempt (payment_id) WHERE state = 'PENDING';
CREATE UNIQUE INDEX payment_attempt_approved_key ON payment_attempt (payment_id) WHERE state = 'APPROVED';

-- Numbers the events of a marketplace without gaps: who reads on after one misses none.
CREATE TABLE payment_client (
    client_id       text        NOT NULL,
    last_seq        bigint      NOT NULL DEFAULT 0,
    CONSTRAINT payment_client_pkey PRIMARY KEY (client_id)
);

-- What a marketplace is told. The body is sent byte for byte the same each time.
CREATE TABLE payment_event (
    id              uuid        NOT NULL,
    client_id       text        NOT NULL,
    seq             bigint      NOT NULL,
    payment_id      uuid        NOT NULL,
    type            text        NOT NULL,
    body            text        NOT NULL,
    created_at      timestamptz NOT NULL,
    delivered_at    timestamptz,
    deliveries      integer     NOT NULL DEFAULT 0,
    CONSTRAINT payment_event_pkey PRIMARY KEY (id),
    CONSTRAINT payment_event_client_id_seq_key UNIQUE (client_id, seq),
    CONSTRAINT payment_event_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment (id)
);

-- Signatures of callbacks that were taken, for as long as they would be good again.
CREATE TABLE payment_callback (
    signature_sum   bytea       NOT NULL,
    seen_at         timestamptz NOT NULL,
    CONSTRAINT payment_callback_pkey PRIMARY KEY (signature_sum)
);
CREATE INDEX payment_callback_seen_at_idx ON payment_callback (seen_at);

-- +goose StatementEnd
