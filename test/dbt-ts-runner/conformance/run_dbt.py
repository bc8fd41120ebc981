"""Runs dbt for whoever writes to standard input: a JSON line {dir, args} in, a JSON line out."""

import json
import os
import sys

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def invoke(folder, args):
    os.chdir(folder)
    outcome = dbtRunner().invoke(["--quiet", "--log-level-file", "none", *args])
    DuckDBConnectionManager.close_all_connections()
    return {
        "success": outcome.success,
        "error": None if outcome.exception is None else str(outcome.exception),
        "lines": outcome.result if isinstance(outcome.result, list) else [],
    }


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(invoke(request["dir"], request["args"])), file=answers, flush=True)
