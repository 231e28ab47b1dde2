"""What the Northbound database holds."""

import json
import os
import subprocess
import sys


def run(*command, text=None):
    """Runs a command to its end; what it prints. A failure ends the caller, under its own name."""
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {' '.join(command)[:300]}: {done.stderr.strip()}")
    return done.stdout


def rows(table, *columns):
    """The rows of a Northbound table as dicts, sets as lists."""
    found = json.loads(run("ovn-nbctl", "--no-wait", "--format=json", f"--columns={','.join(columns)}", "list", table))
    for row in found["data"]:
        yield {
            name: value[1] if isinstance(value, list) and value[0] == "set" else value
            for name, value in zip(found["headings"], row)
        }
