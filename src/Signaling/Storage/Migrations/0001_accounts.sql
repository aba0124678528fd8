-- Ids are text, flags 0 or 1, times microseconds since 1970: the same in SQLite and PostgreSQL.

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    handle_key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    premium INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    calls_enabled INTEGER NOT NULL,
    audience_contacts INTEGER NOT NULL,
    audience_follows INTEGER NOT NULL,
    audience_verified INTEGER NOT NULL,
    audience_everyone INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX accounts_by_name ON accounts (name_key);

-- Phone numbers and e-mail addresses, as keyed hashes only.
CREATE TABLE account_identifiers (
    hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id)
);

CREATE INDEX account_identifiers_by_account ON account_identifiers (account_id);
