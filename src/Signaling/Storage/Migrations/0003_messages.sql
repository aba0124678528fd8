CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    conversation TEXT NOT NULL,
    sender_id TEXT NOT NULL REFERENCES accounts (id),
    recipient_id TEXT NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    client_ref TEXT,
    sent_at BIGINT NOT NULL,
    -- 1: the recipient blocked the sender when it was sent; only the sender sees it, and is not told.
    withheld INTEGER NOT NULL
);

CREATE INDEX messages_by_conversation ON messages (conversation, sent_at, id);
CREATE INDEX messages_by_sender ON messages (conversation, sender_id, withheld, sent_at);
CREATE UNIQUE INDEX messages_by_client_ref ON messages (sender_id, client_ref);

-- One row for each side of a conversation.
CREATE TABLE conversations (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    peer_id TEXT NOT NULL REFERENCES accounts (id),
    last_message_id TEXT NOT NULL REFERENCES messages (id),
    last_message_at BIGINT NOT NULL,
    read_until BIGINT NOT NULL,
    PRIMARY KEY (account_id, peer_id)
);

CREATE INDEX conversations_by_time ON conversations (account_id, last_message_at, peer_id);
