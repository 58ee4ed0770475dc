"""Words that pages of this app say and that code keeps in English: why a font was set in another one."""

from documents.converter.fonts import SAME_WIDTHS, why_substituted

SPOKEN = tuple({why_substituted(*pair) for pair in (*sorted(SAME_WIDTHS)[:1], ("", ""))})
