CREATE TABLE follows (
    follower_id TEXT NOT NULL REFERENCES accounts (id),
    followee_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (follower_id, followee_id)
);

CREATE INDEX follows_by_followee ON follows (followee_id);

CREATE TABLE blocks (
    blocker_id TEXT NOT NULL REFERENCES accounts (id),
    blocked_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
);

CREATE INDEX blocks_by_blocked ON blocks (blocked_id);

-- A row means that the account granted access to its address book.
CREATE TABLE address_books (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    granted_at BIGINT NOT NULL
);

CREATE TABLE address_book_entries (
    account_id TEXT NOT NULL REFERENCES address_books (account_id),
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);
