"""Fixtures of the suite for DuckDB, and what becomes of each of its test functions."""

import json
import os
import shutil
from pathlib import Path

import pytest

import door
from database import own
from dbt_ts import dbt_ts
from suite import suite_functions

door.install()

pytest_plugins = ["dbt.tests.fixtures.project"]

# The users that the suite grants to.
for number in (1, 2, 3):
    os.environ[f"DBT_TEST_USER_{number}"] = f"dbt_test_user_{number}"


@pytest.fixture(scope="class")
def dbt_profile_target(tmpdir_factory):
    return own.target(tmpdir_factory)


@pytest.fixture(scope="class")
def profile_user():
    return own.profile_user


@pytest.fixture(scope="class")
def unique_schema(request, prefix):
    """The suite expects the schema to be named after the file of the test."""
    return f"{prefix}_{request.cls.suite_module.rsplit('.', 1)[-1]}"


@pytest.fixture(scope="class")
def test_data_dir(request, tmpdir_factory):
    """A copy of the data beside the test: some tests write into it."""
    copy = Path(tmpdir_factory.mktemp("suite")) / "data"
    data = request.cls.suite_folder / "data"
    if data.exists():
        shutil.copytree(data, copy)
    return copy


@pytest.fixture(scope="class")
def project(request, project):
    """The suite looks for a file beside its tests."""
    project.test_dir = str(request.cls.suite_folder)
    return project


def pytest_collection_finish(session):
    for function in suite_functions():
        write_line({"function": name_of(function), "outcome": "defined"})


def pytest_runtest_setup(item):
    item.user_properties.append(("function", name_of(item.function)))


def pytest_runtest_logreport(report: pytest.TestReport):
    if report.passed and report.when != "call":
        return
    line = {
        "function": dict(report.user_properties)["function"],
        "case": report.nodeid.split("::", 1)[1],
        "outcome": report.outcome,
        "detail": report.longreprtext.strip()[-2000:],
    }
    write_line(line)


def name_of(function):
    """Where the suite defines the test: `group.file.Class.test`."""
    module = function.__module__.removeprefix("dbt.tests.adapter.")
    return f"{module}.{function.__qualname__}"


def write_line(line):
    with open(os.environ["ADAPTER_SUITE_REPORT"], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def pytest_sessionfinish():
    dbt_ts.close()
