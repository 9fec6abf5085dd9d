"""A small vote in the exchange format, to be bent by the tests."""

FILE = """META
key;value
description;Municipal PB in Poland, Example; with a semicolon
country;Poland
num_projects;3
num_votes;2
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
1;600;2;"Park; trees";1
2;500;1;Lampadaires;0
7;400;0;ملعب;1
VOTES
voter_id;age;vote
11;34;1,2
12;;1
"""
