"""Reads an Excel workbook with a library that is not ours, for the server's own tests.

read_sheet.py FILE: a JSON object of the first sheet: its name, what is filtered and frozen, the columns' widths, and the rows, each
cell as [type, value, whether it stays a text when it is edited].
"""

import json
import sys

import openpyxl


def cell(one):
    value = one.value.isoformat() if one.is_date else one.value
    return ["date" if one.is_date else one.data_type, value, bool(one.quotePrefix)]


book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
json.dump(
    {
        "name": sheet.title,
        "filter": sheet.auto_filter.ref,
        "frozen": sheet.freeze_panes,
        "widths": {name: column.width for name, column in sheet.column_dimensions.items()},
        "rows": [[cell(one) for one in row] for row in sheet.iter_rows()],
    },
    sys.stdout,
)
