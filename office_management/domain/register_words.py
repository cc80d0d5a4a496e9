"""The words of a floor register in English, Dutch and Danish: headers, kinds of space, yes and no, weekdays.

Everything is looked up after `squash`, so case, spaces, punctuation and accents do not matter.
"""

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "œ": "oe", "ð": "d", "ł": "l"})


def squash(text) -> str:
	"""Letters and digits of the text alone, lower case, without accents: "Kapacitet (pl.)" -> "kapacitetpl"."""
	folded = unicodedata.normalize("NFKD", str(text).casefold().translate(_LETTERS))
	return "".join(char for char in folded if char.isalnum())


def _table(words: dict[str, str]) -> dict[str, str]:
	return {squash(word): meaning for meaning, listed in words.items() for word in listed.split(",")}


LEVELS = ("site", "building", "floor", "zone", "room", "desk")
SPACE_FIELDS = (
	"space_name",
	"space_type",
	"capacity",
	"floor_area",
	"cost_center",
	"is_allocatable",
	"is_bookable",
	"company",
)
OCCUPANT_FIELDS = ("person", "department", "project", "customer")
SEAT_FIELDS = ("from_date", "to_date", "seat_label", "seats", "weekdays", "is_primary", "reason")
COLUMNS = ("part_of", *LEVELS, *SPACE_FIELDS, *OCCUPANT_FIELDS, *SEAT_FIELDS)

HEADERS = _table(
	{
		"part_of": "part of,parent,parent space,below,onderdeel van,valt onder,bovenliggend,del af,hoerer under,"
		"hører under",
		"site": "site,location,campus,premises,vestiging,locatie,terrein,lokation,lokalitet,sted",
		"building": "building,building code,house,block,gebouw,gebouwcode,pand,bygning,bygningskode,hus",
		"floor": "floor,floor no,floor number,storey,story,level,verdieping,etage,bouwlaag,niveau,sal,plan",
		"zone": "zone,wing,section,vleugel,afsnit,fløj",
		"room": "room,room no,room number,room code,office,ruimte,ruimtenummer,ruimtecode,kamer,kamernummer,lokaal,"
		"kantoor,lokale,lokalenummer,rum,rumnummer,værelse,kontor",
		"desk": "desk,desk no,desk number,desk code,workplace,work place,workstation,place,bureau,bureaunummer,"
		"werkplek,werkpleknummer,plek,skrivebord,skrivebordsnummer,bord,plads,pladsnummer,pladsnr,arbejdsplads",
		"space_name": "space name,name of space,room name,place name,description,label,ruimtenaam,naam ruimte,"
		"naam van de ruimte,omschrijving,benaming,lokalenavn,rumnavn,navn på lokale,navn på rum,betegnelse,"
		"beskrivelse",
		"space_type": "type,space type,room type,kind,category,soort,soort ruimte,ruimtetype,type ruimte,"
		"lokaletype,rumtype,art,slags",
		"capacity": "capacity,number of seats,no of seats,seats,places,capaciteit,zitplaatsen,aantal zitplaatsen,"
		"aantal plaatsen,aantal werkplekken,plaatsen,kapacitet,pladser,antal pladser,siddepladser",
		"floor_area": "area,floor area,size,surface,m2,sqm,square metres,square meters,area m2,floor area m2,"
		"oppervlakte,oppervlak,oppervlakte m2,vloeroppervlak,vierkante meter,areal,areal m2,gulvareal,størrelse,kvm,"
		"kvadratmeter",
		"cost_center": "cost center,cost centre,cost center code,cost centre code,kostenplaats,kostenplaatscode,"
		"omkostningssted,omkostningscenter,afdelingsnummer",
		"is_allocatable": "allocatable,can be allocated,can be given to people,for people,toewijsbaar,toe te wijzen,"
		"kan worden toegewezen,tildelbar,kan tildeles,kan gives til personer",
		"is_bookable": "bookable,can be booked,reservable,boekbaar,te boeken,reserveerbaar,kan worden geboekt,bookbar,"
		"kan bookes,kan reserveres",
		"company": "company,legal entity,bedrijf,onderneming,firma,virksomhed,selskab",
		"person_number": "employee number,employee no,employee id,staff number,staff no,personnel number,"
		"personeelsnummer,medewerkernummer,personeelsnr,medarbejdernummer,medarbejdernr,ansatnummer,lønnummer",
		"person_email": "email,e-mail,email address,mail,mailadres,emailadres,e-mailadres,mailadresse,emailadresse,"
		"e-mailadresse",
		"person": "person,employee,employee name,occupant,full name,user,given to,assigned to,who,sits here,medewerker,"
		"naam medewerker,persoon,gebruiker,wie,volledige naam,toegewezen aan,medarbejder,medarbejdernavn,navn på "
		"medarbejder,ansat,bruger,hvem,fulde navn,tildelt",
		"name": "name,naam,navn",
		"department": "department,dept,team,afdeling,afd,afdelingsnaam,afdelingsnavn",
		"project": "project,project name,projectnaam,projekt,projektnavn",
		"customer": "customer,client,klant,klantnaam,kunde,kundenavn",
		"from_date": "from,from date,since,start,start date,starts on,valid from,vanaf,vanaf datum,van,sinds,"
		"ingangsdatum,startdatum,fra,fra dato,siden,startdato,gyldig fra",
		"to_date": "to,to date,until,till,end,end date,valid until,tot,tot en met,t/m,tot datum,einddatum,til,til og "
		"med,til dato,indtil,slutdato,gyldig til",
		"seat_label": "seat label,seat,seat no,seat number,stoel,stoelnummer,zitplaats,plaatslabel,plaatsnummer,"
		"pladslabel,pladsbetegnelse,sæde,sædenummer,stol,stolenummer",
		"seats": "seats given,seats taken,seats allocated,toegewezen plaatsen,gegeven plaatsen,tildelte pladser",
		"weekdays": "days,weekdays,on days,dagen,weekdagen,dage,ugedage",
		"reason": "reason,exception reason,reden,begrundelse,årsag",
		"is_primary": "primary,primary seat,main seat,vaste plek,hoofdplek,primaire plek,primær,primær plads,fast plads",
	}
)

