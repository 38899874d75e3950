"""What is remembered, and how it is kept: the only room that knows a database."""

from store.deliveries import (
    Delivery,
    Duplicate,
    Handled,
    Leased,
    MachineError,
    Quarantined,
)
from store.sql import Store, open_store

__all__ = [
    "Delivery",
    "Duplicate",
    "Handled",
    "Leased",
    "MachineError",
    "Quarantined",
    "Store",
    "open_store",
]
