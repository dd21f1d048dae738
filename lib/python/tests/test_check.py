"""What the check finds, and what it lets through."""

import unittest

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from notebooks import PROJECT
from notebooks.check import findings


def found(source: str, *outputs, count: int | None = 1) -> list[str]:
    cell = new_code_cell(source, outputs=list(outputs), execution_count=count)
    return list(findings(new_notebook(cells=[new_markdown_cell("# A title"), cell])))


def stream(text: str):
    return new_output("stream", name="stdout", text=text)


class WhatIsFound(unittest.TestCase):
    def finds(self, word: str, *arguments, **keywords) -> None:
        lines = found(*arguments, **keywords)
        self.assertEqual(len(lines), 1, lines)
        self.assertIn(word, lines[0])

    def test_a_cell_not_executed(self):
        self.finds("not executed", "var x = 1;", count=None)

    def test_a_cell_run_out_of_order(self):
        self.finds("execution count 7", "var x = 1;", count=7)

    def test_an_empty_cell(self):
        self.finds("empty", " ", count=None)

    def test_a_cell_past_fifteen_lines(self):
        self.finds("16 lines", "\n".join(["x++;"] * 16))

    def test_an_error_output(self):
        self.finds("no more", "f();", new_output("error", ename="E", evalue="no more", traceback=[]))

    def test_a_magic_of_one_kernel(self):
        self.finds("%time", "%time var x = 1;")
        self.finds("%jars", "List<String> added = %jars a.jar")
        self.finds("%%time", "%%time\nvar x = 1;")

    def test_a_call_into_the_kernel(self):
        self.finds("getKernelInstance", "getKernelInstance().display(x);")
        self.finds("org.dflib.jjava", "import org.dflib.jjava.jupyter.Extension;")

    def test_a_machine_path_in_an_output(self):
        self.finds("one machine", "x", stream("wrote /home/somebody/x.csv"))
        self.finds("one machine", "x", stream(f"at {PROJECT}/data"))
        svg = new_output("display_data", data={"image/svg+xml": "<!-- /tmp/figure -->"})
        self.finds("one machine", "x", svg)


class WhatIsLetThrough(unittest.TestCase):
    def passes(self, *arguments) -> None:
        self.assertEqual(found(*arguments), [])

    def test_the_magics_and_calls_of_both_kernels(self):
        self.passes('%maven a:b:1\n%classpath x.jar\nvar id = display("x");\nupdateDisplay(id, render("y"));')
        self.passes("%%loadFromPOM\n<dependency/>")

    def test_a_remainder_is_no_magic(self):
        self.passes("int x = 7 %2;\nint y = x\n  % 3;")

    def test_methods_that_share_a_kernel_calls_name(self):
        self.passes('System.out.printf("%d", 1); lab.kernel();')

    def test_paths_relative_or_of_a_site(self):
        self.passes("x", stream("wrote data/runs/a.csv, see https://example.org/home/x and 1/usr"))
        self.passes("x", new_output("display_data", data={"image/png": "a+/tmp/b"}))


if __name__ == "__main__":
    unittest.main()
