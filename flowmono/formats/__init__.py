"""How days and moments are written where nothing else says it: in an English page as everywhere in the product, 5 Nov 2026, 14:05."""