SPACE_TYPES = _table(
	{
		"Site": "site,campus,premises,vestiging,terrein,locatie,lokation,lokalitet,sted",
		"Building": "building,house,gebouw,pand,bygning,hus",
		"Floor": "floor,storey,story,level,verdieping,etage,bouwlaag,sal",
		"Zone": "zone,wing,section,vleugel,afsnit,fløj,område,gebied",
		"Room": "room,office,office room,ruimte,kamer,lokaal,kantoor,kantoorruimte,kantoortuin,rum,lokale,værelse,"
		"kontor,kontorlokale",
		"Meeting Room": "meeting room,meeting,conference room,boardroom,vergaderruimte,vergaderzaal,vergaderkamer,"
		"spreekkamer,mødelokale,mødeum,møderum,moedelokale,moederum,konferencelokale",
		"Desk": "desk,workplace,workstation,hot desk,bureau,werkplek,skrivebord,bord,arbejdsplads,plads",
		"Parking": "parking,parking place,parking space,parking spot,parkeren,parkeerplaats,parkeerplek,parkering,"
		"parkeringsplads,p-plads",
		"Storage": "storage,store,store room,storeroom,archive,opslag,opslagruimte,berging,magazijn,archief,lager,"
		"depot,opbevaring,arkiv",
	}
)

LEVEL_OF_TYPE = {
	"Site": "site",
	"Building": "building",
	"Floor": "floor",
	"Zone": "zone",
	"Room": "room",
	"Meeting Room": "room",
	"Storage": "room",
	"Desk": "desk",
	"Parking": "desk",
}
TYPE_OF_LEVEL = {
	"site": "Site",
	"building": "Building",
	"floor": "Floor",
	"zone": "Zone",
	"room": "Room",
	"desk": "Desk",
}

YES = {
	squash(word) for word in ("yes", "y", "true", "1", "x", "on", "ok", "ja", "j", "waar", "wel", "sand", "v")
}
YES |= {"✓", "✔"}
NO = {
	squash(word) for word in ("no", "n", "false", "0", "off", "nee", "niet", "onwaar", "nej", "ikke", "falsk")
}

_NOBODY = "free,vacant,empty,nobody,none,na,n/a,vrij,leeg,niemand,geen,nvt,n.v.t.,ledig,fri,tom,ingen"
NOBODY = set(_table({"nobody": _NOBODY}))

_DAYS = (
	"mon,monday,ma,maa,maandag,man,mandag",
	"tue,tues,tuesday,di,din,dinsdag,tir,ti,tirs,tirsdag",
	"wed,wednesday,wo,woe,woensdag,ons,on,onsdag",
	"thu,thur,thurs,thursday,do,don,donderdag,tor,tors,to,torsdag",
	"fri,friday,vr,vrij,vrijdag,fre,fr,fredag",
	"sat,saturday,za,zat,zaterdag,lør,lørdag,lo",
	"sun,sunday,zo,zon,zondag,søn,søndag,so",
)
DAYS = {squash(word): 1 << day for day, words in enumerate(_DAYS) for word in words.split(",")}
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALL_DAYS = 127

_MONTHS = (
	"jan,january,januari,januar",
	"feb,february,februari,februar",
	"mar,march,mrt,maart,marts",
	"apr,april",
	"may,mei,maj",
	"jun,june,juni",
	"jul,july,juli",
	"aug,august,augustus",
	"sep,sept,september",
	"oct,october,okt,oktober",
	"nov,november",
	"dec,december",
)
MONTHS = {squash(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split(",")}


def header_of(text) -> str | None:
	"""What a header cell stands for, or None. Words in brackets may be left out: "Area (m²)"."""
	found = HEADERS.get(squash(text))
	if found:
		return found
	without_brackets = re.sub(r"[(\[].*?[)\]]", "", str(text))
	return HEADERS.get(squash(without_brackets))


def weekday_names(bits: int) -> str:
	"""The days of a bit set as text (Mon=1 … Sun=64; 0 or all = every day = empty text)."""
	if not bits or bits == ALL_DAYS:
		return ""
	return ", ".join(name for day, name in enumerate(DAY_NAMES) if bits & (1 << day))
