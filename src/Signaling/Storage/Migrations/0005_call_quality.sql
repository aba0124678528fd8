-- How good the connection of each side mostly was; null where it was not measured.
ALTER TABLE calls ADD COLUMN caller_quality TEXT;
ALTER TABLE calls ADD COLUMN callee_quality TEXT;
