"""dbt-ts in one process that answers JSON lines."""

import json
import os
import subprocess
from pathlib import Path

here = Path(__file__).parent


class DbtTs:
    """Takes one invocation after another, with the environment and folder of this process."""

    def __init__(self):
        self._process = None

    def invoke(self, args, now=None):
        if self._process is None:
            self._process = subprocess.Popen(
                ["node", "--import", "tsx", str(here / "run_dbt_ts.ts")],
                cwd=here,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        request = {"dir": os.getcwd(), "args": args, "env": dict(os.environ), "now": now}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer == "":
            code = self._process.wait()
            self._process = None
            raise RuntimeError(f"dbt-ts ended with {code}")
        return json.loads(answer)

    def close(self):
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait()


dbt_ts = DbtTs()
