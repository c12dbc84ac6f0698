-- Lives of crm.cells are told apart by the id that Kafka gave to the topic; by its offsets alone one that was made anew and has grown past the old end could not be told.
ALTER TABLE cell_epochs
    ADD COLUMN IF NOT EXISTS topic_id String COMMENT 'the id that Kafka gave to the topic; empty: not known';
