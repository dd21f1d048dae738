"""What a log and a terminal show of a cell."""

import io
import unittest

from notebooks.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(out: io.StringIO) -> str:
    progress = Progress(12, out)
    progress.start(3, "\nvar run = 1;\nrun")
    progress.stream("one\ntw")
    progress.show("step 1\rstep 2")
    progress.stream("o\n")
    progress.end()
    return out.getvalue()


class ProgressTest(unittest.TestCase):
    def test_a_log_keeps_lines_and_leaves_out_what_is_replaced(self):
        self.assertEqual(shown(io.StringIO()), "[3/12] var run = 1;\n    one\n    two\n    … 0.0 s\n")

    def test_a_quiet_cell_is_one_line_of_a_log(self):
        out = io.StringIO()
        progress = Progress(1, out)
        progress.start(1, "x")
        progress.end()
        self.assertEqual(out.getvalue(), "[1/1] x … 0.0 s\n")

    def test_a_terminal_shows_the_newest_in_place(self):
        text = shown(Terminal())
        self.assertIn("\r\033[K[3/12] var run = 1; … 0 s  step 2", text)
        self.assertTrue(text.endswith("\r\033[K[3/12] var run = 1; … 0.0 s\n"))
        self.assertIn("    two\n", text)
