"""One document for many people: their list read from a file, the blanks of a Word document filled for each of them. Pure rules.

sheets   the list as a file: its letters, its columns, what is wrong in each line
blanks   the blanks of a Word document, found and filled
child    what of it runs in a limited child, because the file comes from a stranger
"""
