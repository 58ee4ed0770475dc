"""What a draft is called: by its file until its own title is read. Pure."""


def title_of_file(filename: str) -> str:
    """What a draft is called until its own title is read: the file's name without its ending, in words."""
    name = filename.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").strip()
    return (name[:1].upper() + name[1:])[:200]


def is_named_after(title: str, filename: str) -> bool:
    """True while a contract bears the name of its file, so that nobody has named it yet."""
    return title == title_of_file(filename)


def written_title(read: str) -> str:
    """A title as it is read in the document, on one line; one in capitals throughout is written as a sentence."""
    title = " ".join(read.split())[:200]
    return title.capitalize() if title.isupper() else title
