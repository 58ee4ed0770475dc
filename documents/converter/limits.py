"""How much a document may ask of us. A file above a limit is refused or clipped, and the reader is told.

The figures leave an ordinary contract (a few hundred pages, a few megabytes) far away from every limit.
"""

MAX_FILE_BYTES = 60_000_000
MAX_MEMBERS = 4_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_XML_BYTES = 40_000_000
MAX_PICTURE_BYTES = 30_000_000
MAX_PICTURE_PIXELS = 40_000_000

MAX_PAGES = 2_000
MAX_TABLE_DEPTH = 12
MAX_COLUMNS = 200
MAX_STYLE_CHAIN = 40
MAX_TEXT_CHARACTERS = 8_000_000

# A page smaller or larger than this cannot be printed; PDF viewers stop at 14,400 pt (ISO 32000-1, annex C).
MIN_PAGE_SIDE = 72.0
MAX_PAGE_SIDE = 14_400.0
MIN_TEXT_SIDE = 36.0
# ST_HpsMeasure allows 1638 pt, the largest that Word offers.
MAX_FONT_SIZE = 1_638.0
MAX_INDENT = 1_584.0
