"""First and family names, by where they are common. Every person made from them is invented."""

WOMEN = "Female"
MEN = "Male"

# (share of the people, women's names, men's names, family names)
ORIGINS = (
	(
		38,
		"Anouk Bregje Carlijn Daphne Elske Femke Geertje Hanneke Iris Jolien Karlijn Lotte Marieke Nienke Olga "
		"Petra Roos Saskia Tessa Willemijn Yvonne Babette Evelien Floor Hilde Inge Jantine Lieke Maaike Noor "
		"Rianne Suzanne Veerle Wieke Annemiek Eefje Janneke Manon Renske Trijntje",
		"Arjan Bas Coen Daan Erik Floris Gijs Hidde Ivo Jelle Koen Lars Maarten Niels Olivier Pieter Ruben Sander "
		"Teun Wouter Bram Dirk Freek Gerrit Hugo Jeroen Kees Luuk Menno Joost Rutger Sjoerd Tijmen Vincent Wim "
		"Bart Douwe Hendrik Jasper Marnix",
		"Bakker|de Boer|Brouwer|van den Berg|Dekker|Dijkstra|Gerritsen|de Graaf|van der Heijden|Hendriks|"
		"Hoekstra|Jacobs|de Jong|Kok|Kuipers|van Leeuwen|Meijer|Mulder|Peeters|Postma|Prins|de Ruiter|Schouten|"
		"Smit|Timmermans|van Veen|Verhoeven|Vermeulen|Visser|Vos|de Wit|Wolters|van Wijk|Zijlstra|Bosman|"
		"van Dongen|Groeneveld|Hofstra|Kramer|Ligthart|ter Horst|van 't Hoff|Veldkamp|Wiersma",
	),
	(
		22,
		"Agnete Astrid Birgitte Camilla Dorthe Ellen Freja Gitte Helle Ida Johanne Karen Lærke Mette Nanna Pernille "
		"Rikke Signe Tine Ulla Vibeke Sofie Katrine Maja Line Amalie Kirstine Solveig",
		"Anders Bjørn Christian Daniel Emil Frederik Gustav Henrik Jakob Jesper Kasper Lasse Mads Mikkel Nikolaj "
		"Ole Peter Rasmus Søren Thorbjørn Viggo Magnus Morten Jens Steen Torben Esben Simon",
		"Andersen|Bech|Christensen|Dahl|Eriksen|Frandsen|Gregersen|Holm|Iversen|Jensen|Kjær|Lauridsen|Madsen|"
		"Nørgaard|Olesen|Pedersen|Rasmussen|Skov|Sørensen|Thomsen|Vestergaard|Winther|Østergaard|Bjerregaard|"
		"Mortensen|Lund|Friis|Møller",
	),
	(
		8,
		"Antonia Birgit Claudia Franziska Heike Katharina Leonie Miriam Stefanie Ulrike",
		"Andreas Felix Florian Jonas Konrad Lukas Matthias Moritz Sebastian Tobias",
		"Albrecht|Böhm|Fischer|Hartmann|Keller|Lehmann|Neumann|Richter|Schuster|Vogel",
	),
	(
		7,
		"Aylin Elif Fatma Leila Meryem Nadia Samira Yasmin Zeynep Hanan",
		"Ahmet Bilal Emre Farid Hamza Karim Mehmet Omar Tarik Younes",
		"Aksoy|Benali|Çelik|Demir|El Idrissi|Haddad|Kaya|Mansouri|Öztürk|Yıldız",
	),
	(
		7,
		"Agnieszka Elena Iryna Katarzyna Magda Oksana Petya Renata Svetlana Zuzana",
		"Andrei Bogdan Dmytro Ivan Jakub Marek Mihai Oleksandr Pavel Tomasz",
		"Dimitrov|Horváth|Ionescu|Kovalenko|Kowalczyk|Lewandowski|Nowak|Petrenko|Popescu|Zieliński",
	),
	(
		7,
		"Ananya Deepa Divya Kavita Lakshmi Meera Nisha Priyanka Shreya Sunita",
		"Aditya Arjun Dinesh Gaurav Karthik Manish Nikhil Rajesh Sanjay Vikram",
		"Banerjee|Chatterjee|Desai|Gupta|Iyer|Kulkarni|Menon|Patel|Reddy|Sharma",
	),
	(
		6,
		"Alba Beatriz Carmen Chiara Eleni Francesca Inés Lucía Marta Sofia",
		"Alessandro Diego Giorgos Javier Luca Manuel Nikos Pablo Rui Tiago",
		"Almeida|Bianchi|Castillo|Ferrari|García|Lopes|Moretti|Papadopoulos|Romero|Silva",
	),
	(
		5,
		"Adaeze Amara Chantal Esi Gloria Ifeoma Makeda Naomi Thandi Zuri",
		"Ayodele Chidi Emeka Jermaine Kofi Kwame Lindani Marlon Sipho Tendai",
		"Adeyemi|Asante|Biekman|Dlamini|Kanhai|Mensah|Ndlovu|Okafor|Tesfaye|Pinas",
	),
)
