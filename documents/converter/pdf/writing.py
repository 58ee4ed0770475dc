"""Writes laid-out pages as a tagged PDF/A-2b (ISO 19005-2) of PDF 1.7 (ISO 32000-1).

The same pages give the same bytes: no date, no random identifier.
"""

from collections.abc import Callable, Sequence

from documents.converter.images import PdfImage
from documents.converter.layout.documents import LaidPage
from documents.converter.layout.drawing import GlyphRun
from documents.converter.pdf.content import PageContent, Sources
from documents.converter.pdf.fonts import Fonts
from documents.converter.pdf.images import Images
from documents.converter.pdf.metadata import About, information, output_intent, xmp
from documents.converter.pdf.navigation import Places, write_links, write_outline
from documents.converter.pdf.objects import Objects, figure, string
from documents.converter.pdf.structure import Structure
from documents.converter.pdf.tags import write_tags


def write_pdf(
    pages: Sequence[LaidPage], structure: Structure, picture: Callable[[str], PdfImage | None], about: About
) -> bytes:
    """The PDF of the pages. `picture` gives the image of a part by name, or None for one that cannot be drawn."""
    objects = Objects()
    root, tree, resources = objects.reserve(), objects.reserve(), objects.reserve()
    sources = Sources(Fonts(), Images(picture, objects))
    starts = {item.start for page in pages for _, _, item in page.items if isinstance(item, GlyphRun)}
    numbers = [objects.reserve() for _ in pages]
    contents = [
        objects.stream(PageContent(index, page, starts, structure, sources).written())
        for index, page in enumerate(pages)
    ]
    places = Places(sources.drawn.spots, numbers)
    links = write_links(structure.links, sources.drawn, structure.anchors, places, objects, len(pages))
    for index, page in enumerate(pages):
        annotations = [
            number for link in dict.fromkeys(node for _, node in links) for at, number in link.objects if at == index
        ]
        listed = f" /Annots [{' '.join(f'{number} 0 R' for number in annotations)}]" if annotations else ""
        objects.fill(
            numbers[index],
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {figure(page.width)} {figure(page.height)}] /Resources {resources} 0 R"
            f" /Contents {contents[index]} 0 R /StructParents {index} /Tabs /S{listed} >>",
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects.fill(tree, f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>")
    objects.fill(
        resources,
        f"<< /Font << {sources.fonts.written(objects)} >> /XObject << {sources.images.entries()} >>"
        " /ProcSet [/PDF /Text /ImageB /ImageC] >>",
    )
    tags = write_tags(structure, sources.drawn, numbers, links, objects)
    outline = write_outline(structure.headings, places, objects)
    metadata = objects.stream(xmp(about), "/Type /Metadata /Subtype /XML", compress=False)
    labels = " ".join(f"{index} << /P {string(page.label)} >>" for index, page in enumerate(pages))
    spoken = f" /Lang {string(about.language)}" if about.language else ""
    marked = f" /Outlines {outline} 0 R" if outline else ""
    objects.fill(
        root,
        f"<< /Type /Catalog /Pages {tree} 0 R /Metadata {metadata} 0 R /PageLabels << /Nums [{labels}] >>"
        f" /MarkInfo << /Marked true >> /StructTreeRoot {tags} 0 R /OutputIntents [{output_intent(objects)}]"
        f" /ViewerPreferences << /DisplayDocTitle true >>{spoken}{marked} >>",
    )
    return objects.file(root, objects.add(information(about)))
