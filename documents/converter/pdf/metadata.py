"""What the file says about itself: XMP and Info, which agree, and the colour space its colours mean.

Sources: ISO 19005-2 (PDF/A-2), 6.2.3 output intent, 6.6.2 metadata, 6.6.3 information dictionary, 6.6.4 identification;
ISO 16684-1 (XMP).
"""

import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import ImageCms

from documents.converter.pdf.objects import Objects, string

PRODUCER = "Flowmono"
MOST_CHARACTERS = 500
# A profile carries the moment it was made; ours is always this one, so that equal documents give equal bytes.
PROFILE_MADE = bytes((0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
# ICC.1:2004 (profile version 4.2), which PDF 1.7 knows (ISO 32000-1, table 66).
PROFILE_VERSION = bytes((4, 0x20, 0, 0))


@dataclass(frozen=True)
class About:
    """Title, author, subject and keywords, as XMP and Info both say them; the language as BCP 47 writes it."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    language: str = ""

    @classmethod
    def of(cls, title: str, author: str, subject: str, keywords: str, language: str) -> "About":
        """The same with what neither XML nor a person can read left out."""
        return cls(*(readable_part(text) for text in (title, author, subject, keywords, language)))


def readable_part(text: str) -> str:
    """Without control characters and lone surrogates, white space folded, at most MOST_CHARACTERS."""
    kept = "".join(
        character if character.isprintable() else " " for character in text if not "\ud800" <= character <= "\udfff"
    )
    return " ".join(kept.split())[:MOST_CHARACTERS]


def _srgb() -> bytes:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[8:12], made[24:36] = PROFILE_VERSION, PROFILE_MADE
    # The identifier covers what was just changed; zero says that there is none (ICC.1:2004, 7.2.17).
    made[84:100] = bytes(16)
    return bytes(made)


SRGB = _srgb()
_SRGB_PACKED = zlib.compress(SRGB, 9)


def output_intent(objects: Objects) -> str:
    """The dictionary that ties DeviceRGB and DeviceGray to sRGB (6.2.3, 6.2.4.3)."""
    profile = objects.stream(_SRGB_PACKED, "/N 3 /Alternate /DeviceRGB /Filter /FlateDecode", compress=False)
    return (
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
        f" /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R >>"
    )


def information(about: About) -> str:
    """The document information dictionary (14.3.3)."""
    entries = {"Title": about.title, "Author": about.author, "Subject": about.subject, "Keywords": about.keywords}
    written = "".join(f" /{key} {string(text)}" for key, text in entries.items() if text)
    return f"<<{written} /Producer {string(PRODUCER)} >>"


def xmp(about: About) -> bytes:
    """The XMP packet: what Info says, and that the file is PDF/A-2b."""
    parts = ["<dc:format>application/pdf</dc:format>"]
    if about.title:
        parts.append(f"<dc:title>{_alternative(about.title)}</dc:title>")
    if about.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>")
    if about.subject:
        parts.append(f"<dc:description>{_alternative(about.subject)}</dc:description>")
    if about.language:
        parts.append(f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>")
    if about.keywords:
        parts.append(f"<pdf:Keywords>{escape(about.keywords)}</pdf:Keywords>")
    parts.append(f"<pdf:Producer>{PRODUCER}</pdf:Producer>")
    parts.append("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        f' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">{"".join(parts)}'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
