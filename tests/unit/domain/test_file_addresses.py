"""Which addresses are files of the site itself."""

import pytest

from office_management.domain.file_addresses import is_local_file


@pytest.mark.parametrize(
	"address",
	[
		"/files/plan.png",
		"/private/files/plan.png",
		"/files/Anna's plan (2nd floor) 50%.png",
		"/files/plan..final.png",
		"/files/plattegrond%20begane%20grond.svg",
	],
)
def test_files_of_the_site(address):
	assert is_local_file(address)


@pytest.mark.parametrize(
	"address",
	[
		"",
		"javascript:alert(1)",
		" /files/plan.png",
		"files/plan.png",
		"//elsewhere.example/files/plan.png",
		"https://elsewhere.example/files/plan.png",
		"data:image/svg+xml,<svg onload=alert(1)>",
		"/files/",
		"/files/../api/method/logout",
		"/files/%2e%2e/api/method/logout",
		"/files/..",
		"/files\\plan.png",
		'/files/x" onerror="alert(1)',
		"/files/<script>.png",
		"/files/a\nb.png",
		"/api/method/logout",
	],
)
def test_everything_else(address):
	assert not is_local_file(address)
