"""The database of this session: its profile, and what it calls things."""

import os

import duckdb_settings
import postgres_settings

database = os.environ.get("ADAPTER_SUITE_DATABASE", "duckdb")
own = {"duckdb": duckdb_settings, "postgres": postgres_settings}[database]
