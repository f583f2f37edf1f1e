-- +goose Up
-- +goose StatementBegin

ALTER TABLE operator
    ADD COLUMN languages   text[]      NOT NULL DEFAULT '{}',  -- none: whoever comes
    ADD COLUMN assigned_at timestamptz;                        -- the last one that was given without being asked for
ALTER TABLE operator
    ADD CONSTRAINT operator_languages_check CHECK (languages <@ ARRAY['en', 'el', 'ru', 'zh']);

-- priority is 2 * (0 normal, 1 high, 2 urgent), and 1 more for one that came back.
ALTER TABLE conversation
    ADD COLUMN held_for    interval    NOT NULL DEFAULT '0',   -- how long it was on hold, until held_at
    ADD CONSTRAINT conversation_priority_check CHECK (priority BETWEEN 0 AND 5);

-- What handling and waiting took of late is measured in the log's events.
CREATE INDEX message_event_idx ON message (created_at) WHERE kind = 'EVENT';
CREATE INDEX conversation_rated_idx ON conversation (rated_at) WHERE rated_at IS NOT NULL;
CREATE INDEX reset_proposal_waiting_idx ON reset_proposal (proposed_at) WHERE state = 'PROPOSED';

-- +goose StatementEnd
