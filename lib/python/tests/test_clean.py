"""Two runs of a notebook differ in their results only."""

import tempfile
import unittest
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, new_output

from notebooks.clean import clean, write_html


class CleanTest(unittest.TestCase):
    def test_times_and_patch_levels_go_and_counts_stay(self):
        cell = new_code_cell("x", execution_count=4, metadata={"execution": {"start": "now"}, "tags": ["result"]})
        notebook = new_notebook(cells=[cell], metadata={"language_info": {"name": "Java", "version": "25.0.3+9-LTS"}})
        clean(notebook)
        self.assertEqual(notebook.metadata["language_info"]["version"], "25")
        self.assertEqual(notebook.metadata["kernelspec"]["name"], "java")
        self.assertEqual(notebook.cells[0].metadata, {"tags": ["result"]})
        self.assertEqual(notebook.cells[0].execution_count, 4)

    def test_html_fetches_nothing_and_holds_its_drawings(self):
        drawing = new_output("display_data", data={"image/svg+xml": "<svg><path d='M0 0'/></svg>"})
        notebook = new_notebook(cells=[new_code_cell("x", execution_count=1, outputs=[drawing])])
        clean(notebook)
        with tempfile.TemporaryDirectory() as folder:
            html = write_html(notebook, Path(folder) / "a.html").read_text()
        self.assertNotRegex(html, r"(src|href)=[\"']https?:")
        self.assertNotRegex(html, r"@import|url\([\"']?https?:")
        self.assertTrue("<svg><path" in html or "data:image/svg+xml" in html)
