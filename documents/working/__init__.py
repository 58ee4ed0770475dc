"""Documents prepared by hand: steps that can be undone, each a version of its own.

leaves, layers    where pages and words of a version come from: pure rules
offers, forms     the tools as people see them
running, actions  a tool used on a document; undo, redo, copies, many at once
words             what was done, as a sentence
"""
