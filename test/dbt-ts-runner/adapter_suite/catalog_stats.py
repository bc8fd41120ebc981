"""What dbt-ts's catalog says of a relation's statistics: that there are none."""

from dbt.tests.util import AnyString

no_stats = {
    "has_stats": {
        "id": "has_stats",
        "label": "Has statistics?",
        "value": False,
        "include": False,
        "description": AnyString(),
    },
}
