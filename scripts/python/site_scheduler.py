"""Runs the scheduler of one site, and of no other in the bench: `python -m site_scheduler SITE`, in the sites folder.

Frappe's own `bench schedule` serves every site, which is not ours to start on a bench that somebody else owns.
"""

import sys
import time

from frappe.utils.scheduler import enqueue_events_for_site

SECONDS_BETWEEN_LOOKS = 30


def main(site: str) -> None:
	"""Look again and again which jobs of the site are due, and hand them to the workers. Never returns."""
	while True:
		enqueue_events_for_site(site)
		time.sleep(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
	main(sys.argv[1])
