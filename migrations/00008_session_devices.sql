-- +goose Up
-- +goose StatementBegin

-- A sign-in asks from what its person's sessions came, ended ones too.
CREATE INDEX session_person_id_door_idx ON session (person_id, door);

-- +goose StatementEnd
