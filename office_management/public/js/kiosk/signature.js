// Signing with a finger, a pen or a mouse; who can't draw has their typed name drawn.

(function () {
	const kiosk = (window.kiosk = window.kiosk || {});
	const WIDTH = 1200;
	const HEIGHT = 320;
	const INK = "#10131a";
	const PAPER = "#ffffff";
	const LEAST = 40; // pixels of line that are more than a slip of the finger

	kiosk.Signature = class {
		constructor(label, on_change) {
			this.canvas = kiosk.el("canvas", {
				class: "signature",
				width: WIDTH,
				height: HEIGHT,
				role: "img",
				"aria-label": label,
			});
			this.pen = this.canvas.getContext("2d");
			this.on_change = on_change;
			this.clear();
			this.listen();
		}

		listen() {
			const { canvas } = this;
			canvas.addEventListener("pointerdown", (event) => {
				event.preventDefault();
				canvas.setPointerCapture(event.pointerId);
				this.last = this.place_of(event);
			});
			canvas.addEventListener("pointermove", (event) => this.last && this.draw_to(event));
			["pointerup", "pointercancel"].forEach((name) =>
				canvas.addEventListener(name, () => (this.last = null)),
			);
		}

		place_of(event) {
			const box = this.canvas.getBoundingClientRect();
			return {
				x: ((event.clientX - box.left) * WIDTH) / box.width,
				y: ((event.clientY - box.top) * HEIGHT) / box.height,
			};
		}

		draw_to(event) {
			const next = this.place_of(event);
			this.pen.beginPath();
			this.pen.moveTo(this.last.x, this.last.y);
			this.pen.lineTo(next.x, next.y);
			this.pen.stroke();
			this.length += Math.hypot(next.x - this.last.x, next.y - this.last.y);
			this.last = next;
			this.on_change();
		}

		write(name) {
			this.clear();
			if (name) {
				this.pen.fillStyle = INK;
				this.pen.font = "italic 96px Georgia, serif";
				this.pen.textBaseline = "middle";
				this.pen.fillText(name, 60, HEIGHT / 2, WIDTH - 120);
				this.length = LEAST;
			}
			this.on_change();
		}

		clear() {
			this.pen.fillStyle = PAPER;
			this.pen.fillRect(0, 0, WIDTH, HEIGHT);
			this.pen.strokeStyle = INK;
			this.pen.lineWidth = 6;
			this.pen.lineCap = this.pen.lineJoin = "round";
			this.length = 0;
			this.last = null;
		}

		is_signed() {
			return this.length >= LEAST;
		}

		picture() {
			return this.canvas.toDataURL("image/png");
		}
	};
})();
