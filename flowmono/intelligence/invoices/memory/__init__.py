"""What people's corrections taught about the layouts of a vendor: where a field's value stands, and reading it there the next time.

page        the words of a page with their places, its labels, and how like two layouts are
spots       where a value stands in relation to a label, and what stands there on another page
recalling   values found at remembered places take the place of those that were read, where the sums and forms bear them out
"""

from .page import SAME_LAYOUT, Label, fingerprint, labels_of, likeness, shared_labels
from .recalling import CERTAIN, FIELDS, SAME_ALWAYS, Recalled, Remembered, learn, recall, trust
from .spots import Spot, same_value, spots_that_hold

__all__ = [
    "CERTAIN",
    "FIELDS",
    "SAME_ALWAYS",
    "SAME_LAYOUT",
    "Label",
    "Recalled",
    "Remembered",
    "Spot",
    "fingerprint",
    "labels_of",
    "learn",
    "likeness",
    "recall",
    "same_value",
    "shared_labels",
    "spots_that_hold",
    "trust",
]
