-- Words for tables and columns that had none: whoever looks into the database reads what they hold.
ALTER TABLE migrations
    COMMENT COLUMN name 'file in schemas/migrations',
    MODIFY COMMENT 'Migrations that were applied.';

ALTER TABLE placements
    COMMENT COLUMN entity 'what kind of thing: deal, ticket, …',
    COMMENT COLUMN tenant 'whose data it is',
    COMMENT COLUMN bucket 'start of the 15 minutes',
    COMMENT COLUMN entity_id 'which one',
    MODIFY COMMENT 'Where moving facts may count: every 15 minutes that any of their events ever named.';

ALTER TABLE links
    COMMENT COLUMN tenant 'whose data it is',
    MODIFY COMMENT 'Which facts mention what they read: so a change of that finds them.';

ALTER TABLE stored_offsets
    COMMENT COLUMN partition 'of the topic',
    COMMENT COLUMN minute 'of these one is kept',
    COMMENT COLUMN stored_at 'when this was said',
    MODIFY COMMENT 'How far of the log is stored, by partition.';

ALTER TABLE cell_definitions
    COMMENT COLUMN fact 'whose cells they are',
    COMMENT COLUMN since 'when they were all restated by it',
    MODIFY COMMENT 'By which definition the cells of each fact are stored.';

ALTER TABLE alert_transitions
    MODIFY COMMENT 'Steps in the lives of alerts: an alert begins, fires, and is resolved or withdrawn.';

ALTER TABLE cell_epochs
    COMMENT COLUMN epoch 'the higher one is the later life',
    COMMENT COLUMN partitions 'how many the topic had in it',
    MODIFY COMMENT 'Lives of the topic that announces cells.';

ALTER TABLE rewinds
    COMMENT COLUMN stage 'projector: events are read again',
    COMMENT COLUMN asked_at 'when it was asked for',
    COMMENT COLUMN begun 'whether a processor has begun to',
    MODIFY COMMENT 'What of the log is to be read again although it was stored.';

ALTER TABLE rebuilds
    COMMENT COLUMN fact 'whose cells are announced again',
    COMMENT COLUMN bucket 'of the last cell that was announced',
    COMMENT COLUMN announced 'how many cells were',
    COMMENT COLUMN total 'how many there are',
    COMMENT COLUMN is_done 'whether that was the last',
    COMMENT COLUMN noted_at 'when this was said',
    MODIFY COMMENT 'How far the cells of a fact have been announced again, so that an interrupted rebuild goes on.';
