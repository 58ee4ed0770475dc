"""Redaction that removes: glyphs, pixels, lines, annotations and everything beside the pages that repeats them.

finding     where words stand
glyphs      what the codes of a font are and how wide they are drawn
editing     a content stream without what stood under the areas
scans       words over a scan, with the ink that belongs to them
pixels      pictures with the areas blanked; whole pages as pictures
redacting   the tool, and its proof: what was made is read and looked at again
"""
