import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import people_lists
from office_management.domain.people_lists import read_people

JANE = {"full_name": "Jane Doe", "email": "jane@acme.example"}


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("Jane Doe <jane@acme.example>, Acme", {**JANE, "organisation": "Acme"}),
		("Jane Doe <JANE@Acme.example>", JANE),
		('"Doe, Jane" <jane@acme.example>', JANE),
		("Doe, Jane <mailto:jane@acme.example>", JANE),
		("Jane Doe, jane@acme.example, Acme", {**JANE, "organisation": "Acme"}),
		("Jane Doe\tAcme\tjane@acme.example", {**JANE, "organisation": "Acme"}),
		(
			"Jane Doe, Acme, +31 20 123 45 67",
			{"full_name": "Jane Doe", "organisation": "Acme", "phone": "+31 20 123 45 67"},
		),
		("jane.doe@acme.example", {"full_name": "Jane Doe", "email": "jane.doe@acme.example"}),
		("  Jane   Doe  ", {"full_name": "Jane Doe"}),
		(
			"Bjørn Ærø <b@acme.example>, Å/S",
			{"full_name": "Bjørn Ærø", "email": "b@acme.example", "organisation": "Å/S"},
		),
	],
)
def test_a_line_is_a_person(text, expected):
	reading = read_people(text)
	assert reading.people == [expected]
	assert reading.problems == []


def test_the_address_field_of_a_mail_program_is_several_people():
	reading = read_people('Jane Doe <jane@acme.example>; "Bee, Bob" <bob@acme.example>;')
	assert [person["full_name"] for person in reading.people] == ["Jane Doe", "Bob Bee"]


@pytest.mark.parametrize(
	"text",
	[
		"Name,E-Mail,Company\nJane Doe,jane@acme.example,Acme",
		"Bedrijf;Naam;E-mailadres\nAcme;Jane Doe;jane@acme.example",
		"Fornavn\tEfternavn\tMail\tFirma\nJane\tDoe\tJane@acme.example\tAcme",
		'\ufeffname;company;email;room\r\n"Jane Doe";Acme;jane@acme.example;12\r\n;;;\r\n',
	],
)
def test_a_table_with_headings_is_read_in_three_languages(text):
	reading = read_people(text)
	assert reading.people == [{**JANE, "organisation": "Acme"}]
	assert reading.problems == []


def test_a_formula_that_a_spreadsheet_made_harmless_comes_back_as_text():
	reading = read_people("Name;E-Mail\n'=1+1 Jane;jane@acme.example")
	assert reading.people[0]["full_name"] == "=1+1 Jane"


@pytest.mark.parametrize(
	("text", "line", "code"),
	[
		("Jane Doe <jane@acme>", 1, people_lists.WRONG_EMAIL),
		("\ninfo@acme.example", 2, people_lists.NO_NAME),
		("Jane <j@acme.example>\nJane Again <J@acme.example>", 2, people_lists.TWICE),
		("Name,Mail\nJane,jane at acme", 2, people_lists.WRONG_EMAIL),
		("Jane, a@b", 1, people_lists.WRONG_EMAIL),
	],
)
def test_what_is_no_person_is_said_with_its_line(text, line, code):
	problems = read_people(text).problems
	assert [(problem.line, problem.code) for problem in problems] == [(line, code)]


def test_there_is_an_end_to_it():
	reading = read_people("\n".join(f"Person {n}" for n in range(people_lists.MOST + 3)))
	assert len(reading.people) == people_lists.MOST
	assert {problem.code for problem in reading.problems} == {people_lists.TOO_MANY}


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_without_an_error(text):
	for person in read_people(text).people:
		assert person["full_name"].strip()
		assert all(len(value) <= people_lists.LONGEST for value in person.values())


@given(st.lists(st.sampled_from(["Ann Bee", "Cor Dee", "Eva Fox", "Gus Hay"]), unique=True, min_size=1))
def test_names_alone_come_back_as_they_are(names):
	assert [person["full_name"] for person in read_people("\n".join(names)).people] == names
