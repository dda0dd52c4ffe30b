"""A table of leads becomes a file: text for every program, or a spreadsheet."""

import re
from collections.abc import Iterable
from io import BytesIO

import xlsxwriter

from server.attendance.as_csv import written
from server.leads.as_table import Line

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_WIDTH = 22
"""Characters of a column."""
_LONGEST = 32_767
"""Characters that a cell holds; of one with more XlsxWriter would write nothing."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_csv(lines: Iterable[Line]) -> str:
    """RFC 4180, UTF-8 with a mark, which spreadsheets need. No cell is taken for a formula."""
    return "\ufeff" + written(lines)


def as_xlsx(lines: Iterable[Line]) -> bytes:
    """Office Open XML, a row at a time in bounded memory; every cell is text, whatever it begins with.

    Slow: run it in a thread.
    """
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Leads")
        sheet.freeze_panes(1, 1)
        for number, line in enumerate(lines):
            if number == 0:
                sheet.set_column(0, len(line) - 1, _WIDTH)
            for column, cell in enumerate(line):
                sheet.write_string(number, column, _NOT_IN_XML.sub("", cell)[:_LONGEST], wrapped if number else bold)
    return file.getvalue()
