"""What two versions say differently, for people: asked for, made, shown, printed.

asking      which two are compared, and the redline of them
presenting  the redline as its page and its paper draw it
paper       the redline as a PDF
"""
