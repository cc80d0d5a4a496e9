// What is too large for a browser's local storage and waits to be sent, photos above all: kept on the device, also when
// the page is closed. Where the device takes nothing, it lives as long as the page.

frappe.provide("office_management");

(() => {
	if (office_management.DeviceStore) {
		return; // another page has brought it along
	}

	// Entries are objects with an `id`.
	class DeviceStore {
		constructor(name) {
			this.name = name;
			this.memory = new Map(); // what the device did not take
		}

		get is_kept() {
			return !this.memory.size;
		}

		open() {
			this.opened ??= new Promise((resolve, reject) => {
				const request = indexedDB.open(this.name, 1);
				request.onupgradeneeded = () =>
					request.result.createObjectStore("photos", { keyPath: "id" });
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
			return this.opened;
		}

		async act(mode, what) {
			const store = (await this.open()).transaction("photos", mode).objectStore("photos");
			const request = what(store);
			return new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
		}

		async put(entry) {
			try {
				await this.act("readwrite", (store) => store.put(entry));
			} catch {
				this.memory.set(entry.id, entry);
			}
		}

		async all() {
			let found = [];
			try {
				found = await this.act("readonly", (store) => store.getAll());
			} catch {
				// no store: only what this page has
			}
			return [...found, ...this.memory.values()];
		}

		async has(id) {
			try {
				return (
					this.memory.has(id) ||
					Boolean(await this.act("readonly", (store) => store.count(id)))
				);
			} catch {
				return true; // sent twice rather than lost
			}
		}

		async drop(id) {
			this.memory.delete(id);
			try {
				await this.act("readwrite", (store) => store.delete(id));
			} catch {
				// there was no store
			}
		}
	}

	office_management.DeviceStore = DeviceStore;
})();
