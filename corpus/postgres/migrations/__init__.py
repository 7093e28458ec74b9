"""The formats of a library on a PostgreSQL server, each as the step from the one before; Alembic takes them."""
