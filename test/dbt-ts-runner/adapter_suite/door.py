"""The suite's door to dbt, leading to dbt-ts: the same functions with the same results."""

import datetime
from datetime import timezone
from pathlib import Path
from unittest.mock import Mock

import freezegun
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import FACTORY
from dbt.cli.exceptions import DbtUsageException
from dbt.exceptions import ParsingError
from dbt.materializations.incremental.microbatch import MicrobatchBuilder
from dbt.tests import util
from dbt_common.exceptions import CompilationError, DbtDatabaseError, DbtRuntimeError

from artifacts import read_manifest, result_of
from dbt_ts import dbt_ts

refusals = {
    "database_failed": DbtDatabaseError,
    "compilation_failed": CompilationError,
    "template_failed": CompilationError,
    "duplicate_name": CompilationError,
    "properties_invalid": ParsingError,
    "yaml_invalid": ParsingError,
    "option_invalid": DbtUsageException,
    "project_missing": DbtUsageException,
}


def install():
    """Replaces the door; to be called before the suite's modules are imported."""
    util.run_dbt = run_dbt
    util.run_dbt_and_capture = run_dbt_and_capture
    util.get_manifest = read_manifest


def run_dbt(args=None, expect_pass=True, callbacks=None):
    return run_dbt_and_capture(args, expect_pass)[0]


def run_dbt_and_capture(args=None, expect_pass=True):
    args = ["run"] if args is None else [str(arg) for arg in args]
    print(f"dbt-ts {args}")
    for artifact in ("run_results.json", "catalog.json", "sources.json"):
        Path("target", artifact).unlink(missing_ok=True)
    if "show" in args:
        args = [*args, "--output", "json", "--debug"]
    release_database()
    answer = dbt_ts.invoke(args, frozen_time())
    for adapter in FACTORY.adapters.values():
        adapter.connections.set_connection_name("master")
    text = "\n".join([*answer["lines"], answer["error"]])
    print(text)
    if answer["code"] >= 2:
        raise refusals.get(answer["refusal"], DbtRuntimeError)(answer["error"])
    if expect_pass is not None:
        assert (answer["code"] == 0) == expect_pass, text
    return result_of(args, answer["lines"]), text


def frozen_time():
    """The time that a test has stopped the clock at, in ISO form; None where it runs."""
    end = MicrobatchBuilder.build_end_time
    if isinstance(end, Mock):
        return end.return_value.replace(tzinfo=timezone.utc).isoformat()
    if freezegun.api.freeze_factories:
        return datetime.datetime.now(timezone.utc).isoformat()
    return None


def release_database():
    """Closes dbt-duckdb's connections: a DuckDB file is open in one process at a time."""
    for adapter in FACTORY.adapters.values():
        adapter.cleanup_connections()
        adapter.cache.clear()
    # dbt-duckdb keeps the file open behind its connections.
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()
