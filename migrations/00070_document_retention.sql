-- +goose Up
-- +goose StatementBegin

-- What retention asks once a day: pictures old enough to be destroyed.
CREATE INDEX document_kept_idx ON document (uploaded_at, conversation_id)
    WHERE state <> 'DESTROYED';

-- +goose StatementEnd
