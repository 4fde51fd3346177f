"""QR codes of addresses, for what is printed and hung up."""

import base64
import io

import segno


def png(text: str) -> bytes:
    """A QR code as PNG; the same text gives the same bytes."""
    made = io.BytesIO()
    segno.make(text, error="m").save(made, kind="png", scale=4, border=2)
    return made.getvalue()


def picture(text: str) -> str:
    """A QR code as a data: picture (the CSP allows pictures from data:)."""
    return "data:image/png;base64," + base64.b64encode(png(text)).decode()
