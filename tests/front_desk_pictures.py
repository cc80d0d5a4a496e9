"""Pictures as a browser sends them."""

import base64
import io

from PIL import Image, ImageDraw


def data_url(shade: int = 0, size: int = 120) -> str:
	"""A PNG with a thick line of this shade (0 = black), as a data URL."""
	image = Image.new("RGB", (size, size), "white")
	ImageDraw.Draw(image).line((10, 10, size - 10, size - 10), fill=(shade, 0, 0), width=12)
	out = io.BytesIO()
	image.save(out, "PNG")
	return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
