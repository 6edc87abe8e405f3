"""The editors' pages: the form for a new case study, the policy, the state of the pages, changes.

They are built if `build_site` is given `Editors`, and say nothing about visitors.
"""
