"""What the suite leaves to an adapter: what DuckDB calls things, by the class it is for."""

import re

import pytest
from dbt.tests.adapter.incremental import test_incremental_microbatch
from dbt.tests.adapter.sample_mode import fixtures as sample_mode_fixtures
from dbt.tests.adapter.simple_seed import fixtures as seed_fixtures
from dbt.tests.adapter.utils import fixture_date_spine, fixture_get_intervals_between

from catalog_settings import catalog_settings, column_type_settings
from catalog_stats import no_stats



def target(tmpdir_factory, database="dbt"):
    path = tmpdir_factory.mktemp("database") / f"{database}.duckdb"
    return {"type": "duckdb", "path": str(path), "threads": 4}


profile_user = None

catalog_words = {
    "bigint_type": "BIGINT",
    "role": None,
    "id_type": "INTEGER",
    "text_type": "VARCHAR",
    "time_type": "TIMESTAMP",
    "view_type": "VIEW",
    "table_type": "BASE TABLE",
    "model_stats": no_stats,
}


class ColumnTypes:
    @pytest.fixture
    def string_type(self):
        return "VARCHAR"

    @pytest.fixture
    def data_types(self, schema_int_type, int_type, string_type):
        return [
            ["1", schema_int_type, int_type],
            ["'1'", string_type, string_type],
            ["true", "bool", "BOOL"],
            ["'2013-11-03 00:00:00-07'::timestamp", "timestamp", "TIMESTAMP"],
            ["'2013-11-03 00:00:00-07'::timestamptz", "timestamptz", "TIMESTAMP WITH TIME ZONE"],
            ["ARRAY['a','b','c']", "varchar[]", "VARCHAR[]"],
            ["ARRAY[1,2,3]", "integer[]", "INTEGER[]"],
            ["'1'::numeric", "numeric", "DECIMAL"],
            ["""'{"bar": "baz"}'::json""", "json", "JSON"],
        ]


class NotNullError:
    @pytest.fixture(scope="class")
    def expected_error_messages(self):
        return ["NOT NULL constraint failed"]


class HookValues:
    """The same checks of what the hooks saw, of a DuckDB target."""

    def check_hooks(self, state, project, host, count=None):
        if count is None:
            contexts = self.get_ctx_vars(state, project)
        else:
            contexts = self.get_ctx_vars(state, count=count, project=project)
        for context in contexts if isinstance(contexts, list) else [contexts]:
            assert context["test_state"] == state
            assert context["target_name"] == "default"
            assert context["target_schema"] == project.test_schema
            assert context["target_threads"] == 4
            assert context["target_type"] == "duckdb"
            assert context["run_started_at"] and context["invocation_id"]
            assert context["thread_id"].startswith("Thread-") or context["thread_id"] == "MainThread"


class ModelHookValues(HookValues):
    def check_hooks(self, state, project, host, count=1):
        super().check_hooks(state, project, host, count)


class MixedCaseDatabase:
    @pytest.fixture(scope="class")
    def dbt_profile_target(self, tmpdir_factory):
        return target(tmpdir_factory, "dbtMixedCase")


class UnitTestTypes:
    """DuckDB reads a zone of two digits."""

    @pytest.fixture
    def data_types(self):
        return [
            ["1", "1"],
            ["2.0", "2.0"],
            ["'12345'", "12345"],
            ["'string'", "string"],
            ["true", "true"],
            ["DATE '2020-01-02'", "2020-01-02"],
            ["TIMESTAMP '2013-11-03 00:00:00+00'", "2013-11-03 00:00:00+00"],
            ["'2013-11-03 00:00:00+00'::timestamptz", "2013-11-03 00:00:00+00"],
            ["{'Alberta': 'Edmonton'}", "{'Alberta': 'Edmonton'}"],
            ["ARRAY['a','b','c']", "['a','b','c']"],
            ["ARRAY[1,2,3]", "[1, 2, 3]"],
        ]


class TimestampTypes:
    @pytest.fixture(scope="class")
    def expected_schema(self):
        return {
            "current_timestamp": "TIMESTAMP WITH TIME ZONE",
            "current_timestamp_in_utc_backcompat": "TIMESTAMP",
            "current_timestamp_backcompat": "TIMESTAMP",
        }

    @pytest.fixture(scope="class")
    def expected_sql(self):
        return None


class DateSpine:
    """DuckDB writes dates as PostgreSQL does."""

    @pytest.fixture(scope="class")
    def models(self):
        return {
            "test_date_spine.yml": fixture_date_spine.models__test_date_spine_yml,
            "test_date_spine.sql": as_duckdb(fixture_date_spine.models__test_date_spine_sql),
        }


class IntervalsBetween:
    @pytest.fixture(scope="class")
    def models(self):
        suite = fixture_get_intervals_between
        return {
            "intervals.yml": suite.models__test_get_intervals_between_yml,
            "test_get_intervals_between.sql": as_duckdb(
                suite.models__test_get_intervals_between_sql
            ),
        }


