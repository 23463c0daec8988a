"""What the paper tests ask a PDF: its text, its faces, its type sizes, its colours, its size in millimetres."""
import io

from pypdf import PdfReader

POINTS_PER_MM = 72 / 25.4


def read(pdf: bytes) -> PdfReader:
    """The PDF, opened."""
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """All text without any blank, so that line breaks do not matter."""
    return "".join("".join(page.extract_text() for page in read(pdf).pages).split())


def size_mm(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page."""
    box = read(pdf).pages[0].mediabox
    return float(box.width) / POINTS_PER_MM, float(box.height) / POINTS_PER_MM


def faces(pdf: bytes) -> set[str]:
    """Names of the embedded faces without the subset tag."""
    return {font["/BaseFont"].split("+")[-1] for page in read(pdf).pages
            for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())}


def type_sizes(pdf: bytes) -> dict[str, float]:
    """Each printed piece of text with its size in points."""
    found: dict[str, float] = {}

    def visit(piece, outer, inner, _font, size):
        points = abs(size * inner[3] * outer[3]) or abs(size * inner[0] * outer[0])
        if piece.strip():
            found[piece.strip()] = points

    for page in read(pdf).pages:
        page.extract_text(visitor_text=visit)
    return found


def colours(pdf: bytes) -> set[tuple[float, ...]]:
    """Every fill and stroke colour as the operands of rg, RG, g, G, sc, SC, scn and SCN."""
    return {tuple(float(value) for value in operands) for page in read(pdf).pages
            for operands, operator in page.get_contents().operations
            if operator in (b"rg", b"RG", b"g", b"G", b"sc", b"SC", b"scn", b"SCN")}


def glyphs(pdf: bytes) -> list[bytes]:
    """Every drawn string of the first page as glyph numbers."""
    return [bytes(part.original_bytes) for operands, operator in read(pdf).pages[0].get_contents().operations
            if operator == b"TJ" for part in operands[0] if hasattr(part, "original_bytes")]
