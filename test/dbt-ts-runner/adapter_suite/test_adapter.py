"""Makes each class of the suite one that pytest collects, with what the database needs."""

import inspect
from pathlib import Path

from database import own
from suite import collected_classes

for base in collected_classes():
    name = f"Test{base.__name__}"
    globals()[name] = type(
        name,
        (*own.settings.get(base.__name__, ()), base),
        {
            "__module__": __name__,
            "__test__": True,
            "suite_module": base.__module__,
            "suite_folder": Path(inspect.getfile(base)).parent,
        },
    )