class SeedTypes:
    """What DuckDB calls the types that the suite expects of seeds."""

    @pytest.fixture(scope="class")
    def models(self):
        properties = seed_fixtures.properties__schema_yml
        for suite, duckdb in {
            "text": "character varying(256)",
            "integer": "INTEGER",
            "boolean": "BOOLEAN",
            "date": "DATE",
            "timestamp without time zone": "TIMESTAMP",
        }.items():
            properties = properties.replace(f"type: {suite}\n", f"type: {duckdb}\n")
        return {"schema.yml": properties}


def as_duckdb(sql):
    """As for PostgreSQL, with dates in ISO form."""
    return re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\3-\1-\2", sql).replace("'postgres'", "'duckdb'")


class FloatSeed:
    """A float has 32 bits, and a seed's broken numbers have 64."""

    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"seeds": {"+column_types": {"float_col": "float"}}}


class TableStatement:
    """The statement that builds a table with constraints, in dbt-ts's words."""

    @pytest.fixture(scope="class")
    def expected_sql(self):
        return f"""
            create or replace table <model_identifier> ({self.columns});
            insert into <model_identifier> (id, color, date_day) (
                select id, color, date_day from (
                    -- depends_on: <foreign_key_model_identifier>
                    select 'blue' as color, 1 as id, '2019-01-01' as date_day
                ) as model_subq
            );
        """


class ColumnConstraints(TableStatement):
    columns = """
        id integer not null primary key check ((id > 0)) check (id >= 1)
            references <foreign_key_model_identifier> (id) unique,
        color text, date_day text
    """


class TableConstraints(TableStatement):
    columns = """
        id integer not null, color text, date_day text, check ((id > 0)), check (id >= 1),
        primary key (id), constraint strange_uniqueness_requirement unique (color, date_day),
        foreign key (id) references <foreign_key_model_identifier> (id)
    """


class QuotedColumn:
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return """
            create or replace table <model_identifier> (
                id integer not null, "from" text not null, date_day text, check (("from" = 'blue'))
            );
            insert into <model_identifier> (id, "from", date_day) (
                select id, "from", date_day from (
                    select 'blue' as "from", 1 as id, '2019-01-01' as date_day
                ) as model_subq
            );
        """


class UtcInput:
    """DuckDB reads no zone in the text of a timestamp without one."""

    @pytest.fixture(scope="class")
    def input_model_sql(self):
        suite = test_incremental_microbatch._input_model_sql
        if "SampleMode" in type(self).__name__:
            suite = sample_mode_fixtures.input_model_sql
        return suite.replace(":00-0'", ":00'")


class Microbatch(UtcInput):
    """Batches replace one another by their time, and have no key."""

    @pytest.fixture(scope="class")
    def insert_two_rows_sql(self, project):
        return f"""
            insert into {project.test_schema}.input_model (id, event_time) values
            (4, timestamp '2020-01-04 00:00:00'), (5, timestamp '2020-01-05 00:00:00')
        """

    @pytest.fixture(scope="class")
    def microbatch_model_sql(self):
        return test_incremental_microbatch._microbatch_model_sql.replace("unique_key='id', ", "")


settings = {
    "BaseMicrobatch": (Microbatch,),
    "BaseSampleModeTest": (UtcInput,),
    **catalog_settings(**catalog_words),
    **column_type_settings(ColumnTypes),
    "BaseConstraintsRuntimeDdlEnforcement": (ColumnConstraints,),
    "BaseIncrementalConstraintsRuntimeDdlEnforcement": (ColumnConstraints,),
    "BaseModelConstraintsRuntimeEnforcement": (TableConstraints,),
    "BaseConstraintQuotedColumn": (QuotedColumn,),
    "BaseDateSpine": (DateSpine,),
    "BaseGetIntervalsBetween": (IntervalsBetween,),
    "BaseSimpleSeedColumnOverride": (SeedTypes,),
    "BaseTypeFloat": (FloatSeed,),
    "BaseConstraintsRollback": (NotNullError,),
    "BaseIncrementalConstraintsRollback": (NotNullError,),
    "BasePrePostModelHooks": (ModelHookValues,),
    "BasePrePostModelHooksInConfig": (ModelHookValues,),
    "BasePrePostModelHooksInConfigKwargs": (ModelHookValues,),
    "BasePrePostModelHooksInConfigWithCount": (ModelHookValues,),
    "BaseHookRefs": (ModelHookValues,),
    "BasePrePostRunHooks": (HookValues,),
    "TestPrePostModelHooksUnderscores": (ModelHookValues,),
    "BaseSimpleCopyUppercase": (MixedCaseDatabase,),
    "BaseUnitTestingTypes": (UnitTestTypes,),
    "BaseCurrentTimestamps": (TimestampTypes,),
}
