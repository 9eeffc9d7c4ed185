"""The register as a spreadsheet: read as offices really send it, previewed row by row, applied, and written back.

workbook → headings → rows → preview → applying is the way in; export is the way out. docs/import.md tells the office.
"""
