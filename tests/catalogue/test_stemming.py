"""Forms of a word meet in one term; words that are not one another stay apart."""

from itertools import product
from string import ascii_lowercase

import pytest

from agreements.catalogue import stemming
from agreements.catalogue.analysis import term
from agreements.catalogue.stemming import stem

ONE_WORD = [
    # Norwegian
    "avtale avtalen avtaler avtalene avtalens",
    "forurensning forurensningen forurensninger forurensing forurensingen forureining forureininga",
    "utslipp utslippene utslepp utsleppa",
    "naturmangfold naturmangfoldet naturmangfald",
    "baerekraftig berekraftig",
    "overvåking overvåkning overvåkingen",
    "miljø miljøet miljøer miljøene miljøets Miljø MILJØET",
    "klima klimaet klimaets",
    "tema temaet temaer temaene",
    "kvikksølv kvikksølvet kvikksølvets",
    "fisk fisken fisker fiskene fiske",
    "fiskeri fiskeriet fiskerier fiskeriene",
    "minister ministre ministeren ministrene ministerens",
    "senter sentre senteret sentrene",
    "register registre registeret",
    "artikkel artikler artikkelen artiklene",
    "regel regler regelen reglene",
    "program programmet programmer programmene",
    "rom rommet rommene",
    "utslipp utslippet utslippene utslippets",
    "kvote kvoter kvoten kvotene",
    "hav havet havene havets",
    "elv elven elva elver elvene",
    "Polen Polens",
    "polar polare polart",
    "ramme rammen rammer rammene",
    "laks laksen laksens laksene laksenes lakse",
    "grense grensen grenser grensene",
    "regjering regjeringen regjeringer regjeringens",
    "konvensjon konvensjonen konvensjoner konvensjonene",
    # English
    "agreement agreements Agreement AGREEMENTS",
    "policy policies",
    "fishery fisheries",
    "country countries",
    "river rivers",
    "border borders bordering",
    "water waters",
    "state states stated",
    "make makes making",
    "trade trades trading",
    "whale whales whaling",
    "lake lakes",
    "have having",
    "consider considers considered considering",
    "transfer transfers transferred transferring",
    "organisation organization organisations organizations",
    "grey gray",
    "sulphur sulfur",
    "utilisation utilization",
    "environment environmental environments environmentally",
    "government governments governmental",
    "release releases released releasing",
    "propose proposes proposed proposal",
    "company companies",
    "protocol protocols",
    # both
    "marine marin",
    "protokoll protokoller protokollen",
    "program programme programmes programs",
    "center centre centers centres",
]

APART = [
    "mineral mine",
    "disease disaster desert",
    "expert expense export",
    "investment investigation",
    "electricity election",
    "navigation naval",
    "minister ministry",
    "relation ration",
    "port transport export",
    "fish fishery",
    "herring her",
    "norge norsk norway",
    "hav havn have",
    "laks lake",
    "Polen polar pol",
    "Ramsar ramme",
    "luft lufthavn",
    "water waste",
    "land island",
    "air aid",
]


@pytest.mark.parametrize("forms", ONE_WORD)
def test_the_forms_of_a_word_have_one_term(forms: str) -> None:
    assert len({term(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("words", APART)
def test_different_words_have_different_terms(words: str) -> None:
    assert len({term(word) for word in words.split()}) == len(words.split())


@pytest.mark.parametrize("word", ["co2", "2017", "nor2", "дома", "bigrams李", ""])
def test_only_words_of_plain_letters_are_reduced(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize("rules", [stemming._BETWEEN, stemming._AFTER])
def test_no_rule_changes_a_word_with_another_last_letter_than_it_says(rules: stemming._Rules) -> None:
    begun = ["consider", "transferr", "bord", "minis", "propo", "mak", "regl", "arti", "progra", "kli", "te"]
    words = ["".join([start, *end]) for start in begun for end in product(ascii_lowercase, repeat=3)]
    changed = {word[-1] for word in words if rules._any.search(word)}
    assert changed == rules._ends
