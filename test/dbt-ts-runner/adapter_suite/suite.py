"""The modules, classes and test functions of dbt-tests-adapter."""

import importlib
import inspect
from pathlib import Path

import dbt.tests.adapter

# Classes that others complete, and one of a pair of which an adapter takes one.
abstract = {
    "BaseArrayUtils",
    "BaseCachingTest",
    "BaseConstraintsColumnsEqual",
    "BaseContractSqlHeader",
    "BaseCurrentTimestamp",
    "BaseCurrentTimestampNaive",
    "BaseDataTypeMacro",
    "BaseEscapeSingleQuotesBackslash",
    "BaseUtils",
}

# The suite's own subclasses that are more than a repetition.
own_variants = {
    "TestPredicatesDeleteInsert",
    "TestPrePostModelHooksUnderscores",
}


def suite_modules():
    root = Path(dbt.tests.adapter.__path__[0])
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        try:
            yield importlib.import_module(f"dbt.tests.adapter.{name}")
        except ModuleNotFoundError as error:
            if error.name.startswith("dbt"):
                raise


def suite_classes():
    """Classes with tests, in the module that defines them."""
    for module in suite_modules():
        for _, cls in inspect.getmembers(module, inspect.isclass):
            has_tests = any(name.startswith("test_") for name in dir(cls))
            if cls.__module__ == module.__name__ and has_tests:
                yield cls


def collected_classes():
    """One class for each thing tested: the suite's own named Test only repeat the others."""
    for cls in suite_classes():
        is_base = not cls.__name__.startswith("Test") or cls.__name__ in own_variants
        if is_base and cls.__name__ not in abstract:
            yield cls


def suite_functions():
    """Every test function once, however many classes inherit it."""
    for cls in suite_classes():
        for name, member in vars(cls).items():
            if name.startswith("test_") and inspect.isfunction(member):
                yield member
