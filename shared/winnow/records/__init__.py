"""SQL state: SQLite on one machine, PostgreSQL on many."""
