"""The site's worker: a process of its own that does one job after the other, as Frappe's, but forks for none of them.

Each fork of Frappe's worker loads anew what its job needs, and that takes longer than most jobs of the tests.
Usage: python worker.py, in the folder of the sites.
"""

import frappe
from frappe.utils.background_jobs import get_queue_list, get_redis_conn
from rq import SimpleWorker


def work() -> None:
	with frappe.init_site():
		connection = get_redis_conn()
		queues = get_queue_list(["short", "default", "long"], build_queue_name=True)
	SimpleWorker(queues, connection=connection).work(logging_level="INFO")


if __name__ == "__main__":
	work()
