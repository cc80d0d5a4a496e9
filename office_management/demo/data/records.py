"""The firm's papers: what it must keep valid, and who looks after it. None of the companies and numbers exists."""

from typing import NamedTuple


class Paper(NamedTuple):
	"""One paper. Days count from today; empty = none. `keeper` is the role of who looks after it, or "head"."""

	document_type: str
	title: str
	number: str
	place: str
	keeper: str
	valid_from: str
	valid_until: str
	review_months: str
	next_review: str
	issuer: str
	supplier: str
	original: str


TABLE = """
Licence; Building permit, change of use floor 3; OMG-2021-0417; ; manager; -1700; ; 24; 210; Municipality; ; Archive, cabinet 2
Licence; Occupancy notification; GM-88213; ; manager; -1400; ; 12; -6; Fire service; ; Archive, cabinet 2
Licence; Catering licence, restaurant; HV-20931; 00; manager; -700; 26; ; ; Municipality; ; Restaurant office
Licence; Music licence, public areas; BM-554120; ; manager; -350; 15; ; ; Collecting society; ;
Licence; Sign on the facade; RV-2019-88; ; manager; -2200; ; 36; 400; Municipality; ; Archive, cabinet 2
Insurance; Property insurance; PI-77-20145; ; manager; -340; 25; ; ; Havenzicht Insurers; ; Safe
Insurance; Public liability insurance; PL-77-20146; ; manager; -300; 65; ; ; Havenzicht Insurers; ; Safe
Insurance; Electronics insurance; EI-77-20811; ; manager; -390; -25; ; ; Havenzicht Insurers; ; Safe
Insurance; Cyber insurance; CY-20-3391; ; head; -120; 245; 12; 120; Maasbroker; ;
Certificate; Lift inspection, passenger lift; LI-5521-A; ; technician; -470; 78; ; ; Lift inspectorate; Delta Lift Service; Machine room
Certificate; Lift inspection, goods lift; LI-5521-B; ; technician; -545; -3; ; ; Lift inspectorate; Delta Lift Service; Machine room
Certificate; Fire extinguishers, yearly service; BF-2025-118; ; technician; -352; 13; ; ; Brandwacht Fire Safety; Brandwacht Fire Safety;
Certificate; Fire alarm, yearly certificate; BF-2025-119; ; technician; -200; 165; ; ; Brandwacht Fire Safety; Brandwacht Fire Safety; Panel, ground floor
Certificate; Emergency lighting test; NV-3381; ; technician; -100; 265; ; ; Brandwacht Fire Safety; Brandwacht Fire Safety;
Certificate; Electrical installation, inspection; NEN-90112; ; technician; -1600; 225; ; ; Installation inspectors; ; Archive, cabinet 4
Certificate; Legionella risk assessment; LG-2214; ; technician; -380; 715; 12; -15; Water laboratory; Van Driel Plumbing;
Certificate; Energy label; EP-661203; ; manager; -900; 2750; ; ; Energy advisers; ;
Contract; Cleaning contract; C-2024-03; ; manager; -650; 80; 6; 20; Maaszicht Cleaning; Maaszicht Cleaning; Safe
Contract; Lift maintenance contract; C-2023-11; ; technician; -980; 115; 12; 100; Delta Lift Service; Delta Lift Service; Safe
Contract; Lease of the building; C-2018-01; ; manager; -2900; 750; 12; 55; Landlord; ; Safe
Contract; Coffee machines, rental; C-2022-07; ; receptionist; -1100; 350; ; ; Kantoorwijs Supplies; Kantoorwijs Supplies;
Policy; House rules; P-01; ; manager; -800; ; 12; 140; ; ;
Policy; Emergency plan; P-02; ; manager; -500; ; 6; -20; ; ; Reception
Policy; Visitors and personal data; P-03; ; receptionist; -300; ; 12; 65; ; ;
Policy; Clean desk policy; P-04; ; head; -420; ; 24; 300; ; ;
Other; First aid room, equipment list; O-01; 00; receptionist; -150; ; 6; 30; ; ; First aid room
"""
PAPERS = tuple(Paper(*(part.strip() for part in line.split(";"))) for line in TABLE.strip().splitlines())

REPLACED = ("Electronics insurance", "Electronics insurance, year before", "EI-76-19980", -755, -391)
"""A paper that another one has taken the place of: which, its title, number, valid from and until."""
