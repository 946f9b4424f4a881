"""Files as people send them, and as people who mean harm do; all made here, none from outside."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

HTML = b"<html><script>alert(document.domain)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MANAMA = {1: "N", 2: (26.0, 13.0, 42.0), 3: "E", 4: (50.0, 35.0, 9.0)}
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Return a picture: red above, blue below, so that one sees which side is up."""
    found = Image.new(mode, (width, height), "blue")
    found.paste("red", (0, 0, width, height // 2))
    return found


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def jpeg(width: int = 60, height: int = 40) -> bytes:
    return saved(picture(width, height), "JPEG")


def jpeg_with_place() -> bytes:
    """Return a photo that lies on its side and says where and with what it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = 6, "Camera 4711"
    exif[GPS] = MANAMA
    return saved(picture(), "JPEG", exif=exif, comment=b"marker4711")


def heic() -> bytes:
    """Return what an iPhone sends, place included."""
    exif = Image.Exif()
    exif[GPS] = MANAMA
    pillow_heif.register_heif_opener(thumbnails=False)
    return saved(picture(64, 64), "HEIF", exif=exif.tobytes())


def png_with_text() -> bytes:
    told = PngInfo()
    told.add_text("Location", "marker4711")
    return saved(picture(mode="RGBA"), "PNG", pnginfo=told)


def gif() -> bytes:
    frames = [picture(), picture().rotate(180)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=b"marker4711")


def webp() -> bytes:
    return saved(picture(), "WEBP", xmp=b"<x>marker4711</x>")


def huge_png() -> bytes:
    """Return the header of a picture of 100 million pixels, in under 100 bytes."""
    header = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def zip_bomb() -> bytes:
    """Return ten megabytes of zeros in ten kilobytes, with the name of a document."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 10_000_000)
    return target.getvalue()


def small_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("marker4711.html", HTML)
    return target.getvalue()


def pdf(pages: int = 1, **encryption: object) -> bytes:
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(target, **encryption)
    return target.getvalue()


def encrypted_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="secret"))


def armed_pdf() -> bytes:
    """Return a PDF with everything that acts: each part carries the word marker4711."""
    document, target = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('marker4711')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="marker4711.exe", Next=script)
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["marker4711", script]))
    )
    document.attachments["marker4711.exe"] = b"marker4711"
    rectangle = pikepdf.Array([0, 0, 9, 9])
    link = {"Type": pikepdf.Name.Annot, "Rect": rectangle}
    field = document.make_indirect(
        pikepdf.Dictionary(
            Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, AA=pikepdf.Dictionary(E=script), **link
        )
    )
    document.Root.AcroForm = pikepdf.Dictionary(
        XFA=document.make_stream(b"<x>marker4711</x>"), Fields=pikepdf.Array([field])
    )
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch, **link),
            field,
            pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Contents="marker4711", **link),
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link,
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://voice.example/"),
                **link,
            ),
        ]
    )
    document.docinfo["/Author"] = "marker4711"
    document.save(target, compress_streams=False)
    return target.getvalue()
