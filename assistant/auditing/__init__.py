"""The audit of reports: their figures held against one another, in sentences and tables, within and across them."""
