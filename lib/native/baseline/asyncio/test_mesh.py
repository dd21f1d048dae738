"""The bare program's answers."""

import subprocess
import sys
import unittest
from pathlib import Path


class Answers(unittest.TestCase):
    def test_vectors(self):
        for given, answer in (
            ("--actors 4 --messages 10 --in-flight 3 --seed 1", "c65c3d13122c9848"),
            ("--actors 1000 --messages 20000 --in-flight 100", "3d92bff80dc33e3d"),
            ("--actors 1000 --messages 20000 --in-flight 100 --mailbox 0", "3d92bff80dc33e3d"),
            ("--actors 1000 --messages 20000 --in-flight 100 --payload 256", "079b6ea42a8a2cfd"),
        ):
            with self.subTest(given=given):
                command = [sys.executable, "mesh.py", *given.split(), "--warmup", "1", "--iterations", "1"]
                ended = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
                self.assertEqual([line.split()[0] for line in ended.stdout.splitlines()], [answer])


if __name__ == "__main__":
    unittest.main()
