"""A QR code as one path of an SVG: no picture to fetch, no inline style."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True)
class QrCode:
    """`size`: modules in a row, the quiet zone included; `path`: the dark ones."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the code of a text (ISO/IEC 18004), with its quiet zone of four modules."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return QrCode(len(rows), "".join(dark))
