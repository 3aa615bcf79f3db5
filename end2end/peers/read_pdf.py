"""Reads a PDF with a library that is not ours, for the server's own tests.

read_pdf.py FILE: JSON with the text of each page, the title, and for each font whether a part of it is embedded.
"""

import json
import sys

from pypdf import PdfReader


def fonts(page):
    for font in page["/Resources"].get("/Font", {}).values():
        font = font.get_object()
        for descendant in font.get("/DescendantFonts", [font]):
            descriptor = descendant.get_object().get("/FontDescriptor", {})
            descriptor = descriptor.get_object() if descriptor else {}
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            yield str(font.get("/BaseFont", "")), embedded


reader = PdfReader(sys.argv[1])
print(
    json.dumps(
        {
            "pages": [page.extract_text() for page in reader.pages],
            "title": str(reader.metadata.title),
            "language": str(reader.trailer["/Root"].get("/Lang", "")),
            "fonts": sorted({font for page in reader.pages for font in fonts(page)}),
        }
    )
)
