CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    caller_id TEXT NOT NULL REFERENCES accounts (id),
    callee_id TEXT NOT NULL REFERENCES accounts (id),
    media TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    ended_at BIGINT,
    -- What each side is told; they differ after a block. Null while the call lasts.
    caller_outcome TEXT,
    callee_outcome TEXT
);

CREATE INDEX calls_by_caller ON calls (caller_id, created_at, id);
CREATE INDEX calls_by_callee ON calls (callee_id, created_at, id);
CREATE INDEX calls_unfinished ON calls (id) WHERE ended_at IS NULL;
