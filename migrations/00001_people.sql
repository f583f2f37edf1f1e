-- +goose Up
-- +goose StatementBegin

-- Whoever signed in through a provider. Keyed by issuer and subject, never by e-mail.
CREATE TABLE person (
    id             uuid        NOT NULL,
    issuer         text        NOT NULL,
    subject        text        NOT NULL,
    name           text        NOT NULL DEFAULT '',
    email          text        NOT NULL DEFAULT '',  -- as the provider told it, verified ones only
    locale         text        NOT NULL DEFAULT 'en',
    staff_role     text,                             -- OPERATOR, SUPERVISOR; null for customers
    created_at     timestamptz NOT NULL,
    seen_at        timestamptz NOT NULL,
    CONSTRAINT person_pkey PRIMARY KEY (id),
    CONSTRAINT person_issuer_subject_key UNIQUE (issuer, subject),
    CONSTRAINT person_staff_role_check CHECK (staff_role IN ('OPERATOR', 'SUPERVISOR'))
);

-- A browser that came through one of the two doors. The token itself is only in the cookie.
CREATE TABLE session (
    id           uuid        NOT NULL,
    token_sum    bytea       NOT NULL,
    person_id    uuid        NOT NULL,
    door         text        NOT NULL,
    role         text        NOT NULL,
    user_agent   text        NOT NULL DEFAULT '',
    network      bytea,                              -- keyed hash of the client network
    auth_time    timestamptz NOT NULL,               -- when the provider last saw the person prove itself
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    end_reason   text,
    CONSTRAINT session_pkey PRIMARY KEY (id),
    CONSTRAINT session_token_sum_key UNIQUE (token_sum),
    CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT session_door_check CHECK (door IN ('CUSTOMER', 'CONSOLE')),
    CONSTRAINT session_role_check CHECK (role IN ('CUSTOMER', 'OPERATOR', 'SUPERVISOR'))
);
CREATE INDEX session_person_id_idx ON session (person_id) WHERE ended_at IS NULL;

-- A shopper's wallet account. Stage: e-mail unconfirmed, confirmed, registered.
CREATE TABLE account (
    id             uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    email          text        NOT NULL,
    email_key      text        NOT NULL,             -- lower-cased address, to compare
    confirmed_at   timestamptz,
    registered_at  timestamptz,
    given_name     text        NOT NULL DEFAULT '',
    family_name    text        NOT NULL DEFAULT '',
    birth_date     date,
    country        text        NOT NULL DEFAULT '',  -- ISO 3166-1 alpha-2
    phone          text        NOT NULL DEFAULT '',
    locale         text        NOT NULL DEFAULT 'en',
    held_until     timestamptz,                      -- payments and new cards wait until then
    frozen_at      timestamptz,                      -- "this was not me": nothing sensitive until thawed
    email_changed_at timestamptz,
    created_at     timestamptz NOT NULL,
    CONSTRAINT account_pkey PRIMARY KEY (id),
    CONSTRAINT account_person_id_key UNIQUE (person_id),
    CONSTRAINT account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX account_email_key_idx ON account (email_key) WHERE registered_at IS NOT NULL;

-- Hashes of what the customer knows. The former set is kept until a recovery is DONE.
CREATE TABLE account_secret (
    account_id      uuid        NOT NULL,
    generation      text        NOT NULL,
    password_phc    text        NOT NULL,
    set_at          timestamptz NOT NULL,
    CONSTRAINT account_secret_pkey PRIMARY KEY (account_id, generation),
    CONSTRAINT account_secret_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT account_secret_generation_check CHECK (generation IN ('CURRENT', 'FORMER'))
);

CREATE TABLE security_answer (
    account_id    uuid     NOT NULL,
    generation    text     NOT NULL,
    position      smallint NOT NULL,                 -- 1, 2, 3
    question_code text     NOT NULL,
    answer_phc    text     NOT NULL,
    normaliser    smallint NOT NULL,                 -- version of the normaliser the hash was made with
    CONSTRAINT security_answer_pkey PRIMARY KEY (account_id, generation, position),
    CONSTRAINT security_answer_question_key UNIQUE (account_id, generation, question_code),
    CONSTRAINT security_answer_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT security_answer_position_check CHECK (position BETWEEN 1 AND 3),
    CONSTRAINT security_answer_generation_check CHECK (generation IN ('CURRENT', 'FORMER'))
);

-- Wrong payment passwords and answers in a row; they outlive windows and restarts.
CREATE TABLE account_attempt (
    account_id     uuid        NOT NULL,
    kind           text        NOT NULL,
    failures       integer     NOT NULL DEFAULT 0,   -- in a row, never reset but by success
    blocked_until  timestamptz,
    disabled_at    timestamptz,
    CONSTRAINT account_attempt_pkey PRIMARY KEY (account_id, kind),
    CONSTRAINT account_attempt_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT account_attempt_kind_check CHECK (kind IN ('PASSWORD', 'ANSWERS'))
);

CREATE TABLE email_confirmation (
    id           uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    email        text        NOT NULL,
    token_sum    bytea       NOT NULL,
    code_mac     bytea       NOT NULL,
    code_tries   smallint    NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    replaced_at  timestamptz,
    CONSTRAINT email_confirmation_pkey PRIMARY KEY (id),
    CONSTRAINT email_confirmation_token_sum_key UNIQUE (token_sum),
    CONSTRAINT email_confirmation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE UNIQUE INDEX email_confirmation_open_key ON email_confirmation (account_id)
    WHERE used_at IS NULL AND replaced_at IS NULL;

-- The "this was not me" links of notices. One row a notice, no sign-in needed to use it.
CREATE TABLE not_me_link (
    id           uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    flow_id      uuid,
    about        text        NOT NULL,               -- template of the notice
    token_sum    bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    CONSTRAINT not_me_link_pkey PRIMARY KEY (id),
    CONSTRAINT not_me_link_token_sum_key UNIQUE (token_sum),
    CONSTRAINT not_me_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id)
);

-- A saved card. First 4, last 4, network and expiry are all that stays plain.
CREATE TABLE card (
    id            uuid        NOT NULL,
    account_id    uuid        NOT NULL,
    fingerprint   bytea       NOT NULL,              -- keyed hash of the number, finds duplicates
    network       text        NOT NULL,
    first4        text        NOT NULL,
    last4         text        NOT NULL,
    expiry_month  smallint    NOT NULL,
    expiry_year   smallint    NOT NULL,
    holder_name   text        NOT NULL DEFAULT '',
    wrapped_key   bytea       NOT NULL,
    ciphertext    bytea       NOT NULL,
    key_version   integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT card_pkey PRIMARY KEY (id),
    CONSTRAINT card_account_id_fingerprint_key UNIQUE (account_id, fingerprint),
    CONSTRAINT card_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT card_first4_check CHECK (first4 ~ '^[0-9]{4}$'),
    CONSTRAINT card_last4_check CHECK (last4 ~ '^[0-9]{4}$'),
    CONSTRAINT card_expiry_month_check CHECK (expiry_month BETWEEN 1 AND 12)
);

-- +goose StatementEnd
