"""Money as the registry means it: amounts, how they are written, whether they add up.

Imports nothing but the standard library. Amounts are Decimal kronor, intervals whole öre.
"""

from .amounts import ANY_SUM, NOTHING, Amount, AmountError, Interval, Precision, kronor, ore
from .parsing import entry_text, parse
from .reconciliation import Reconciliation, Statement, reconcile
from .totals import Basis, Rounded, Total, nearest

__all__ = [
    "ANY_SUM",
    "NOTHING",
    "Amount",
    "AmountError",
    "Basis",
    "Interval",
    "Precision",
    "Reconciliation",
    "Rounded",
    "Statement",
    "Total",
    "entry_text",
    "kronor",
    "nearest",
    "ore",
    "parse",
    "reconcile",
]
