// The camera of the page /front-desk: taking a photo, and reading a code. Each use ends by switching it off.

(function () {
	const kiosk = (window.kiosk = window.kiosk || {});
	const READER = "/assets/frappe/node_modules/html5-qrcode/html5-qrcode.min.js";
	const LONGEST_SIDE = 1280;
	const EVERY = 300; // milliseconds between two looks at the picture

	// why there is no camera: "insecure", "refused", "none"
	kiosk.NoCamera = class extends Error {};

	kiosk.Camera = class {
		constructor(label, facing) {
			this.facing = facing;
			this.video = kiosk.el("video", {
				class: `camera${facing === "user" ? " mirrored" : ""}`,
				"aria-label": label,
				playsinline: true,
				autoplay: true,
			});
			this.video.muted = true;
		}

		async start() {
			if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
				throw new kiosk.NoCamera(window.isSecureContext ? "none" : "insecure");
			}
			try {
				const stream = await navigator.mediaDevices.getUserMedia({
					video: {
						facingMode: this.facing,
						width: { ideal: 1280 },
						height: { ideal: 960 },
					},
					audio: false,
				});
				if (this.stopped) {
					// the visitor went on while the browser was asking
					stream.getTracks().forEach((track) => track.stop());
					return;
				}
				this.video.srcObject = stream;
				await this.video.play();
			} catch (error) {
				const refused = ["NotAllowedError", "SecurityError"].includes(error.name);
				throw new kiosk.NoCamera(refused ? "refused" : "none");
			}
		}

		stop() {
			this.stopped = true;
			const stream = this.video.srcObject;
			stream && stream.getTracks().forEach((track) => track.stop());
			this.video.srcObject = null;
		}

		photo() {
			return draw(this.video, this.video.videoWidth, this.video.videoHeight);
		}

		// reads codes until it finds one that `takes`, or is stopped
		async scan(takes) {
			const read = await reader();
			while (!this.stopped) {
				const text = this.video.videoWidth ? await read(this.video) : "";
				if (text && !this.stopped && takes(text)) {
					return;
				}
				await new Promise((go_on) => window.setTimeout(go_on, EVERY));
			}
		}
	};

	// a photo from a file: drawn again, so that neither its place nor its size goes along
	kiosk.photo_of_file = async function (file) {
		const picture = await createImageBitmap(file);
		try {
			return draw(picture, picture.width, picture.height);
		} finally {
			picture.close();
		}
	};

	function draw(source, width, height) {
		const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height, 1));
		const canvas = kiosk.el("canvas", {
			width: Math.round(width * scale),
			height: Math.round(height * scale),
		});
		canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
		const picture = canvas.toDataURL("image/jpeg", 0.85);
		canvas.width = canvas.height = 0;
		return picture;
	}

	// --- reading codes: by the browser itself where it can, else by the reader that Frappe brings along -------------

	async function reader() {
		if (window.BarcodeDetector) {
			const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
			if (formats.includes("qr_code")) {
				const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
				return async (video) => {
					const [code] = await detector.detect(video).catch(() => []);
					return code ? code.rawValue : "";
				};
			}
		}
		await load(READER);
		const place = kiosk.el("div", { id: "code-reader", hidden: true });
		document.body.append(place);
		const decoder = new window.Html5Qrcode("code-reader");
		place.remove();
		return (video) => decode(decoder, video);
	}

	async function decode(decoder, video) {
		const canvas = kiosk.el("canvas", { width: video.videoWidth, height: video.videoHeight });
		canvas.getContext("2d").drawImage(video, 0, 0);
		const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
		document.body.append(decoder_place());
		try {
			const found = await decoder.scanFileV2(
				new File([blob], "code.png", { type: "image/png" }),
				false,
			);
			return found.decodedText;
		} catch {
			return ""; // no code in this picture
		} finally {
			document.getElementById("code-reader").remove();
		}
	}

	const decoder_place = () => kiosk.el("div", { id: "code-reader", hidden: true });

	function load(address) {
		return new Promise((done, failed) => {
			document.head.append(
				kiosk.el("script", {
					src: address,
					onload: done,
					onerror: () => failed(new kiosk.NoCamera("none")),
				}),
			);
		});
	}
})();
