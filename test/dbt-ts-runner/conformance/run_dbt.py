"""Runs dbt for whoever writes to standard input: a JSON line {dir, args} in, a JSON line out."""

import json
import os
import sys

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def shown(args, outcome):
    """The rows that show prints, a JSON line each, all values as text."""
    if args[0] != "show" or not outcome.success:
        return []
    return [
        json.dumps({name: None if value is None else str(value) for name, value in row.dict().items()})
        for result in outcome.result.results[-1:]
        for row in result.agate_table.rows
    ]


def invoke(folder, args):
    os.chdir(folder)
    outcome = dbtRunner().invoke(["--quiet", "--log-level-file", "none", *args])
    DuckDBConnectionManager.close_all_connections()
    return {
        "success": outcome.success,
        "error": None if outcome.exception is None else str(outcome.exception),
        "lines": outcome.result if isinstance(outcome.result, list) else shown(args, outcome),
    }


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(invoke(request["dir"], request["args"])), file=answers, flush=True)
