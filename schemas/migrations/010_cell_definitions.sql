-- By which definition (measures, dimensions and fold) the cells of a fact are stored: when it is another, all of them are
-- recomputed from the facts.
CREATE TABLE IF NOT EXISTS cell_definitions
(
    fact       LowCardinality(String),
    definition String COMMENT 'fingerprint of its places and columns',
    since      DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(since)
ORDER BY fact;
