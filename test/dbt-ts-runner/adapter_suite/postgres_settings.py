"""What the suite leaves to an adapter: what PostgreSQL calls things, by the class it is for."""

import os

import pytest

from catalog_settings import catalog_settings, column_type_settings
from catalog_stats import no_stats


def target(tmpdir_factory, database="dbt"):
    return {
        "type": "postgres",
        "threads": 4,
        "host": "127.0.0.1",
        "port": int(os.environ["ADAPTER_SUITE_PORT"]),
        "user": profile_user,
        "pass": "",
        "dbname": database,
    }


profile_user = "root"


class MixedCaseDatabase:
    @pytest.fixture(scope="class")
    def dbt_profile_target(self, tmpdir_factory):
        return target(tmpdir_factory, "dbtMixedCase")


catalog_words = {
    "bigint_type": "bigint",
    "role": profile_user,
    "id_type": "integer",
    "text_type": "text",
    "time_type": "timestamp without time zone",
    "view_type": "VIEW",
    "table_type": "BASE TABLE",
    "model_stats": no_stats,
}


class ColumnTypes:
    @pytest.fixture
    def string_type(self):
        return "text"

    @pytest.fixture
    def int_type(self):
        return "integer"

    @pytest.fixture
    def data_types(self, int_type, string_type):
        return [
            ["1", int_type, int_type],
            ["'1'", string_type, string_type],
            ["true", "bool", "bool"],
            ["'2013-11-03 00:00:00-07'::timestamptz", "timestamptz", "timestamp with time zone"],
            ["'2013-11-03 00:00:00-07'::timestamp", "timestamp", "timestamp without time zone"],
            ["ARRAY['a','b','c']", "text[]", "text[]"],
            ["ARRAY[1,2,3]", "int[]", "integer[]"],
            ["'1'::numeric", "numeric", "numeric"],
            ["""'{"bar": "baz"}'::json""", "json", "json"],
        ]


class AnyTimestampSql:
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return None


class MaterializedView:
    """How to ask PostgreSQL what the suite wants to know."""

    @staticmethod
    def insert_record(project, table, record):
        project.run_sql(f"insert into {table} (id, value) values {record}")

    @staticmethod
    def refresh_materialized_view(project, materialized_view):
        project.run_sql(f"refresh materialized view {materialized_view}")

    @staticmethod
    def query_row_count(project, relation):
        return project.run_sql(f"select count(*) from {relation}", fetch="one")[0]

    @staticmethod
    def query_relation_type(project, relation):
        kinds = {"r": "table", "v": "view", "m": "materialized_view"}
        kind = project.run_sql(
            f"select relkind::text from pg_class where oid = '{relation}'::regclass", fetch="one"
        )
        return kinds[kind[0]]


settings = {
    "MaterializedViewBasic": (MaterializedView,),
    **catalog_settings(**catalog_words),
    **column_type_settings(ColumnTypes),
    "BaseCurrentTimestamps": (AnyTimestampSql,),
    "BaseSimpleCopyUppercase": (MixedCaseDatabase,),
}
