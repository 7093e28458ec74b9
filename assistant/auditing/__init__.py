"""The audit of a report: its figures held against one another, in sentences and tables, within it and across reports."""
