"""Catalogs that the suite expects, in a database's words."""

import pytest
from dbt.tests.adapter.basic import expected_catalog as catalogs


def catalog_settings(bigint_type, **words):
    class Catalog:
        @pytest.fixture(scope="class")
        def expected_catalog(self, project):
            return catalogs.base_expected_catalog(project, **words)

    class ReferencesCatalog:
        @pytest.fixture(scope="class")
        def expected_catalog(self, project):
            return catalogs.expected_references_catalog(project, bigint_type=bigint_type, **words)

    return {"BaseDocsGenerate": (Catalog,), "BaseDocsGenReferences": (ReferencesCatalog,)}


def column_type_settings(mixin):
    kinds = ("Table", "View", "Incremental")
    return {f"Base{kind}ConstraintsColumnsEqual": (mixin,) for kind in kinds}
