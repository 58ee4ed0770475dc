"""Finding words in the documents themselves: page by page, in the language of each, only where a person may look.

folding     letters without accents, one for one
languages   which language a text is in
asking      what was typed, as a question to the database
indexing    the words of a version's pages are kept when it is stored, or when it was read
reading     a stranger's file read in a child: its pages and its language
facets      by what an answer can be narrowed; each app says how it knows
searching   the answer: pages that a person sees, ranked, with their snippets
snippets    the words around a find, and where on the page they stand
"""
