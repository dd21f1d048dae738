"""What crossing the colours breaks, in Python's own words."""

import json
import subprocess
import sys
import unittest

from test_asyncio import HERE

ENDS = {
    "await in a sync function": ("SyntaxError", "'await' outside async function"),
    "call without await": ("RuntimeWarning", "was never awaited"),
    "run outside a loop": ("works", "1"),
    "run inside a loop": ("RuntimeError", "asyncio.run() cannot be called from a running event loop"),
    "run until complete inside a loop": ("RuntimeError", "This event loop is already running"),
    "result of a task that is not done": ("InvalidStateError", "Result is not set"),
    "wait from another thread": ("works", "1"),
    "wait inside the loop": ("deadlock", "no result after 1 s"),
    "block inside the loop": ("stops the loop", "no other task ran"),
    "block in another thread": ("works", "another task ran"),
}


class Crossing(unittest.TestCase):
    def test_each_case_ends_as_it_does(self):
        ended = subprocess.run([sys.executable, "crossing.py"], cwd=HERE, capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(ended.stderr, "")
        told = {line["case"]: line for line in map(json.loads, ended.stdout.splitlines())}
        self.assertEqual(told.keys(), ENDS.keys())
        for case, (outcome, says) in ENDS.items():
            with self.subTest(case):
                self.assertEqual(told[case]["outcome"], outcome)
                self.assertIn(says, told[case]["says"])


if __name__ == "__main__":
    unittest.main()
