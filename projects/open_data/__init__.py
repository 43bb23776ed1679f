"""What the public may know, as plain data that JSON can carry.

API, downloads and releases all tell of a project in these words. Amounts are texts of
kronor with two decimals, days and moments ISO 8601, texts stand in both languages, and
nothing is left out: what is unknown is null.
"""

from projects.open_data.decisions import decision_data, split_data
from projects.open_data.projects import FIELDS, Subject, project_data, subjects, withdrawn_data

__all__ = [
    "FIELDS",
    "Subject",
    "decision_data",
    "project_data",
    "split_data",
    "subjects",
    "withdrawn_data",
]
