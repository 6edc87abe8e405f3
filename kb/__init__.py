"""An open knowledge base and case-study search engine that keeps GPs in practice.

Importing this package loads nothing else; name the module you need.
"""

__version__ = "0.1.0"
