-- Where the master key came from when it was last used: file, environment or vault. So a start that
-- lacks it can say where it is to be found.
ALTER TABLE master_key_check ADD COLUMN source TEXT NOT NULL DEFAULT 'file';
