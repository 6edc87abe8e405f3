"""A store of many editions on PostgreSQL with pgvector; alone imports psycopg (extra `hosted`)."""
