"""A library in a database of a PostgreSQL server; wants the extra `postgres`."""
