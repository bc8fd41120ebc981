"""What dbt-ts leaves, as the objects that dbt's own runner would return."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

from dbt.artifacts.schemas.catalog import CatalogArtifact
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.results import NodeStatus
from dbt.artifacts.schemas.run import RunExecutionResult, RunResult
from dbt.contracts.graph.manifest import Manifest


def read_manifest(project_root):
    path = Path(project_root, "target", "manifest.json")
    if not path.exists():
        return None
    return Manifest.from_writable_manifest(WritableManifest.upgrade_schema_version(read(path)))


def result_of(args, lines):
    """What run_dbt gives for the command: results, names, a catalog, or a manifest."""
    command = next((arg for arg in args if not arg.startswith("-")), "run")
    if command in ("ls", "list"):
        return lines
    if command == "docs":
        return CatalogArtifact.from_dict(read(Path("target", "catalog.json")))
    if command == "parse":
        return read_manifest(os.getcwd())
    if command == "show":
        return shown(args, lines)
    if not Path("target", "run_results.json").exists():
        return None
    return run_results()


def shown(args, lines):
    """Told in pairs: the statement, then its rows as JSON."""
    limit = int(args[args.index("--limit") + 1]) if "--limit" in args else 5
    results = [
        SimpleNamespace(
            agate_table=json.loads(rows)["show"],
            node=SimpleNamespace(compiled_code=statement),
        )
        for statement, rows in zip(lines[::2], lines[1::2])
    ]
    return SimpleNamespace(results=results, args={"limit": limit})


def run_results():
    run = read(Path("target", "run_results.json"))
    manifest = read_manifest(os.getcwd())
    results = [run_result(result, manifest) for result in run["results"]]
    return RunExecutionResult(results=results, elapsed_time=run["elapsed_time"], args=run["args"])


def run_result(record, manifest):
    node = node_of(record["unique_id"], manifest)
    return RunResult(
        status=NodeStatus(record["status"]),
        timing=[],
        thread_id=record["thread_id"],
        execution_time=record["execution_time"],
        adapter_response=record["adapter_response"],
        message=record["message"],
        failures=record["failures"],
        batch_results=None,
        node=node,
    )


def node_of(unique_id, manifest):
    for nodes in (manifest.nodes, manifest.unit_tests, manifest.exposures, manifest.macros):
        if unique_id in nodes:
            return nodes[unique_id]
    return None


def read(path):
    return json.loads(Path(path).read_text())
